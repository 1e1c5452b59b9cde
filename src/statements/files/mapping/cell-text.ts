/** Blanks of every width, tabs, marks of byte order and of direction: what exports put around texts and ids. */
const AROUND = /^[\s\u00a0\u200b-\u200f\u2060\ufeff]+|[\s\u00a0\u200b-\u200f\u2060\ufeff]+$/g;
const BLANK_ENDS = /^[\s\u00a0\u200b-\u200f\u2060\ufeff]|[\s\u00a0\u200b-\u200f\u2060\ufeff]$/;

/**
 * A cell's text without what exports put around it: blanks and tabs, the apostrophe or `="…"` that keep spreadsheets from reading an id as a number.
 * A text that would otherwise be a formula stays one; nothing here computes it.
 */
export function cellText(cell: string | undefined): string {
  if (cell === undefined || cell === '') return '';
  const text = BLANK_ENDS.test(cell) ? cell.replace(AROUND, '') : cell;
  const first = text.charCodeAt(0);
  if (first === 0x27) return text.slice(1);
  // Quotes that a tab behind them kept the reader of the file from taking off.
  if (first === 0x22 && text.length > 1 && text.endsWith('"')) return text.slice(1, -1).replace(AROUND, '');
  if (first === 0x3d && text.length > 2 && text.startsWith('="') && text.endsWith('"')) return text.slice(2, -1).replace(AROUND, '');
  return text;
}

/** The cells of a row as texts. */
export function cellTexts(cells: readonly string[]): string[] {
  return cells.map(cellText);
}

/** A heading as it is compared: characters of full width as those of half width, no blanks, lower case. */
export function headingKey(heading: string): string {
  return cellText(heading).normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}
