import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Trouble } from '../connections/index.js';
import type { Id } from '../kernel/index.js';
import { Presence, UnitOfWork, type Transaction } from '../platform/database/index.js';
import { syncErrors } from './sync.errors.js';
import { rememberMoves } from './sync-run.history.js';
import { RUN_COLUMNS, toSyncRun, type SyncRunRow } from './sync-run.row.js';
import type { HeldRun, Progress } from './sync-run.js';
import { syncRunStates, type SyncRunState } from './sync-run.states.js';

/**
 * A reader that fell silent is taken over after this long, by the server's clock, which all processes share; a living one renews its lease four times in it.
 * One whose process was killed is taken over at once: its process is not present any more.
 */
export const LEASE_SECONDS = 60;
/** A reading that lost its reader counts so many losses at most, and rests so much longer after each but the first two. */
const MOST_LOSSES = 4;
const REST_SECONDS = 15;

interface HeldRow extends SyncRunRow {
  lease_holder: Id;
  cursor: string | null;
  read_through: boolean;
}

/** How a reader lets go of a run. */
export interface RunEnd {
  state: Exclude<SyncRunState, 'running'>;
  /** For the history: an error code or a word. */
  reason: string;
  trouble: Omit<Trouble, 'since'> | null;
  /** When it may be tried again; null when only a person decides. */
  dueAt: Date | null;
  vanished?: number;
}

/** SQL of runs in the hands of a reader: taking, keeping, moving on and letting go. */
@Injectable()
export class RunLeaseRepository {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Optional() @Inject(Presence) private readonly presence: Presence | null,
  ) {}

  /**
   * Takes a run for a reader: one that waits, failed and is due, or whose reader fell silent.
   * @returns null when it is not to be taken: somebody else has it or its stream, it is at its end, its connection is not active
   */
  async claim(companyId: Id, runId: Id, holder: Id, at: Date): Promise<HeldRun | null> {
    return this.unitOfWork.run(
      async (tx) => {
        // Two runs of one stream are claimed one after the other: the second then sees the first, and the unique index is never hit.
        const [key] = await tx.query<{ vendor_account_id: Id; stream: string }>(
          'SELECT vendor_account_id, stream FROM sync_runs WHERE company_id = $1 AND id = $2',
          [companyId, runId],
        );
        if (!key) return null;
        await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`reader ${key.vendor_account_id} ${key.stream}`]);
        const silent = await tx.query<{ id: Id }>(
          // A reading that fells its reader again and again rests a little longer each time, so that others get on; but never long, for it may
          // as well be others that fell it. For the same reason losses alone never make it count as failed.
          `UPDATE sync_runs SET state = 'waiting', lease_holder = NULL, lease_until = NULL, lease_presence = NULL,
             attempts = greatest(attempts, least(attempts + 1, ${MOST_LOSSES})),
             due_at = $4::timestamptz + make_interval(secs => ${REST_SECONDS} * greatest(0, least(attempts, ${MOST_LOSSES}) - 1))
           WHERE company_id = $1 AND vendor_account_id = $2 AND stream = $3 AND state = 'running' AND NOT reader_lives(lease_until, lease_presence)
           RETURNING id`,
          [companyId, key.vendor_account_id, key.stream, at],
        );
        await rememberMoves(
          tx,
          companyId,
          silent.map((row) => row.id),
          'running',
          'waiting',
          'reader fell silent',
          at,
        );
        const [row] = await tx.query<HeldRow & { came_from: SyncRunState }>(
          `UPDATE sync_runs r SET state = 'running', lease_holder = $3, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}),
             lease_presence = $5, started_at = coalesce(started_at, $4), finished_at = NULL
           FROM (SELECT id AS known, state AS came_from FROM sync_runs WHERE company_id = $1 AND id = $2) AS before
           WHERE r.company_id = $1 AND r.id = before.known AND r.state IN ('waiting', 'failed') AND r.due_at <= $4
             AND EXISTS (SELECT FROM connections c WHERE c.company_id = $1 AND c.id = r.connection_id AND c.state = 'active')
             AND NOT EXISTS (SELECT FROM sync_runs busy WHERE busy.company_id = $1 AND busy.vendor_account_id = r.vendor_account_id
                             AND busy.stream = r.stream AND busy.state = 'running')
           RETURNING ${RUN_COLUMNS}, lease_holder, cursor, read_through, came_from`,
          [companyId, runId, holder, at, this.presence?.number ?? null],
        );
        if (!row) return null;
        await rememberMoves(tx, companyId, [runId], row.came_from, 'running', 'taken', at);
        return toHeld(companyId, row);
      },
      { company: companyId },
    );
  }

  /** Renews the lease. @returns whether the run is still this reader's, and where its connection stands */
  async renew(run: HeldRun): Promise<{ mine: boolean; connection: string }> {
    const [row] = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ connection: string }>(
          `UPDATE sync_runs r SET lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
           FROM connections c
           WHERE r.company_id = $1 AND r.id = $2 AND r.lease_holder = $3 AND c.company_id = $1 AND c.id = r.connection_id RETURNING c.state AS connection`,
          [run.companyId, run.id, run.holder],
        ),
      { company: run.companyId },
    );
    return { mine: row !== undefined, connection: row?.connection ?? '' };
  }

  /** Adds what a commit did, and the checkpoint, in that same commit. @throws LEASE_LOST when the run is somebody else's by now */
  async advance(tx: Transaction, run: HeldRun, progress: Progress): Promise<void> {
    const rows = await tx.query(
      `UPDATE sync_runs SET cursor = $4, read_through = $5, pages = pages + $6, records = records + $7, distinct_records = distinct_records + $8,
         share_sum = share_sum + $9, changed = changed + $10, repeated = repeated + $11, quarantined = quarantined + $12,
         vendor_count = coalesce($13, vendor_count), vendor_sum = coalesce($14, vendor_sum),
         attempts = 0, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
       WHERE company_id = $1 AND id = $2 AND lease_holder = $3 RETURNING id`,
      [
        run.companyId,
        run.id,
        run.holder,
        progress.cursor,
        progress.readThrough,
        progress.pages,
        progress.records,
        progress.distinctRecords,
        progress.shareSum,
        progress.changed,
        progress.repeated,
        progress.quarantined,
        progress.vendorCount,
        progress.vendorSum,
      ],
    );
    if (rows.length === 0) throw syncErrors.LEASE_LOST('another worker has taken the reading over');
  }

  /** Lets go of a run. @throws LEASE_LOST, CONFLICT */
  async release(tx: Transaction, run: HeldRun, end: RunEnd, at: Date): Promise<void> {
    syncRunStates.check('running', end.state);
    const rows = await tx.query(
      `UPDATE sync_runs SET state = $4, lease_holder = NULL, lease_until = NULL, lease_presence = NULL, due_at = $5, vanished = vanished + $6,
         attempts = CASE WHEN $8::text IS NULL THEN attempts ELSE attempts + 1 END,
         finished_at = CASE WHEN $4 IN ('complete', 'incomplete', 'failed', 'stopped') THEN $7::timestamptz END,
         trouble_code = $8, trouble_message = $9, trouble_owner = $10, trouble_since = CASE WHEN $8::text IS NULL THEN NULL
           WHEN trouble_code = $8 THEN trouble_since ELSE $7 END
       WHERE company_id = $1 AND id = $2 AND lease_holder = $3 RETURNING id`,
      [
        run.companyId,
        run.id,
        run.holder,
        end.state,
        end.dueAt,
        end.vanished ?? 0,
        at,
        end.trouble?.code ?? null,
        end.trouble?.message ?? null,
        end.trouble?.owner ?? null,
      ],
    );
    if (rows.length === 0) throw syncErrors.LEASE_LOST('another worker has taken the reading over');
    await rememberMoves(tx, run.companyId, [run.id], 'running', end.state, end.reason, at);
  }
}

function toHeld(companyId: Id, row: HeldRow): HeldRun {
  return { ...toSyncRun(row), companyId, holder: row.lease_holder, cursor: row.cursor, readThrough: row.read_through };
}
