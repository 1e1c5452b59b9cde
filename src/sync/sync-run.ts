import type { Trouble } from '../connections/index.js';
import type { Id } from '../kernel/index.js';
import type { SyncRunState } from './sync-run.states.js';

/** One reading of one window of one stream, or of single records a vendor named. */
export interface SyncRun {
  id: Id;
  connectionId: Id;
  vendorAccountId: Id;
  stream: string;
  state: SyncRunState;
  /** Inclusive. */
  windowFrom: Date;
  /** Exclusive. */
  windowTo: Date;
  /** The records to read; null for a window. */
  externalIds: string[] | null;
  pages: number;
  /** Records read, seen before or not. */
  records: number;
  /** Records read, each counted once. */
  distinctRecords: number;
  /** Company share of the distinct records, minor units. */
  shareSum: bigint;
  /** Records that were new or changed. */
  changed: number;
  /** Records that came more than once within the reading. */
  repeated: number;
  quarantined: number;
  /** Records that were gone. */
  vanished: number;
  vendorCount: number | null;
  /** Minor units. */
  vendorSum: bigint | null;
  /** Tries since the last step forward that failed or lost their reader. */
  attempts: number;
  /** Earlier readings of the same window that were incomplete. */
  rereads: number;
  /** The reading that follows this incomplete one. */
  rereadBy: Id | null;
  dueAt: Date | null;
  trouble: Trouble | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** A run in the hands of a reader, with its checkpoint. */
export interface HeldRun extends SyncRun {
  companyId: Id;
  /** The reader: writes of anybody else are refused. */
  holder: Id;
  /** The cursor of the last committed page, as JSON text; null at the beginning. */
  cursor: string | null;
  /** The last page has been committed; only the end of the run is missing. */
  readThrough: boolean;
}

/** What one commit adds to a run. */
export interface Progress {
  /** JSON text. */
  cursor: string | null;
  readThrough: boolean;
  pages: number;
  records: number;
  distinctRecords: number;
  shareSum: bigint;
  changed: number;
  repeated: number;
  quarantined: number;
  vendorCount: number | null;
  vendorSum: bigint | null;
}
