/** A text as it may stand in a cell of a table. */
export const cell = (text: string | null | undefined): string => (text ?? '').replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();

/** A table with an empty line behind it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''];
}
