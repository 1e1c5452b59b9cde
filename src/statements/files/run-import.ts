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
import { storedBytes } from './stored-bytes.js';
import { WriteLines } from './write-lines.js';
import { StatementRepository } from '../statement.repository.js';

/**
 * Reads a file that was asked for: to its end first, so that nothing of a file that turns out wrong is ever written, then line by line. May be cut off at any
 * place; the next run goes on from the last checkpoint.
 */
@Injectable()
export class RunImport {
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

  /** Runs to the end, or until the signal. What is wrong with the file is written down; what may pass throws, and is tried again. */
  async run(companyId: Id, entry: StatementImport, signal: AbortSignal): Promise<void> {
    let at = entry;
    const move = async (to: StatementImport['state'], problem: StatementImport['problem'] = null): Promise<void> => {
      await this.imports.move(companyId, at, to, this.clock.now(), problem);
      at = { ...at, state: to };
    };
    let spool: LineSpool | null = null;
    try {
      if (at.state === 'queued') await move('checking');
      const { file, mapping } = await this.open(companyId, at);
      if (!at.report) {
        if (!at.dryRun) spool = await LineSpool.open();
        at = await this.checked(companyId, at, file, mapping, signal, spool);
      }
      if (at.dryRun) return await move('done');
      if (at.state === 'checking') {
        await this.refuseOverlaps(companyId, at);
        await move('importing');
      }
      await this.write(companyId, at, spool?.batches() ?? linesOf(file, mapping, at.givenDays), signal);
      // Both or none: what is done is not looked at again.
      await this.uow.run(
        async () => {
          await move('done');
          await this.remember(companyId, at.id);
        },
        { company: companyId },
      );
    } catch (error) {
      if (signal.aborted || error instanceof Overtaken || (error instanceof InterlineError && error.retryable)) throw error;
      const known = error instanceof InterlineError && error.owner === 'user';
      const shown = known ? error : kernelErrors.INTERNAL('something failed on our side');
      await move('failed', { code: shown.code, message: shown.message });
      // For the log.
      if (!known) throw error;
    } finally {
      await spool?.close();
    }
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
    const { report, rowsFileId } = await this.checking.check({
      companyId,
      vendorAccountId,
      file,
      fileName,
      mapping,
      givenDays,
      signal,
      spool,
    });
    await this.imports.saveReport(companyId, entry.id, report, rowsFileId);
    if (report.lines === 0) throw statementFileErrors.NO_LINES('no row of the file made a line');
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
