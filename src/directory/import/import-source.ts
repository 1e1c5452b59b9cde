import type { Section } from './columns.js';
import type { PlacedRow } from './plan-departments.js';
import type { ProblemList } from './problem-list.js';
import type { BrokenRow, RawRow } from './read-csv.js';
import { readRow, type Rows } from './rows.js';

/** Where the rows of a section come from: a file, or a list in the request. */
export interface ImportSource {
  /** What problems name it by. */
  file: string;
  rows(): AsyncIterable<RawRow | BrokenRow> | Iterable<RawRow | BrokenRow>;
}

/** What an import is given. */
export type ImportSources = Partial<Record<Section, ImportSource>>;

/** Rows of a request as a source. Fields that are left out stay as they are, null empties them. */
export function listSource(file: string, list: readonly Readonly<Record<string, unknown>>[]): ImportSource {
  return {
    file,
    rows: function* () {
      for (const [index, entry] of list.entries()) {
        const given = Object.entries(entry).filter(([, value]) => value !== undefined);
        yield { line: index + 1, cells: Object.fromEntries(given.map(([key, value]) => [key, typeof value === 'string' ? value : ''])) };
      }
    },
  };
}

/** A row that could be read, with its cells for the file of problems. */
export interface ReadRow<Row> extends PlacedRow<Row> {
  cells: RawRow['cells'];
}

/**
 * Reads a source row by row; rows that are wrong by themselves go to the problems.
 * @param unread gets the number or code of refused rows that have one: who stands there is not missing
 */
export async function* readSource<Of extends Section>(
  section: Of,
  source: ImportSource,
  problems: ProblemList,
  unread: Set<string>,
): AsyncGenerator<ReadRow<Rows[Of]>> {
  const key = section === 'people' ? 'employeeNumber' : 'code';
  for await (const raw of source.rows()) {
    if ('broken' in raw) {
      problems.add(section, raw.line, { code: 'ROW_BROKEN', message: raw.broken, value: null }, null);
      continue;
    }
    const read = readRow(section, raw.cells);
    if ('row' in read) {
      yield { line: raw.line, row: read.row, cells: raw.cells };
      continue;
    }
    problems.add(section, raw.line, read.problem, raw.cells);
    const named = raw.cells[key]?.trim();
    if (named) unread.add(named);
  }
}
