import { Test, type TestingModule } from '@nestjs/testing';
import { asSystem, TestPlatform } from '../audit/test-platform.fixture.js';
import { InterlineError, type Clock, type Id } from '../kernel/index.js';
import type { TestDatabase } from '../platform/database/test-database.js';
import { FileStore } from '../platform/files/index.js';
import type { PreviewDirectoryImportInput } from '../platform/graphql/index.js';
import { DirectoryModule } from './directory.module.js';
import { importFiles } from './directory.files.js';
import { DirectoryReader } from './directory-reader.js';
import { ApplyImport } from './import/apply-import.js';
import {
  ImportRepository,
  type DirectoryImport,
  type ImportChange,
  type ImportProblem,
  type ImportSummary,
} from './import/import.repository.js';
import { OpenSources } from './import/open-sources.js';
import { PreviewImport } from './import/preview-import.js';

/** The directory on a test database, spoken to as the import mutations do. */
export class TestDirectory {
  private constructor(readonly module: TestingModule) {}

  static async on(db: TestDatabase, clock: Clock): Promise<TestDirectory> {
    return new TestDirectory(await Test.createTestingModule({ imports: [TestPlatform.on(db, clock), DirectoryModule] }).compile());
  }

  get reader(): DirectoryReader {
    return this.module.get(DirectoryReader);
  }

  /** Uploads a CSV file. @returns its id */
  upload(company: Id, content: string | Buffer, name = 'people.csv'): Promise<Id> {
    const file = { name, contentType: 'text/csv', purpose: importFiles };
    return asSystem(company, async () => (await this.module.get(FileStore).save(file, Buffer.from(content))).id);
  }

  preview(company: Id, input: PreviewDirectoryImportInput): Promise<DirectoryImport> {
    return asSystem(company, async () => {
      const opened = await this.module.get(OpenSources).open(input);
      if ('field' in opened) throw new Error(`${opened.field}: ${opened.problem}`);
      return this.module.get(PreviewImport).preview({ ...opened, complete: input.complete ?? true });
    });
  }

  apply(company: Id, id: Id): Promise<DirectoryImport | InterlineError> {
    return asSystem(company, () => this.module.get(ApplyImport).apply(id));
  }

  /** Previews and applies. @returns the summary without its zeros */
  async import(company: Id, input: PreviewDirectoryImportInput): Promise<Partial<ImportSummary>> {
    const preview = await this.preview(company, input);
    const applied = await this.apply(company, preview.id);
    if (applied instanceof InterlineError) throw applied;
    return withoutZeros(applied.summary);
  }

  changes(company: Id, id: Id): Promise<ImportChange[]> {
    return this.module.get(ImportRepository).changes(company, id, null, { limit: 200, after: null });
  }

  problems(company: Id, id: Id): Promise<ImportProblem[]> {
    return this.module.get(ImportRepository).problems(company, id, 1000);
  }
}

/** A summary as it reads. */
export function withoutZeros(summary: ImportSummary): Partial<ImportSummary> {
  return Object.fromEntries(Object.entries(summary).filter(([, count]) => count > 0));
}
