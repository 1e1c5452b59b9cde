import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { ConnectionsReader } from '../../connections/index.js';
import { InterlineError, kernelErrors, type Clock, type Id } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { FileStore } from '../../platform/files/index.js';
import { CheckFile } from './check-file.js';
import { LineSpool, type LineOfRow } from './line-spool.js';
import type { StatementMapping } from './mapping/mapping.js';
import { openFile, type OpenedFile } from './reading/open-file.js';
import { readTable } from './read-table.js';
import type { StatementImport } from './statement-import.js';
import { Overtaken, StatementImportRepository } from './statement-import.repository.js';
import { StatementMappingRepository } from './statement-mapping.repository.js';
import { statementFileErrors } from './statement-file.errors.js';
import { UPLOAD_DAYS } from './statement.files.js';
import { storedBytes } from './stored-bytes.js';
import { WriteLines } from './write-lines.js';
import { StatementRepository } from '../statement.repository.js';

/** Runs that may fail on our side, or end their process, before an import is given up. */
export const MAX_ATTEMPTS = 3;

/**
 * Imports a file that was asked for: reads it to its end first, so that nothing of a file that turns out wrong is ever written, then writes line by line. May be
 * cut off at any place; the next run goes on from the last checkpoint.
 */
@Injectable()
export class RunImport {
  /** Runs that were cut off by what is not their file's fault, while the database could not be told. */
  private readonly owed = new Map<Id, Id>();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly imports: StatementImportRepository,
    private readonly mappings: StatementMappingRepository,
    private readonly statements: StatementRepository,
    private readonly accounts: ConnectionsReader,
    private readonly files: FileStore,
    private readonly checking: CheckFile,
    private readonly writing: WriteLines,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Runs the account's oldest open import to its end, or until the signal. What is wrong with the file is written down. What may pass throws and is tried again,
   * without counting; what fails otherwise, and what ended the process, is tried {@link MAX_ATTEMPTS} times.
   * @returns whether there was one
   */
  async next(companyId: Id, vendorAccountId: Id, signal: AbortSignal): Promise<boolean> {
    await this.settle();
    const entry = await this.imports.nextOpen(companyId, vendorAccountId);
    if (!entry) return false;
    if (entry.attempts >= MAX_ATTEMPTS) await this.giveUp(companyId, entry, null);
    else await this.run(companyId, entry, signal);
    return true;
  }

  private async run(companyId: Id, entry: StatementImport, signal: AbortSignal): Promise<void> {
    await this.imports.begin(companyId, entry);
    try {
      await this.import(companyId, entry, signal);
    } catch (error) {
      if (error instanceof Overtaken) throw error;
      if (signal.aborted || (error instanceof InterlineError && error.retryable)) {
        this.owed.set(entry.id, companyId);
        await this.settle().catch(() => undefined);
        throw error;
      }
      const [now] = await this.imports.byIds(companyId, [entry.id]);
      const users = error instanceof InterlineError && error.owner === 'user';
      if (users || now!.attempts >= MAX_ATTEMPTS) await this.giveUp(companyId, now!, users ? error : null);
      // Tried again, or for the log.
      if (!users) throw error;
    }
  }

  private async import(companyId: Id, entry: StatementImport, signal: AbortSignal): Promise<void> {
    let at = entry;
    const move = async (to: StatementImport['state']): Promise<void> => {
      await this.imports.move(companyId, at, to, this.clock.now());
      at = { ...at, state: to };
    };
    if (at.state === 'queued') await move('checking');
    const { file, mapping } = await this.open(companyId, at);
    let spool: LineSpool | null = null;
    try {
      if (!at.report) {
        if (!at.dryRun) spool = await LineSpool.open();
        at = await this.checked(companyId, at, file, mapping, signal, spool);
      }
      if (at.report!.lines === 0) throw statementFileErrors.NO_LINES('no row of the file made a line');
      if (at.dryRun) return await move('done');
      if (at.state === 'checking') {
        await this.refuseOverlaps(companyId, at);
        await move('importing');
      }
      await this.write(companyId, at, spool?.batches() ?? linesOf(file, mapping, at.givenDays), signal);
    } finally {
      await spool?.close();
      await file.close();
    }
    // Both or none: what is done is not looked at again.
    await this.uow.run(
      async () => {
        await move('done');
        await this.remember(companyId, at.id);
      },
      { company: companyId },
    );
  }

  /** Takes back what was counted of runs that were cut off. */
  private async settle(): Promise<void> {
    for (const [id, companyId] of this.owed) {
      await this.imports.giveBack(companyId, id);
      this.owed.delete(id);
    }
  }

  /** Ends an import that cannot be done. @param cause what the file's sender can mend; null where it is ours */
  private async giveUp(companyId: Id, entry: StatementImport, cause: InterlineError | null): Promise<void> {
    const why = cause?.message ?? `reading the file failed ${entry.attempts} times on our side`;
    const written = `${entry.linesDone} of ${entry.report?.lines ?? 0} lines are written`;
    const { code, message } =
      entry.state === 'importing'
        ? statementFileErrors.IMPORT_INCOMPLETE(`${written}: ${why}`)
        : (cause ?? statementFileErrors.IMPORT_GAVE_UP(why));
    await this.imports.move(companyId, entry, 'failed', this.clock.now(), { code, message });
    if (entry.state !== 'importing' && !(await this.imports.standsOn(companyId, entry.fileId)))
      await this.files.letGo(entry.fileId, UPLOAD_DAYS);
  }

  private async open(companyId: Id, entry: StatementImport): Promise<{ file: OpenedFile; mapping: StatementMapping }> {
    const saved = await this.mappings.find(companyId, entry.vendorAccountId, entry.mappingVersion);
    const stored = await this.files.find(entry.fileId);
    if (!stored || !saved) throw kernelErrors.NOT_FOUND('the file is gone');
    const file = await openFile(storedBytes(this.files, stored), saved.document);
    return { file, mapping: saved.document };
  }

  private async checked(
    companyId: Id,
    entry: StatementImport,
    file: OpenedFile,
    mapping: StatementMapping,
    signal: AbortSignal,
    spool: LineSpool | null,
  ): Promise<StatementImport> {
    const { vendorAccountId, fileName, givenDays } = entry;
    const reading = { companyId, vendorAccountId, file, fileName, mapping, givenDays, signal, spool };
    const { report, rowsFileId } = await this.checking.check(reading);
    try {
      await this.imports.saveReport(companyId, entry.id, report, rowsFileId);
    } catch (error) {
      if (error instanceof Overtaken && rowsFileId !== null) await this.files.delete(rowsFileId);
      throw error;
    }
    return { ...entry, report, rowsFileId };
  }

  /** Money that stands on a statement of other days, or on one the vendor's connection reads, must not count twice. */
  private async refuseOverlaps(companyId: Id, entry: StatementImport): Promise<void> {
    const { days } = entry.report!;
    const own = `file:${days.from}:${days.to}:`;
    const overlapping = (await this.statements.overlapping(companyId, entry.vendorAccountId, days)).filter(
      ({ externalId }) => !externalId.startsWith(own),
    );
    const [first] = overlapping;
    if (!first) return;
    throw statementFileErrors.STATEMENT_OVERLAPS(
      `the statement ${first.title ?? first.externalId} from ${first.from} to ${first.to} is for some of the days from ${days.from} to ${days.to}`,
      { extensions: { statements: overlapping.map(({ id }) => id) } },
    );
  }

  private async write(
    companyId: Id,
    entry: StatementImport,
    lines: AsyncIterable<readonly LineOfRow[]>,
    signal: AbortSignal,
  ): Promise<void> {
    const [account] = await this.accounts.vendorAccounts([entry.vendorAccountId], companyId);
    await this.writing.write({ companyId, pluginId: account?.pluginId ?? '', entry, report: entry.report!, lines, signal });
  }

  private async remember(companyId: Id, id: Id): Promise<void> {
    const [done] = await this.imports.byIds(companyId, [id]);
    const { vendorAccountId, fileName, fileSha256, mappingVersion, added, changed, removed } = done!;
    const detail = { vendorAccountId, fileName, fileSha256, mappingVersion, added, changed, removed };
    await this.audit.record({ action: 'statements.file.imported', target: `statement_import:${id}`, detail }, companyId);
  }
}

/** The lines of a file, read as it was checked, so that every row is again what it was. */
async function* linesOf(file: OpenedFile, mapping: StatementMapping, givenDays: StatementImport['givenDays']): AsyncGenerator<LineOfRow[]> {
  for await (const { rows } of readTable(file, mapping, givenDays)) yield rows.filter((row) => row.outcome === 'line');
}
