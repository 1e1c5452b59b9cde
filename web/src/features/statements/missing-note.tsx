import { Link } from 'react-router';
import { useGateway } from '../../gateway/use-gateway.js';
import { MissingStatementsDocument } from '../../generated/statements.js';
import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { Note } from '../../ui/notes.js';
import { shiftMonth } from '../../ui/period.js';
import { hrefWith } from '../../ui/url-state.js';
import { useViewer } from '../identity/viewer.js';
import { MONTHS_MISSING } from './board-grid.js';
import { statementsTexts } from './statements.texts.js';

/** Says how many statements are missing, with the way to them; nothing when none is. */
export function MissingNote() {
  const t = useTexts(statementsTexts);
  const format = useFormats();
  const { today } = useViewer();
  const to = today.slice(0, 7);
  const { data } = useGateway(MissingStatementsDocument, { from: shiftMonth(to, 1 - MONTHS_MISSING), to });
  const count = data?.statementBoard.cells.length ?? 0;
  if (count === 0) return null;
  return (
    <Note tone="bad" title={t.missingNotice(format.count(count))}>
      <span className="in-text">
        {t.missingText} <Link to={hrefWith('/statements', { show: 'missing' })}>{t.toMissing}</Link>
      </span>
    </Note>
  );
}
