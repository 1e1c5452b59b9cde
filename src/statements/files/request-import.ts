import { Inject, Injectable } from '@nestjs/common';
import { ConnectionsReader } from '../../connections/index.js';
import { currentCompany, newId, type Clock, type Id } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { FileStore, type StoredFile } from '../../platform/files/index.js';
import { actorName } from './actor-name.js';
import type { MappingProblem } from './mapping/mapping.js';
import type { StatementDays } from './read-table.js';
import { statementFiles } from './statement.files.js';
import { statementFileErrors } from './statement-file.errors.js';
import { StatementFileWorker } from './statement-file.worker.js';
import type { StatementImport } from './statement-import.js';
import { StatementImportRepository } from './statement-import.repository.js';
import { StatementMappingRepository } from './statement-mapping.repository.js';
import { StatementRepository } from '../statement.repository.js';
import { statementIdOf } from './line-keys.js';

/** What somebody asks for. */
export interface NewImport {
  fileId: Id;
  vendorAccountId: Id;
  /** Of the account's mapping; null takes the newest. */
  mappingVersion: number | null;
  dryRun: boolean;
  /** The days the statement is for, where neither the file nor its rows should say it. */
  days: StatementDays | null;
}

/** Asks for a file to be imported, by a mapping of its account. */
@Injectable()
export class RequestImport {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly files: FileStore,
    private readonly accounts: ConnectionsReader,
    private readonly mappings: StatementMappingRepository,
    private readonly imports: StatementImportRepository,
    private readonly statements: StatementRepository,
    private readonly worker: StatementFileWorker,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The import, which a worker does: look at it again until it is done. The very file that made the statement which stands is not imported twice; the answer is
   * then the import that was.
   * @throws MAPPING_MISSING
   */
  async request(input: NewImport): Promise<{ entry: StatementImport } | { problems: MappingProblem[] }> {
    const companyId = currentCompany();
    const file = await this.files.find(input.fileId);
    if (file?.purpose !== statementFiles.name)
      return { problems: [{ field: 'fileId', problem: `is no file that was uploaded for ${statementFiles.name}` }] };
    const [account] = await this.accounts.vendorAccounts([input.vendorAccountId], companyId);
    if (!account) return { problems: [{ field: 'vendorAccountId', problem: 'is not an account of the company' }] };
    const mapping = await this.mappings.find(companyId, input.vendorAccountId, input.mappingVersion);
    if (!mapping && input.mappingVersion !== null)
      return { problems: [{ field: 'mappingVersion', problem: "is no version of the account's mapping" }] };
    if (!mapping) throw statementFileErrors.MAPPING_MISSING('the account has no mapping yet; make one on a preview of the file');
    const entry = this.entryOf(input, file, mapping.version);
    const { standing } = await this.uow.run(async () => {
      const same = input.dryRun ? null : sameFile(entry, await this.imports.standing(companyId, input.vendorAccountId));
      const stands = same && (await this.stands(companyId, same)) ? same : null;
      if (!stands) {
        await this.imports.insert(companyId, entry);
        if (!input.dryRun) await this.files.keep(file.id);
      }
      return { standing: stands };
    });
    if (standing) return { entry: standing };
    await this.worker.hurry(companyId, input.vendorAccountId);
    return { entry };
  }

  /** What somebody has withdrawn may be read again. */
  private async stands(companyId: Id, { vendorAccountId, report }: StatementImport): Promise<boolean> {
    if (!report) return true;
    const ids = report.sums.map(({ currency }) => statementIdOf(report.days, currency));
    return (await this.statements.ofExternalIds(companyId, vendorAccountId, ids)).every(({ withdrawn }) => !withdrawn);
  }

  private entryOf(input: NewImport, file: StoredFile, mappingVersion: number): StatementImport {
    return {
      id: newId(),
      vendorAccountId: input.vendorAccountId,
      mappingVersion,
      fileId: file.id,
      fileName: file.name,
      fileSha256: file.sha256,
      dryRun: input.dryRun,
      givenDays: input.days,
      state: 'queued',
      attempts: 0,
      report: null,
      rowsFileId: null,
      linesDone: 0,
      added: 0,
      changed: 0,
      removed: 0,
      problem: null,
      requestedBy: actorName(),
      requestedAt: this.clock.now(),
      finishedAt: null,
    };
  }
}

/** The import of the same bytes by the same mapping, unless another file has been read for the same days since. */
function sameFile(entry: StatementImport, standing: readonly StatementImport[]): StatementImport | null {
  const same = standing.find(
    ({ fileSha256, mappingVersion, givenDays }) =>
      fileSha256 === entry.fileSha256 && mappingVersion === entry.mappingVersion && daysKey(givenDays) === daysKey(entry.givenDays),
  );
  if (!same?.report) return same ?? null;
  const newest = standing.find(({ report }) => !report || daysKey(report.days) === daysKey(same.report!.days));
  return newest === same ? same : null;
}

function daysKey(days: StatementDays | null): string {
  return days ? `${days.from}:${days.to}` : '';
}
