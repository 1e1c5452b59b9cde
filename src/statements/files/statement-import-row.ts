import type { Id } from '../../kernel/index.js';
import type { FileReport } from './file-report.js';
import type { StatementDays } from './read-table.js';
import type { LineDifference, StatementImport } from './statement-import.js';
import type { StatementImportState } from './statement-import.states.js';

/** A row of `statement_imports` as SQL gives it. */
export interface ImportRow {
  id: Id;
  vendor_account_id: Id;
  mapping_version: number;
  file_id: Id;
  file_name: string;
  file_sha256: string;
  dry_run: boolean;
  given_from: string | null;
  given_to: string | null;
  state: StatementImportState;
  attempts: number;
  report: FileReport | null;
  rows_file_id: Id | null;
  lines_done: number;
  added: number;
  changed: number;
  removed: number;
  problem_code: string | null;
  problem_message: string | null;
  requested_by: string;
  requested_at: Date;
  finished_at: Date | null;
}

/** A row of `statement_import_changes` as SQL gives it. */
export interface DifferenceRow {
  ordinal: number;
  change: LineDifference['change'];
  line_external_id: string;
  description: string | null;
  file_row: number | null;
  currency: string;
  share_before: string | null;
  share_after: string | null;
}

/** Whole imports. */
export const SELECT_IMPORT = `SELECT id, vendor_account_id, mapping_version, file_id, file_name, file_sha256, dry_run, given_from::text, given_to::text, state, attempts, report,
  rows_file_id, lines_done, added, changed, removed, problem_code, problem_message, requested_by, requested_at, finished_at FROM statement_imports`;

/** Reads a whole row. */
export function toImport(row: ImportRow): StatementImport {
  return {
    id: row.id,
    vendorAccountId: row.vendor_account_id,
    mappingVersion: row.mapping_version,
    fileId: row.file_id,
    fileName: row.file_name,
    fileSha256: row.file_sha256,
    dryRun: row.dry_run,
    givenDays: days(row.given_from, row.given_to),
    state: row.state,
    attempts: row.attempts,
    report: row.report,
    rowsFileId: row.rows_file_id,
    linesDone: row.lines_done,
    added: row.added,
    changed: row.changed,
    removed: row.removed,
    problem: row.problem_code === null ? null : { code: row.problem_code, message: row.problem_message ?? '' },
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    finishedAt: row.finished_at,
  };
}

function days(from: string | null, to: string | null): StatementDays | null {
  return from === null || to === null ? null : { from, to };
}

/** Reads a whole row. */
export function toDifference(row: DifferenceRow): LineDifference {
  return {
    ordinal: row.ordinal,
    change: row.change,
    externalId: row.line_external_id,
    description: row.description,
    row: row.file_row,
    currency: row.currency,
    before: row.share_before === null ? null : BigInt(row.share_before),
    after: row.share_after === null ? null : BigInt(row.share_after),
  };
}
