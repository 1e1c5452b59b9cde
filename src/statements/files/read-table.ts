import type { BusinessDate } from '../../kernel/index.js';
import { cellTexts, headingKey } from './mapping/cell-text.js';
import { columnsOf, type StatementMapping } from './mapping/mapping.js';
import { RowMapper, type MappedRow } from './mapping/row-mapper.js';
import { headerTest, missingColumns, readHeader, type TableHeader } from './mapping/table-header.js';
import { compileTemplate, daysFound } from './mapping/template.js';
import type { FileRow } from './reading/file-row.js';
import type { OpenedFile } from './reading/open-file.js';
import { statementFileErrors } from './statement-file.errors.js';

/** The first and the last day a statement is for. */
export interface StatementDays {
  from: BusinessDate;
  to: BusinessDate;
}

/** The table a mapping found in a file. */
export interface FileTable {
  sheet: string;
  /** The row of its header. */
  headerRow: number;
  header: TableHeader;
  /** What stands above it, a line a row. */
  above: string;
  /** The days the file says it is for, or that were given; null where only its rows can tell. */
  days: StatementDays | null;
}

/** One row below the header, as it stands there and as it was read. */
export type TableRow = MappedRow & { row: number; cells: string[] };

/** Some rows of a table. Empty rows are left out. */
export interface TableBatch {
  table: FileTable;
  rows: TableRow[];
}

/** Characters of what stands above a table: more is no preamble any more. */
const LONGEST_PREAMBLE = 16_000;

/**
 * Reads the table of a statement file: finds its header, wherever it stands, checks that the file is the account's, and reads the rows below by the mapping.
 * @param given the days the statement is for, where somebody said them
 * @throws HEADER_NOT_FOUND, FILE_OF_ANOTHER_ACCOUNT, PERIOD_NOT_FOUND, and what the file's reader throws
 */
export async function* readTable(file: OpenedFile, mapping: StatementMapping, given: StatementDays | null): AsyncGenerator<TableBatch> {
  const search = new HeaderSearch(mapping);
  for (const sheet of mapping.sheet === undefined ? file.sheets : [mapping.sheet]) {
    let table: { found: FileTable; reader: RowReader } | null = null;
    const above: string[] = [];
    let characters = 0;
    for await (const batch of file.rows(sheet)) {
      const rows: TableRow[] = [];
      for (const row of batch) {
        if (table) {
          const read = table.reader.read(row);
          if (read) rows.push(read);
        } else if (search.found(row)) {
          const found = tableAt(row, sheet, above.join('\n'), mapping, given);
          table = { found, reader: new RowReader(new RowMapper(mapping, found.header, found.days?.to ?? null), search, row.cells.length) };
        } else if (characters < LONGEST_PREAMBLE) {
          const line = lineOf(row.cells, file.delimiter ?? '\t').slice(0, LONGEST_PREAMBLE - characters);
          above.push(line);
          characters += line.length + 1;
        }
      }
      if (table) yield { table: table.found, rows };
    }
    if (table) return;
  }
  throw statementFileErrors.HEADER_NOT_FOUND('no row of the file has all the columns that the mapping names', {
    extensions: { missing: search.missing() },
  });
}

/** A row above the table as the line of text it is: what was taken for cells may be a sentence. */
function lineOf(cells: readonly string[], delimiter: string): string {
  const texts = cellTexts(cells);
  while (texts.at(-1) === '') texts.pop();
  return texts.join(delimiter);
}

function tableAt({ row, cells }: FileRow, sheet: string, above: string, mapping: StatementMapping, given: StatementDays | null): FileTable {
  const header = readHeader(cells);
  const missing = missingColumns(mapping, header);
  if (missing.length > 0)
    throw statementFileErrors.HEADER_NOT_FOUND(`the header in row ${row} lacks ${missing.join(', ')}`, { extensions: { missing } });
  if (mapping.account !== undefined && !above.includes(mapping.account))
    throw statementFileErrors.FILE_OF_ANOTHER_ACCOUNT(`the text ${JSON.stringify(mapping.account)} does not stand above the table`);
  const days = given ?? daysAbove(mapping, above);
  return { sheet, headerRow: row, header, above, days };
}

function daysAbove(mapping: StatementMapping, above: string): StatementDays | null {
  if (!mapping.period) return null;
  const finds = compileTemplate(mapping.period.above)(above);
  const days = finds && daysFound(finds);
  if (!days) throw statementFileErrors.PERIOD_NOT_FOUND(`nothing above the table is like ${JSON.stringify(mapping.period.above)}`);
  return days;
}

/** Reads the rows below a header. */
class RowReader {
  private fewestCells: number | null = null;

  constructor(
    private readonly mapper: RowMapper,
    private readonly search: HeaderSearch,
    private readonly headerCells: number,
  ) {}

  /** @returns null for an empty row */
  read({ row, cells, unended }: FileRow): TableRow | null {
    if (cells.every((cell) => cell.trim() === '')) return null;
    const mapped = this.mapper.map(cells);
    if (mapped.outcome === 'ignored') return { row, ...mapped };
    // Only what could not be read is looked at a second time.
    if (mapped.outcome === 'refused' && this.search.found({ row, cells }))
      return { row, cells: mapped.cells, outcome: 'ignored', reason: 'the header again', total: true, written: null };
    // Files may leave out the last line end, and cells at the end of rows; a file that was cut has a row shorter than any.
    if (unended && cells.length < (this.fewestCells ?? this.headerCells)) {
      const reason = 'the file ends in the middle of this row';
      return { row, cells: mapped.cells, outcome: 'refused', code: 'ROW_BROKEN', reason, written: null };
    }
    this.fewestCells = Math.min(this.fewestCells ?? Infinity, cells.length);
    return { row, ...mapped };
  }
}

/** Looks for the header, and remembers which row came closest. */
class HeaderSearch {
  private readonly isHeader: (cells: readonly string[]) => boolean;
  private readonly wanted: readonly string[];
  private closest: string[];

  constructor(mapping: StatementMapping) {
    this.isHeader = headerTest(mapping);
    this.wanted = mapping.header ?? columnsOf(mapping);
    this.closest = [...this.wanted];
  }

  found({ cells }: FileRow): boolean {
    if (this.isHeader(cells)) return true;
    const present = new Set(cells.map(headingKey));
    const missing = this.wanted.filter((name) => !present.has(headingKey(name)));
    if (missing.length < this.closest.length) this.closest = missing;
    return false;
  }

  missing(): string[] {
    return this.closest;
  }
}
