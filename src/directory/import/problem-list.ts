import { stringify } from 'csv-stringify/sync';
import { COLUMNS, SECTION_HEADING, type Section } from './columns.js';
import type { ImportProblem } from './import.repository.js';
import { escapeFormula, type RowProblem } from './rows.js';

/** More rows than this nobody corrects by hand; the count tells how many there are. */
const KEPT = 50_000;

interface KeptProblem extends ImportProblem {
  section: Section;
  /** The row's cells by column key; null when it could not be read, or is not of one row. */
  cells: Readonly<Record<string, string | null | undefined>> | null;
}

/** The problems of one import, with the rows they stand on. */
export class ProblemList {
  /** How many rows were not taken. */
  refused = 0;
  private readonly kept: KeptProblem[] = [];

  constructor(private readonly files: Partial<Record<Section, string>>) {}

  /** @param taken whether the row lands all the same, only not in full */
  add(section: Section, line: number, problem: RowProblem, cells: KeptProblem['cells'], taken = false): void {
    if (!taken) this.refused += 1;
    if (this.kept.length >= KEPT) return;
    const { code, message, value } = problem;
    this.kept.push({ section, file: this.files[section] ?? section, line, code, message, value: value?.slice(0, 200) ?? null, cells });
  }

  /** In the order of the files. */
  list(): ImportProblem[] {
    return this.sorted().map(({ file, line, code, message, value }) => ({ file, line, code, message, value }));
  }

  /**
   * The rows as a CSV file that can be corrected and sent again: the same headings, and the reason beside. Spreadsheets run no formula in it.
   * @returns null when no row can be shown
   */
  toCsv(): Buffer | null {
    const rows = this.sorted().filter((problem) => problem.cells !== null);
    if (rows.length === 0) return null;
    const sections = [...new Set(rows.map((row) => row.section))];
    const keys = new Map(sections.flatMap((section) => COLUMNS[section].map((column) => [column.headings[0]!, column.headings[0]!])));
    const headings = [...keys.keys(), 'line', 'problem_code', 'problem', SECTION_HEADING];
    const records = rows.map((row) => {
      const cells = new Map(COLUMNS[row.section].map((column) => [column.headings[0]!, row.cells![column.key] ?? '']));
      return [...[...keys.keys()].map((heading) => cells.get(heading) ?? ''), String(row.line), row.code, row.message, row.section].map(
        escapeFormula,
      );
    });
    // The mark tells spreadsheets that the file is UTF-8.
    return Buffer.from(stringify([headings, ...records], { bom: true, record_delimiter: '\r\n' }), 'utf8');
  }

  private sorted(): KeptProblem[] {
    const order = Object.keys(COLUMNS);
    return [...this.kept].sort((a, b) => order.indexOf(a.section) - order.indexOf(b.section) || a.line - b.line);
  }
}
