import { cellText, headingKey } from './cell-text.js';
import { columnsOf, type StatementMapping } from './mapping.js';

/** The header of a file's table: its columns by name. */
export interface TableHeader {
  /** As the file writes them; a name that comes again is `name#2`. */
  names: string[];
  /** Where a column stands; -1 where there is none. */
  indexOf(name: string): number;
}

/** Whether a row is the header that a mapping looks for. */
export function headerTest(mapping: StatementMapping): (cells: readonly string[]) => boolean {
  const wanted = [...new Set((mapping.header ?? columnsOf(mapping)).map((name) => headingKey(name).replace(/#\d+$/, '')))];
  return (cells) => {
    if (cells.length < wanted.length) return false;
    const present = new Set(cells.map(headingKey));
    return wanted.every((name) => present.has(name));
  };
}

/** Reads a row as the header. */
export function readHeader(cells: readonly string[]): TableHeader {
  const counts = new Map<string, number>();
  const byKey = new Map<string, number>();
  const names = cells.map((cell, index) => {
    const heading = cellText(cell);
    const key = headingKey(heading);
    if (key === '') return '';
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const name = count === 1 ? heading : `${heading}#${count}`;
    byKey.set(headingKey(name), index);
    return name;
  });
  return { names, indexOf: (name) => byKey.get(headingKey(name)) ?? -1 };
}

/** Columns a mapping names and the header lacks. */
export function missingColumns(mapping: StatementMapping, header: TableHeader): string[] {
  return columnsOf(mapping).filter((name) => header.indexOf(name) < 0);
}
