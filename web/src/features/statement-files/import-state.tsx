import { useTexts } from '../../i18n/texts.js';
import { Tag } from '../../ui/tag.js';
import { statementFilesTexts } from './statement-files.texts.js';
import type { StatementImport } from './use-import.js';

/** How far an import is. */
export function ImportStateTag({ state }: Pick<StatementImport, 'state'>) {
  const t = useTexts(statementFilesTexts);
  return <Tag tone={state === 'done' ? 'good' : state === 'failed' ? 'bad' : 'accent'}>{t[`state_${state}`]}</Tag>;
}
