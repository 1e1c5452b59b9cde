import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { isZero } from '../../ui/decimal.js';
import { Icon } from '../../ui/icon.js';
import { DifferenceTag, Tag } from '../../ui/tag.js';
import type { BoardCell } from './board-grid.js';
import { statementsTexts } from './statements.texts.js';

/** Whether the statement of a cell has come, and whether it agrees with the expenses. */
export function BoardStateTag({ cell }: { cell: BoardCell }) {
  const t = useTexts(statementsTexts);
  const format = useFormats();
  if (cell.state === 'missing') {
    return (
      <Tag tone="bad">
        <Icon name="warning" size={12} />
        {t.board_missing}
      </Tag>
    );
  }
  if (cell.state === 'covered') {
    return (
      <Tag>
        <Icon name="check" size={12} />
        {t.board_covered}
      </Tag>
    );
  }
  if (cell.state === 'expected') return <Tag>{t.board_expected}</Tag>;
  if (!isZero(cell.difference.amount)) return <DifferenceTag value={cell.difference} />;
  if (cell.differingLineCount > 0) {
    return (
      <Tag tone="warn">
        <Icon name="warning" size={12} />
        {t.linesDiffer(format.count(cell.differingLineCount))}
      </Tag>
    );
  }
  return (
    <Tag tone="good">
      <Icon name="check" size={12} />
      {t.board_received}
    </Tag>
  );
}
