import { daysOf, type BusinessDate } from '../../kernel/index.js';
import type { ControlCheck, FileReport } from './file-report.js';
import { compileConditions, type RowTest } from './mapping/conditions.js';
import type { StatementMapping } from './mapping/mapping.js';
import { parseAmount } from './mapping/parse-amount.js';
import { compileTemplate, type TemplateFinds } from './mapping/template.js';
import type { FileTable, StatementDays, TableRow } from './read-table.js';
import { statementFileErrors } from './statement-file.errors.js';

interface Control {
  name: string;
  find: (text: string) => TemplateFinds | null;
  over: RowTest;
  amounts: 'written' | 'net' | 'billed';
  stated: TemplateFinds | null;
  count: number;
  sum: bigint;
}

/** Counts and sums the rows of a table, and finds what the file says of itself. */
export class FileTally {
  private rows = 0;
  private lines = 0;
  private unresolved = 0;
  private first: BusinessDate | null = null;
  private last: BusinessDate | null = null;
  private readonly ignored = new Map<string, number>();
  private readonly refused = new Map<string, number>();
  private readonly sums = new Map<string, { lines: number; consumption: bigint; refund: bigint }>();
  private readonly controls: Control[];

  constructor(
    private readonly mapping: StatementMapping,
    private readonly table: FileTable,
  ) {
    this.controls = (mapping.controls ?? []).map(({ name, text, over, amounts }) => {
      const find = compileTemplate(text);
      return {
        name,
        find,
        over: compileConditions(over ?? [], (column) => table.header.indexOf(column)),
        amounts: amounts ?? 'written',
        stated: firstFound(find, table.above),
        count: 0,
        sum: 0n,
      };
    });
  }

  add(row: TableRow): void {
    if (row.outcome === 'ignored' && row.total) return this.readTotal(row.cells.join('\t'));
    this.rows += 1;
    for (const control of this.controls) {
      if (!control.over(row.cells)) continue;
      control.count += 1;
      control.sum += summedOf(row, control.amounts);
    }
    if (row.outcome === 'ignored') count(this.ignored, row.reason);
    else if (row.outcome === 'refused') count(this.refused, row.code);
    else this.addLine(row.line);
  }

  /** Counts a line whose person is not known. */
  addUnresolved(): void {
    this.unresolved += 1;
  }

  /** @throws NO_LINES where no row made a line */
  report(file: Pick<FileReport, 'kind' | 'encoding'>): FileReport {
    return {
      ...file,
      sheet: this.table.sheet,
      headerRow: this.table.headerRow,
      days: this.table.days ?? this.wholeMonths(),
      rows: this.rows,
      lines: this.lines,
      ignored: [...this.ignored].map(([reason, rows]) => ({ reason, rows })),
      refused: [...this.refused].map(([code, rows]) => ({ code, rows })),
      unresolved: this.unresolved,
      sums: [...this.sums].map(([currency, { lines, consumption, refund }]) => ({
        currency,
        lines,
        consumption: String(consumption),
        refund: String(refund),
      })),
      currency: this.mapping.currency,
      controls: this.controls.map((control) => this.checked(control)),
    };
  }

  private addLine({ day, currency, amount, personalShare }: Extract<TableRow, { outcome: 'line' }>['line']): void {
    this.lines += 1;
    if (this.first === null || day < this.first) this.first = day;
    if (this.last === null || day > this.last) this.last = day;
    const sum = this.sums.get(currency) ?? { lines: 0, consumption: 0n, refund: 0n };
    const companyShare = amount - personalShare;
    sum.lines += 1;
    if (companyShare < 0n) sum.refund += companyShare;
    else sum.consumption += companyShare;
    this.sums.set(currency, sum);
  }

  private readTotal(text: string): void {
    for (const control of this.controls) control.stated ??= control.find(text);
  }

  private wholeMonths(): StatementDays {
    if (this.first === null || this.last === null) throw statementFileErrors.NO_LINES('no row of the file made a line');
    return { from: daysOf(this.first.slice(0, 7)).from, to: daysOf(this.last.slice(0, 7)).to };
  }

  private checked({ name, amounts, stated, count, sum }: Control): ControlCheck {
    const statedCount = stated?.count === undefined ? null : Number(stated.count.replaceAll(',', ''));
    const read = stated?.sum === undefined ? null : (parseAmount(stated.sum, this.mapping.currency)?.minor ?? null);
    // What is billed has a sign; other sums are of amounts without theirs.
    const statedSum = read !== null && read < 0n && amounts !== 'billed' ? -read : read;
    const agrees = (statedCount ?? count) === count && (statedSum ?? sum) === sum;
    return {
      name,
      statedCount,
      statedSum: statedSum === null ? null : String(statedSum),
      count,
      sum: String(sum),
      agrees: statedCount === null && statedSum === null ? null : agrees,
    };
  }
}

function firstFound(find: Control['find'], text: string): TemplateFinds | null {
  for (const line of text.split('\n')) {
    const found = find(line);
    if (found) return found;
  }
  return null;
}

/** What a row adds to the sum of a control. */
function summedOf(row: TableRow, amounts: Control['amounts']): bigint {
  if (amounts === 'billed') return row.outcome === 'line' ? row.line.amount - row.line.personalShare : 0n;
  if (!row.written) return 0n;
  return amounts === 'net' ? row.written.minor - row.written.refunded : row.written.minor;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
