import type { Id } from '../../kernel/index.js';
import type { FileReport } from './file-report.js';
import type { StatementMapping } from './mapping/mapping.js';
import type { StatementDays } from './read-table.js';
import type { StatementImportState } from './statement-import.states.js';

/** A mapping as it was saved for a vendor account. */
export interface SavedMapping {
  vendorAccountId: Id;
  version: number;
  document: StatementMapping;
  createdBy: string;
  createdAt: Date;
}

/** One import of an uploaded file. */
export interface StatementImport {
  id: Id;
  vendorAccountId: Id;
  mappingVersion: number;
  fileId: Id;
  fileName: string;
  /** Lower-case hex. */
  fileSha256: string;
  /** Only to see what it would give. */
  dryRun: boolean;
  /** The days somebody said the statement is for. */
  givenDays: StatementDays | null;
  state: StatementImportState;
  /** Runs since it last got on that neither ended nor were handed back; the running one counts. */
  attempts: number;
  /** Null until the file has been read to its end. */
  report: FileReport | null;
  /** Rows that made no line, or whose person is not known; null where there are none. */
  rowsFileId: Id | null;
  /** Lines that are committed; the checkpoint. */
  linesDone: number;
  added: number;
  changed: number;
  removed: number;
  problem: { code: string; message: string } | null;
  requestedBy: string;
  requestedAt: Date;
  finishedAt: Date | null;
}

/** What a file that was issued again did to one line. Shares are company shares in minor units. */
export interface LineDifference {
  ordinal: number;
  change: 'added' | 'changed' | 'removed';
  externalId: string;
  description: string | null;
  /** Of the file; null for a line it has no more. */
  row: number | null;
  currency: string;
  before: bigint | null;
  after: bigint | null;
}

/** The stream under which lines of files are kept: their `rawVersion` is the row, their `pluginVersion` the import. */
export const FILE_STREAM = 'file';
