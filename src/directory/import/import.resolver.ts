import { Args, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { currentCompany, InterlineError, isId, openPage, toConnection, type Connection } from '../../kernel/index.js';
import type {
  DirectoryImportChangesArgs,
  MutationApplyDirectoryImportArgs,
  MutationPreviewDirectoryImportArgs,
} from '../../platform/graphql/index.js';
import { ApplyImport } from './apply-import.js';
import { ImportRepository, type DirectoryImport, type ImportChange, type ImportProblem } from './import.repository.js';
import { OpenSources } from './open-sources.js';
import { PreviewImport } from './preview-import.js';

/** Problems an answer lists; the file has all. */
const LISTED = 500;

/** Imports of the directory at the gateway. */
@Resolver('DirectoryImport')
export class ImportResolver {
  constructor(
    private readonly imports: ImportRepository,
    private readonly sources: OpenSources,
    private readonly previewing: PreviewImport,
    private readonly applying: ApplyImport,
  ) {}

  @Query('directoryImport')
  directoryImport(@Args('id') id: string): Promise<DirectoryImport | null> | null {
    return isId(id) ? this.imports.find(currentCompany(), id) : null;
  }

  @Mutation('previewDirectoryImport')
  async preview(@Args() { input }: MutationPreviewDirectoryImportArgs): Promise<object> {
    const opened = await this.sources.open(input);
    if ('field' in opened) return { __typename: 'InputProblem', code: 'BAD_INPUT', message: opened.problem, field: opened.field };
    const preview = await this.previewing.preview({ ...opened, complete: input.complete ?? true });
    return { __typename: 'DirectoryImport', ...preview };
  }

  @Mutation('applyDirectoryImport')
  async apply(@Args() { input }: MutationApplyDirectoryImportArgs): Promise<object> {
    const result = await this.applying.apply(input.id);
    if (result instanceof InterlineError) return { __typename: 'StateProblem', code: result.code, message: result.message };
    return { __typename: 'DirectoryImport', ...result };
  }

  @ResolveField('changes')
  async changes(entry: DirectoryImport, args: DirectoryImportChangesArgs): Promise<Connection<ImportChange>> {
    const keyset = openPage(args, ['text', 'count']);
    const rows = await this.imports.changes(currentCompany(), entry.id, args.kind ?? null, keyset);
    return toConnection(rows, keyset, (change) => [change.kind, String(change.ordinal)]);
  }

  @ResolveField('problems')
  problems(entry: DirectoryImport): Promise<ImportProblem[]> {
    return this.imports.problems(currentCompany(), entry.id, LISTED);
  }

  @ResolveField('problemFileUrl')
  problemFileUrl(entry: DirectoryImport): string | null {
    return entry.problemFileId && `/files/${entry.problemFileId}`;
  }
}
