import { Args, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ConnectionsReader, type VendorAccount } from '../../connections/index.js';
import { InterlineError, isId, kernelErrors, type BusinessDate, type Connection, type Id } from '../../kernel/index.js';
import {
  toMoney,
  type GatewayContext,
  type MoneyNode,
  type MutationImportStatementFileArgs,
  type MutationSaveStatementMappingArgs,
  type QueryPreviewStatementFileArgs,
  type QueryStatementImportArgs,
  type QueryStatementImportsArgs,
  type QueryStatementMappingsArgs,
  type StatementImportChangesArgs,
} from '../../platform/graphql/index.js';
import { toStatementNode, type StatementLineNode, type StatementNode } from '../statement-node.js';
import type { StatementVersion } from '../statement.repository.js';
import type { MappingProblem } from './mapping/mapping.js';
import { PreviewFile } from './preview-file.js';
import type { StatementDays } from './read-table.js';
import { RequestImport } from './request-import.js';
import { SaveMapping } from './save-mapping.js';
import { FILE_STREAM, type SavedMapping, type StatementImport } from './statement-import.js';
import { toChangeNode, toPreviewNode, toReportNode } from './statement-import-node.js';
import { StatementImportReader } from './statement-import-reader.js';

const ACCOUNTS = Symbol('vendor accounts of statement files');
const IMPORTS = Symbol('statement imports');

/** Statement files at the gateway: previews, mappings, imports. */
@Resolver('StatementImport')
export class StatementImportResolver {
  constructor(
    private readonly reader: StatementImportReader,
    private readonly accounts: ConnectionsReader,
    private readonly previewing: PreviewFile,
    private readonly saving: SaveMapping,
    private readonly requesting: RequestImport,
  ) {}

  @Query('previewStatementFile')
  async preview(@Args() { input }: QueryPreviewStatementFileArgs): Promise<object> {
    const problems = idProblems(input);
    if (problems.length > 0) return inputProblem(problems);
    return orProblem(async () => {
      const preview = await this.previewing.preview(input.fileId, input.vendorAccountId, input.mapping ?? null);
      return 'problems' in preview ? inputProblem(preview.problems) : { __typename: 'StatementFilePreview', ...toPreviewNode(preview) };
    });
  }

  @Query('statementMappings')
  mappings(@Args() { vendorAccountId }: QueryStatementMappingsArgs): Promise<SavedMapping[]> | [] {
    return isId(vendorAccountId) ? this.reader.mappings(vendorAccountId) : [];
  }

  @Query('statementImports')
  page(@Args() { vendorAccountId, ...page }: QueryStatementImportsArgs): Promise<Connection<StatementImport>> {
    if (vendorAccountId != null && !isId(vendorAccountId)) throw kernelErrors.NOT_FOUND('there is no such account');
    return this.reader.page(vendorAccountId ?? null, page);
  }

  @Query('statementImport')
  async one(@Args() { id }: QueryStatementImportArgs): Promise<StatementImport | null> {
    return isId(id) ? (await this.reader.byIds([id]))[0]! : null;
  }

  @Mutation('saveStatementMapping')
  async save(@Args() { input }: MutationSaveStatementMappingArgs): Promise<object> {
    const problems = idProblems(input);
    const result = problems.length > 0 ? { problems } : await this.saving.save(input.vendorAccountId, input.mapping);
    return 'problems' in result ? inputProblem(result.problems) : { __typename: 'StatementMapping', ...result.saved };
  }

  @Mutation('importStatementFile')
  async import(@Args() { input }: MutationImportStatementFileArgs): Promise<object> {
    const { from, to } = input;
    const problems = [...idProblems(input), ...daysProblems(from, to)];
    if (problems.length > 0) return inputProblem(problems);
    return orProblem(async () => {
      const days: StatementDays | null = from != null && to != null ? { from, to } : null;
      const { fileId, vendorAccountId, mappingVersion = null, dryRun } = input;
      const result = await this.requesting.request({ fileId, vendorAccountId, mappingVersion, dryRun: dryRun ?? false, days });
      return 'problems' in result ? inputProblem(result.problems) : { __typename: 'StatementImport', ...result.entry };
    });
  }

  @ResolveField('vendorAccount')
  vendorAccount({ vendorAccountId }: StatementImport, _args: unknown, context: GatewayContext): Promise<VendorAccount | null> {
    return accountOf(this.accounts, vendorAccountId, context);
  }

  @ResolveField('report')
  report({ report }: StatementImport): object | null {
    return report && toReportNode(report);
  }

  @ResolveField('fileUrl')
  fileUrl({ fileId }: StatementImport): string {
    return `/files/${fileId}`;
  }

  @ResolveField('rowsFileUrl')
  rowsFileUrl({ rowsFileId }: StatementImport): string | null {
    return rowsFileId && `/files/${rowsFileId}`;
  }

  @ResolveField('changes')
  async changes({ id }: StatementImport, { change, ...page }: StatementImportChangesArgs): Promise<Connection<object>> {
    const found = await this.reader.changes(id, change ?? null, page);
    return {
      edges: found.edges.map(({ cursor, node }) => ({ cursor, node: toChangeNode(node) })),
      nodes: found.nodes.map(toChangeNode),
      pageInfo: found.pageInfo,
    };
  }

  @ResolveField('statements')
  async statements(entry: StatementImport): Promise<StatementNode[]> {
    return (await this.reader.statementsOf(entry)).map(toStatementNode);
  }
}

/** The account of a mapping. */
@Resolver('StatementMapping')
export class StatementMappingResolver {
  constructor(private readonly accounts: ConnectionsReader) {}

  @ResolveField('vendorAccount')
  vendorAccount({ vendorAccountId }: SavedMapping, _args: unknown, context: GatewayContext): Promise<VendorAccount | null> {
    return accountOf(this.accounts, vendorAccountId, context);
  }
}

type VersionNode = Omit<StatementVersion, 'payable'> & { payable: MoneyNode; importId: Id | null };

/** Versions of a statement. */
@Resolver('Statement')
export class StatementVersionsResolver {
  constructor(private readonly reader: StatementImportReader) {}

  @ResolveField('versions')
  async versions({ id }: StatementNode): Promise<VersionNode[]> {
    return (await this.reader.versions(id)).map((version) => ({ ...version, payable: toMoney(version.payable, version.currency) }));
  }
}

/** The file behind a version. */
@Resolver('StatementVersion')
export class StatementVersionResolver {
  constructor(private readonly reader: StatementImportReader) {}

  @ResolveField('import')
  import({ importId }: VersionNode, _args: unknown, context: GatewayContext): Promise<StatementImport | null> | null {
    return importId === null ? null : importOf(this.reader, importId, context);
  }
}

/** The file behind a line. */
@Resolver('StatementLine')
export class StatementLineFileResolver {
  constructor(private readonly reader: StatementImportReader) {}

  @ResolveField('fileImport')
  fileImport(
    { stream, pluginVersion }: StatementLineNode,
    _args: unknown,
    context: GatewayContext,
  ): Promise<StatementImport | null> | null {
    return stream === FILE_STREAM ? importOf(this.reader, pluginVersion, context) : null;
  }

  @ResolveField('fileRow')
  fileRow({ stream, rawVersion }: StatementLineNode): number | null {
    return stream === FILE_STREAM && rawVersion > 0 ? rawVersion : null;
  }
}

function importOf(reader: StatementImportReader, id: Id, { loaders }: GatewayContext): Promise<StatementImport | null> {
  return loaders.get<Id, StatementImport>(IMPORTS, (ids) => reader.byIds(ids)).load(id);
}

function accountOf(accounts: ConnectionsReader, id: Id, { loaders }: GatewayContext): Promise<VendorAccount | null> {
  return loaders.get<Id, VendorAccount>(ACCOUNTS, (ids) => accounts.vendorAccounts(ids)).load(id);
}

/** Expected failures as values; anything else throws. */
async function orProblem(work: () => Promise<object>): Promise<object> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InterlineError) || error.owner !== 'user') throw error;
    return { __typename: 'StateProblem', code: error.code, message: error.message };
  }
}

function idProblems(input: { fileId?: string; vendorAccountId: string }): MappingProblem[] {
  const { fileId, vendorAccountId } = input;
  return Object.entries({ ...(fileId !== undefined && { fileId }), vendorAccountId }).flatMap(([field, id]) =>
    isId(id) ? [] : [{ field, problem: 'is not an id' }],
  );
}

function daysProblems(from: BusinessDate | null | undefined, to: BusinessDate | null | undefined): MappingProblem[] {
  if ((from == null) !== (to == null)) return [{ field: from == null ? 'from' : 'to', problem: 'goes with the other day' }];
  return from != null && to != null && from > to ? [{ field: 'to', problem: 'lies before from' }] : [];
}

function inputProblem(problems: readonly MappingProblem[]): object {
  const message = problems.map(({ field, problem }) => `${field}: ${problem}`).join('; ');
  return { __typename: 'InputProblem', code: 'BAD_INPUT', message, field: problems[0]!.field, problems };
}
