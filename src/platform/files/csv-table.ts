import { Readable } from 'node:stream';
import { formatMinor } from '@interline/sdk/canonical';
import { localTime } from './local-time.js';
import type { Cell, CellKind, MoneyCell, Table } from './table.js';

/** The content type of what {@link csvTable} gives. */
export const CSV_TYPE = 'text/csv; charset=utf-8';

/**
 * A table as CSV (RFC 4180): UTF-8 with a byte order mark, by which spreadsheets know it. Text that a spreadsheet would take for a formula gets an
 * apostrophe in front, headings too, numbers never.
 */
export function csvTable(table: Table): Readable {
  return Readable.from(chunks(table), { objectMode: false });
}

async function* chunks({ columns, rows, timeZone }: Table): AsyncIterable<string> {
  let text = `\ufeff${columns.map((column) => field(harmless(column.header))).join(',')}\r\n`;
  for await (const row of rows) {
    text += `${row.map((cell, index) => fieldOf(cell, columns[index]!.kind, timeZone)).join(',')}\r\n`;
    if (text.length > 60_000) {
      yield text;
      text = '';
    }
  }
  yield text;
}

function fieldOf(cell: Cell, kind: CellKind, timeZone: string): string {
  if (cell === null) return '';
  if (kind === 'money') return formatMinor((cell as MoneyCell).minor, (cell as MoneyCell).currency);
  if (kind === 'instant') return localTime(cell as Date, timeZone);
  if (kind === 'integer') return String(cell);
  return field(kind === 'text' ? harmless(String(cell)) : String(cell));
}

/** Text that begins like a formula, behind blanks too, is kept from being one. */
function harmless(text: string): string {
  return /^[\s\u0000]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
}

function field(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
