import type { Provider } from '@nestjs/common';
import { CheckFile } from './check-file.js';
import { PreviewFile } from './preview-file.js';
import { RequestImport } from './request-import.js';
import { RunImport } from './run-import.js';
import { SaveMapping } from './save-mapping.js';
import {
  StatementImportResolver,
  StatementLineFileResolver,
  StatementMappingResolver,
  StatementVersionResolver,
  StatementVersionsResolver,
} from './statement-file.resolver.js';
import { StatementFileWorker } from './statement-file.worker.js';
import { StatementImportReader } from './statement-import-reader.js';
import { StatementImportRepository } from './statement-import.repository.js';
import { StatementMappingRepository } from './statement-mapping.repository.js';
import { WriteLines } from './write-lines.js';

/** What reads statement files, without what the gateway shows of it. */
export const statementFileUseCases: Provider[] = [
  StatementImportRepository,
  StatementMappingRepository,
  StatementImportReader,
  CheckFile,
  WriteLines,
  RunImport,
  StatementFileWorker,
  PreviewFile,
  SaveMapping,
  RequestImport,
];

/** Everything of this folder. */
export const statementFileProviders: Provider[] = [
  ...statementFileUseCases,
  StatementImportResolver,
  StatementMappingResolver,
  StatementVersionsResolver,
  StatementVersionResolver,
  StatementLineFileResolver,
];
