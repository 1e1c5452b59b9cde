import { useTexts } from '../../i18n/texts.js';
import { Icon } from '../../ui/icon.js';
import { Tag } from '../../ui/tag.js';
import { statementsTexts } from './statements.texts.js';

/** Whether our reading of a statement's lines equals what the vendor publishes of them. */
export function ControlTag({ statement }: { statement: { agrees: boolean; controlCount?: number | null; controlSum?: object | null } }) {
  const t = useTexts(statementsTexts);
  if (statement.controlSum === null && statement.controlCount === null) return <Tag>{t.noControl}</Tag>;
  return statement.agrees ? (
    <Tag tone="good">
      <Icon name="check" size={12} />
      {t.agrees}
    </Tag>
  ) : (
    <Tag tone="bad">
      <Icon name="warning" size={12} />
      {t.disagrees}
    </Tag>
  );
}

/** Marks figures that no vendor published. */
export function DerivedTag() {
  const t = useTexts(statementsTexts);
  return (
    <span title={t.derivedMeans}>
      <Tag>{t.derived}</Tag>
    </span>
  );
}
