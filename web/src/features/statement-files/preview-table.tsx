import { useFormats } from '../../i18n/format.js';
import { useTexts } from '../../i18n/texts.js';
import { Money } from '../../ui/money.js';
import { PlainButton } from '../../ui/plain-button.js';
import { Tag, type Tone } from '../../ui/tag.js';
import { LIST_FIELDS, SINGLE_FIELDS, columnsOfField, type Mapping } from './mapping-draft.js';
import styles from './statement-files.module.css';
import { statementFilesTexts } from './statement-files.texts.js';
import type { Preview } from './use-preview.js';

const SHOWN = 40;
const TONES: Record<'line' | 'ignored' | 'refused', Tone> = { line: 'good', ignored: 'quiet', refused: 'bad' };

interface PreviewTableProps {
  preview: Preview;
  /** The row whose cells name the columns. */
  headerRow: number | null;
  /** Names of the columns in the order of the cells; empty where a column has none. */
  names: readonly string[];
  mapping: Mapping;
  onHeader: (row: number) => void;
}

/** The beginning of a file as it stands there, and beside each row what it is read as. */
export function PreviewTable({ preview, headerRow, names, mapping, onHeader }: PreviewTableProps) {
  const t = useTexts(statementFilesTexts);
  const format = useFormats();
  const rows = preview.rows.slice(0, SHOWN);
  const width = Math.max(...rows.map((row) => row.cells.length), 1);
  return (
    <div className={styles.previewScroll} role="region" aria-label={t.rows} tabIndex={0}>
      <table className={styles.preview}>
        <caption className="visually-hidden">{t.shownRows(format.count(rows.length))}</caption>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row} className={row.row === headerRow ? styles.headerRow : undefined}>
              <th scope="row">{row.row}</th>
              <td className={styles.readAs}>
                {row.outcome ? (
                  <span title={row.reason ?? undefined}>
                    <Tag tone={TONES[row.outcome]}>{t[`outcome_${row.outcome}`]}</Tag>{' '}
                    {row.amount ? <Money value={row.amount} /> : <span className="muted">{row.reason}</span>}
                  </span>
                ) : (
                  row.row !== headerRow &&
                  headerRow === null && <PlainButton onClick={() => onHeader(row.row)}>{t.useAsHeader(String(row.row))}</PlainButton>
                )}
              </td>
              {Array.from({ length: width }, (_, index) => (
                <td key={index} title={row.cells[index]}>
                  {row.cells[index]}
                  {row.row === headerRow && <FieldTags mapping={mapping} column={names[index] ?? ''} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a column is read as, below its name. */
function FieldTags({ mapping, column }: { mapping: Mapping; column: string }) {
  const t = useTexts(statementFilesTexts);
  const { amount } = mapping.columns;
  const names = [...LIST_FIELDS, ...SINGLE_FIELDS]
    .filter((field) => columnsOfField(mapping, field).includes(column))
    .map((field) => t[`field_${field}`]);
  if ('column' in amount ? amount.column === column : false) names.push(t.field_amount);
  if ('out' in amount && amount.out === column) names.push(t.field_out);
  if ('in' in amount && amount.in === column) names.push(t.field_in);
  if (column === '' || names.length === 0) return null;
  return (
    <div>
      {names.map((name) => (
        <Tag key={name} tone="accent">
          {name}
        </Tag>
      ))}
    </div>
  );
}
