import { Injectable } from '@nestjs/common';
import { CompanyReader } from '../../company/index.js';
import { DirectoryReader } from '../../directory/index.js';
import type { Id } from '../../kernel/index.js';
import { CSV_TYPE, csvTable, FileStore, type Cell, type TableColumn } from '../../platform/files/index.js';
import type { FileReport } from './file-report.js';
import { FileTally } from './file-tally.js';
import type { LineSpool } from './line-spool.js';
import type { StatementMapping } from './mapping/mapping.js';
import { PeopleOfFile } from './people-of-file.js';
import type { OpenedFile } from './reading/open-file.js';
import { readTable, type StatementDays, type TableBatch, type TableRow } from './read-table.js';
import { statementRowFiles } from './statement.files.js';

/** Cells of a row that are shown beside its reason. */
const SHOWN_COLUMNS = 200;

/** Reads a file to its end without writing a line: what it holds, what it says of itself, and which rows make no line. */
@Injectable()
export class CheckFile {
  constructor(
    private readonly files: FileStore,
    private readonly companies: CompanyReader,
    private readonly directory: DirectoryReader,
  ) {}

  /**
   * @param input `signal` ends it early, with whatever its reason is; `spool` gets the lines, where they are written next
   * @throws what {@link readTable} throws, and NO_LINES; nothing is kept then
   */
  async check(input: {
    companyId: Id;
    vendorAccountId: Id;
    file: OpenedFile;
    fileName: string;
    mapping: StatementMapping;
    givenDays: StatementDays | null;
    signal: AbortSignal;
    spool: LineSpool | null;
  }): Promise<{ report: FileReport; rowsFileId: Id | null }> {
    const { timeZone } = await this.companies.get(input.companyId);
    const people = new PeopleOfFile(this.directory, await this.directory.snapshot(input.companyId), input.vendorAccountId);
    const batches = readTable(input.file, input.mapping, input.givenDays);
    // The table is known with the first batch, and the columns of the other file with it.
    const first = (await batches.next()) as IteratorYieldResult<TableBatch>;
    const { table } = first.value;
    const tally = new FileTally(input.mapping, table);
    const shown = { count: 0 };
    const all = spooled(joined([first.value], batches), input.spool);
    const rows = this.otherRows(all, tally, people, table.header.names.length, shown, input.signal);
    const columns = columnsOf(table.header.names);
    const kept = await this.files.save(
      { name: `rows of ${input.fileName}.csv`, contentType: CSV_TYPE, purpose: statementRowFiles },
      csvTable({ name: 'rows', columns, rows, timeZone }),
    );
    try {
      const report = tally.report(input.file);
      if (shown.count > 0) return { report, rowsFileId: kept.id };
      await this.files.delete(kept.id);
      return { report, rowsFileId: null };
    } catch (error) {
      await this.files.delete(kept.id);
      throw error;
    }
  }

  /** Counts all rows and hands on those that make no line, or whose person is not known. */
  private async *otherRows(
    batches: AsyncIterable<TableBatch>,
    tally: FileTally,
    people: PeopleOfFile,
    width: number,
    shown: { count: number },
    signal: AbortSignal,
  ): AsyncGenerator<readonly Cell[]> {
    for await (const { rows } of batches) {
      signal.throwIfAborted();
      const lines = rows.flatMap((row) => (row.outcome === 'line' ? [row.line] : []));
      const places = await people.find(lines);
      let at = 0;
      for (const row of rows) {
        tally.add(row);
        const unresolved = row.outcome === 'line' && places[at++] === 'unresolved';
        if (unresolved) tally.addUnresolved();
        if (row.outcome === 'line' && !unresolved) continue;
        shown.count += 1;
        yield toCells(row, Math.min(width, SHOWN_COLUMNS));
      }
    }
  }
}

async function* joined<Thing>(first: readonly Thing[], rest: AsyncIterable<Thing>): AsyncGenerator<Thing> {
  yield* first;
  yield* rest;
}

async function* spooled(batches: AsyncIterable<TableBatch>, spool: LineSpool | null): AsyncGenerator<TableBatch> {
  for await (const batch of batches) {
    await spool?.add(batch.rows.filter((row) => row.outcome === 'line'));
    yield batch;
  }
}

function columnsOf(names: readonly string[]): TableColumn[] {
  const text = (header: string): TableColumn => ({ header, kind: 'text' });
  return [
    { header: 'row', kind: 'integer' },
    text('outcome'),
    text('code'),
    text('reason'),
    ...names.slice(0, SHOWN_COLUMNS).map(text),
    text('more'),
  ];
}

/** @param width of the header; what stands beyond it goes into one cell */
function toCells(row: TableRow, width: number): readonly Cell[] {
  const more = row.cells.slice(width).join(' ').trim();
  const cells = [...Array.from({ length: width }, (_, index) => row.cells[index] ?? ''), more];
  if (row.outcome === 'line') return [row.row, 'unresolved', 'PERSON_UNKNOWN', 'a line, but the person is not known for certain', ...cells];
  if (row.outcome === 'refused') return [row.row, 'refused', row.code, row.reason, ...cells];
  return [row.row, row.total ? 'total' : 'ignored', null, row.reason, ...cells];
}
