import { Injectable } from '@nestjs/common';
import { currentCompany, openPage, toConnection, type Connection, type Id, type PageRequest } from '../../kernel/index.js';
import type { Statement } from '../statement.js';
import { StatementRepository, type StatementVersion } from '../statement.repository.js';
import { statementIdOf } from './line-keys.js';
import { FILE_STREAM, type LineDifference, type SavedMapping, type StatementImport } from './statement-import.js';
import { StatementImportRepository } from './statement-import.repository.js';
import { StatementMappingRepository } from './statement-mapping.repository.js';

/** Reads mappings and imports of the running request's company. */
@Injectable()
export class StatementImportReader {
  constructor(
    private readonly imports: StatementImportRepository,
    private readonly mappingRows: StatementMappingRepository,
    private readonly statements: StatementRepository,
  ) {}

  /** Every version of an account's mapping, newest first. */
  mappings(vendorAccountId: Id): Promise<SavedMapping[]> {
    return this.mappingRows.versions(currentCompany(), vendorAccountId);
  }

  /** Imports of an account, or of all, newest first. */
  async page(vendorAccountId: Id | null, request: PageRequest): Promise<Connection<StatementImport>> {
    const keyset = openPage(request, ['id']);
    return toConnection(await this.imports.page(currentCompany(), vendorAccountId, keyset), keyset, ({ id }) => [id]);
  }

  /** For loaders: imports in the order of the ids, null where there is none. */
  async byIds(ids: readonly Id[]): Promise<(StatementImport | null)[]> {
    const found = new Map((await this.imports.byIds(currentCompany(), ids)).map((entry) => [entry.id, entry]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** What an import did to lines that an earlier one had made, in the order of the file. */
  async changes(importId: Id, change: LineDifference['change'] | null, request: PageRequest): Promise<Connection<LineDifference>> {
    const keyset = openPage(request, ['count']);
    const rows = await this.imports.differences(currentCompany(), importId, change, keyset);
    return toConnection(rows, keyset, ({ ordinal }) => [String(ordinal)]);
  }

  /** The statements an import has made, also where it failed in the middle; none where it was only to see what it would give. */
  async statementsOf({ vendorAccountId, dryRun, state, problem, report }: StatementImport): Promise<Statement[]> {
    const stands = state === 'importing' || state === 'done' || problem?.code === 'IMPORT_INCOMPLETE';
    if (dryRun || !report || !stands) return [];
    const externalIds = report.sums.map(({ currency }) => statementIdOf(report.days, currency));
    return this.statements.ofExternalIds(currentCompany(), vendorAccountId, externalIds);
  }

  /** What a statement said in each of its versions, newest first, with the file each came in. */
  async versions(statementId: Id): Promise<(StatementVersion & { importId: Id | null })[]> {
    const versions = await this.statements.versions(currentCompany(), statementId);
    return versions.map((version) => ({ ...version, importId: version.stream === FILE_STREAM ? version.madeBy : null }));
  }
}
