import type { ErrorOwner, Id } from '../kernel/index.js';
import type { SyncRun } from './sync-run.js';
import type { SyncRunState } from './sync-run.states.js';

/** A run as its table has it. */
export interface SyncRunRow {
  id: Id;
  connection_id: Id;
  vendor_account_id: Id;
  stream: string;
  state: SyncRunState;
  window_from: Date;
  window_to: Date;
  external_ids: string[] | null;
  pages: number;
  records: string;
  distinct_records: string;
  share_sum: string;
  changed: string;
  repeated: string;
  quarantined: string;
  vanished: string;
  vendor_count: string | null;
  vendor_sum: string | null;
  attempts: number;
  rereads: number;
  reread_by: Id | null;
  due_at: Date | null;
  trouble_code: string | null;
  trouble_message: string;
  trouble_owner: ErrorOwner;
  trouble_since: Date;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

/** The columns of {@link SyncRunRow}. */
export const RUN_COLUMNS = `id, connection_id, vendor_account_id, stream, state, window_from, window_to, external_ids, pages, records, distinct_records, share_sum,
  changed, repeated, quarantined, vanished, vendor_count, vendor_sum, attempts, rereads, reread_by, due_at,
  trouble_code, trouble_message, trouble_owner, trouble_since, created_at, started_at, finished_at`;

/** A run out of its row. */
export function toSyncRun(row: SyncRunRow): SyncRun {
  return {
    id: row.id,
    connectionId: row.connection_id,
    vendorAccountId: row.vendor_account_id,
    stream: row.stream,
    state: row.state,
    windowFrom: row.window_from,
    windowTo: row.window_to,
    externalIds: row.external_ids,
    pages: row.pages,
    records: Number(row.records),
    distinctRecords: Number(row.distinct_records),
    shareSum: BigInt(row.share_sum),
    changed: Number(row.changed),
    repeated: Number(row.repeated),
    quarantined: Number(row.quarantined),
    vanished: Number(row.vanished),
    vendorCount: row.vendor_count === null ? null : Number(row.vendor_count),
    vendorSum: row.vendor_sum === null ? null : BigInt(row.vendor_sum),
    attempts: row.attempts,
    rereads: row.rereads,
    rereadBy: row.reread_by,
    dueAt: row.due_at,
    trouble:
      row.trouble_code === null
        ? null
        : { code: row.trouble_code, message: row.trouble_message, owner: row.trouble_owner, since: row.trouble_since },
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
