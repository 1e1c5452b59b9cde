import { defineStates } from '../../kernel/index.js';

/** Where the import of a file stands. */
export type StatementImportState = 'queued' | 'checking' | 'importing' | 'done' | 'failed';

/** A file is read to its end before its first line is written; what fails is asked for anew. */
export const statementImportStates = defineStates<StatementImportState>('statement import', {
  queued: ['checking', 'failed'],
  checking: ['importing', 'done', 'failed'],
  importing: ['done', 'failed'],
  done: [],
  failed: [],
});
