import { Injectable } from '@nestjs/common';
import { DirectoryReader } from '../../directory/index.js';
import type { Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { SinkSource } from '../../sync/index.js';
import type { LineChange } from '../plan-lines.js';
import { RecordLines, type LineToRecord } from '../record-lines.js';
import { RecordStatements } from '../record-statements.js';
import { StatementLineRepository } from '../statement-line.repository.js';
import { StatementRepository } from '../statement.repository.js';
import { canonicalHeader, canonicalLine } from './file-statement.js';
import type { FileReport } from './file-report.js';
import { LineKeys, statementIdOf } from './line-keys.js';
import type { LineOfRow } from './line-spool.js';
import { PeopleOfFile } from './people-of-file.js';
import { FILE_STREAM, type LineDifference, type StatementImport } from './statement-import.js';
import { StatementImportRepository } from './statement-import.repository.js';

/** Lines written in one transaction, and characters of the rows they stand in. */
const COMMIT_LINES = 1_000;
const COMMIT_CHARACTERS = 4 << 20;

/** A file that was checked and is to be written. */
export interface CheckedImport {
  companyId: Id;
  pluginId: string;
  entry: StatementImport;
  report: FileReport;
  /** Its lines as it was checked. */
  lines: AsyncIterable<readonly LineOfRow[]>;
  signal: AbortSignal;
}

interface NamedLine extends LineOfRow {
  statementId: string;
  externalId: string;
}

type Difference = Omit<LineDifference, 'ordinal'>;

/** Writes what a file holds as statements and their lines, through the same use cases as what connections read. */
@Injectable()
export class WriteLines {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly recordStatements: RecordStatements,
    private readonly recordLines: RecordLines,
    private readonly statements: StatementRepository,
    private readonly lines: StatementLineRepository,
    private readonly imports: StatementImportRepository,
    private readonly directory: DirectoryReader,
  ) {}

  /**
   * Writes the headers, then lines from the checkpoint on, and at last takes away what the file has no more. The checkpoint commits with the lines: nothing is
   * lost or doubled wherever it is cut off.
   */
  async write(input: CheckedImport): Promise<void> {
    const source = sourceOf(input);
    const before = await this.statementsBefore(input);
    await this.recordStatements.record(
      source,
      input.report.sums.map((sum) => {
        const statement = canonicalHeader(input.entry, input.report, sum);
        return { externalId: statement.externalId, rawVersion: 1, statement };
      }),
    );
    const keys = new LineKeys();
    const done = await this.writeRows(input, source, keys, before.again);
    for (const statementId of before.ids) await this.removeMissing(input, source, statementId, keys, done);
    await this.withdraw(input, source, before.ids);
  }

  /** Statements of the same days that files made, and whether an earlier file did. */
  private async statementsBefore({ companyId, entry, report }: CheckedImport): Promise<{ ids: string[]; again: boolean }> {
    const own = `file:${report.days.from}:${report.days.to}:`;
    const standing = await this.statements.overlapping(companyId, entry.vendorAccountId, report.days);
    const earlier = await this.imports.standing(companyId, entry.vendorAccountId);
    const again = earlier.some(
      ({ id, state, report: read }) =>
        id !== entry.id && state === 'done' && read?.days.from === report.days.from && read.days.to === report.days.to,
    );
    return { ids: standing.map(({ externalId }) => externalId).filter((id) => id.startsWith(own)), again };
  }

  private async writeRows(input: CheckedImport, source: SinkSource, keys: LineKeys, again: boolean): Promise<number> {
    const { companyId, entry, report, signal } = input;
    const people = new PeopleOfFile(this.directory, await this.directory.snapshot(companyId), entry.vendorAccountId);
    let seen = 0;
    let waiting: NamedLine[] = [];
    let characters = 0;
    // While the database writes some lines, the next are read.
    let writing = Promise.resolve();
    const flush = async (): Promise<void> => {
      const batch = waiting;
      waiting = [];
      characters = 0;
      await writing;
      signal.throwIfAborted();
      const from = seen - batch.length;
      writing = this.commit(source, entry.id, batch, people, from, again);
      // Awaited with the next batch; until then its failure must not count as unhandled.
      writing.catch(() => undefined);
    };
    for await (const lines of input.lines) {
      for (const { row, line } of lines) {
        const statementId = statementIdOf(report.days, line.currency);
        const externalId = keys.name(statementId, line.key);
        seen += 1;
        if (seen <= entry.linesDone) continue;
        waiting.push({ row, line, statementId, externalId });
        // A line without an id of its own is known by its whole row.
        characters += line.key.length;
        if (waiting.length >= COMMIT_LINES || characters >= COMMIT_CHARACTERS) await flush();
      }
    }
    if (waiting.length > 0) await flush();
    await writing;
    return seen;
  }

  private async commit(
    source: SinkSource,
    importId: Id,
    batch: readonly NamedLine[],
    people: PeopleOfFile,
    from: number,
    again: boolean,
  ): Promise<void> {
    const places = await people.find(batch.map(({ line }) => line));
    const records = batch.map(({ row, line, ...names }, index): LineToRecord & { line: ReturnType<typeof canonicalLine> } => ({
      externalId: names.externalId,
      rawVersion: row,
      line: canonicalLine(line, names, places[index]!),
    }));
    await this.uow.run(
      async () => {
        const changes = await this.recordLines.record(source, records);
        const differences = differencesOf(changes, new Map(records.map((record) => [record.externalId, record])));
        const added = differences.filter(({ change }) => change === 'added').length;
        const counts = { added, changed: differences.length - added, removed: 0 };
        await this.imports.advance(source.companyId, importId, { from, to: from + batch.length }, counts, again ? differences : []);
      },
      { company: source.companyId },
    );
  }

  /** Takes away what stood on a statement and is not in the file any more. */
  private async removeMissing(input: CheckedImport, source: SinkSource, statementId: string, keys: LineKeys, done: number): Promise<void> {
    const { companyId, entry, signal } = input;
    let after: Id | null = null;
    for (;;) {
      signal.throwIfAborted();
      const standing = await this.lines.standing(companyId, entry.vendorAccountId, statementId, after, COMMIT_LINES);
      const gone = standing.filter(({ externalId }) => !keys.has(externalId));
      if (gone.length > 0) await this.remove(source, entry.id, gone, done);
      if (standing.length < COMMIT_LINES) return;
      after = standing.at(-1)!.id;
    }
  }

  private async remove(
    source: SinkSource,
    importId: Id,
    gone: Awaited<ReturnType<StatementLineRepository['standing']>>,
    done: number,
  ): Promise<void> {
    await this.uow.run(
      async () => {
        await this.recordLines.record(
          source,
          gone.map(({ externalId }) => ({ externalId, rawVersion: 0, line: null })),
        );
        const differences = gone.map(({ externalId, description, currency, companyShare }): Difference => {
          return { change: 'removed', externalId, description, row: null, currency, before: companyShare, after: null };
        });
        const counts = { added: 0, changed: 0, removed: gone.length };
        await this.imports.advance(source.companyId, importId, { from: done, to: done }, counts, differences);
      },
      { company: source.companyId },
    );
  }

  /** A currency of which the file holds nothing any more has no statement. */
  private async withdraw({ report }: CheckedImport, source: SinkSource, before: readonly string[]): Promise<void> {
    const now = new Set(report.sums.map(({ currency }) => statementIdOf(report.days, currency)));
    const records = before.filter((id) => !now.has(id)).map((externalId) => ({ externalId, rawVersion: 1, statement: null }));
    await this.recordStatements.record(source, records);
  }
}

function sourceOf({ companyId, pluginId, entry }: CheckedImport): SinkSource {
  return { companyId, pluginId, vendorAccountId: entry.vendorAccountId, stream: FILE_STREAM, pluginVersion: entry.id };
}

/** What records did to lines. Corrections of locked months belong to the line they correct, which is among the changes. */
function differencesOf(changes: readonly LineChange[], records: ReadonlyMap<string, LineToRecord>): Difference[] {
  return changes
    .filter(({ after }) => after.correctsId === null)
    .map(({ before, after }) => {
      const record = records.get(after.externalId);
      return {
        change: before === null || before.reversed ? 'added' : 'changed',
        externalId: after.externalId,
        description: after.description,
        row: record?.rawVersion ?? null,
        currency: after.currency,
        before: before && !before.reversed ? before.companyShare : null,
        after: record?.line?.companyShare ?? null,
      };
    });
}
