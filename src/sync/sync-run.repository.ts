import { Inject, Injectable, Optional } from '@nestjs/common';
import type { StreamKey, Trouble } from '../connections/index.js';
import { newId, type ErrorOwner, type Id, type Keyset } from '../kernel/index.js';
import { Presence, UnitOfWork, type Transaction } from '../platform/database/index.js';
import type { Window } from './plan-windows.js';
import { syncErrors } from './sync.errors.js';
import type { HeldRun, Progress, SyncRun } from './sync-run.js';
import { syncRunStates, type SyncRunState } from './sync-run.states.js';

/**
 * A reader that fell silent is taken over after this long, by the server's clock, which all processes share; a living one renews its lease four times in it.
 * One whose process was killed is taken over at once: its process is not present any more.
 */
export const LEASE_SECONDS = 60;

interface Row {
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

interface HeldRow extends Row {
  lease_holder: Id;
  cursor: string | null;
  read_through: boolean;
}

const COLUMNS = `id, connection_id, vendor_account_id, stream, state, window_from, window_to, external_ids, pages, records, distinct_records, share_sum,
  changed, repeated, quarantined, vanished, vendor_count, vendor_sum, attempts, rereads, reread_by, due_at,
  trouble_code, trouble_message, trouble_owner, trouble_since, created_at, started_at, finished_at`;

/** A run to be planned. */
export interface NewRun extends Window {
  connectionId: Id;
  vendorAccountId: Id;
  stream: string;
  externalIds?: string[] | null;
  /** Readings of the same window before this one. */
  rereads?: number;
  dueAt: Date;
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

/** SQL of runs. */
@Injectable()
export class SyncRunRepository {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Optional() @Inject(Presence) private readonly presence: Presence | null,
  ) {}

  /** Plans runs. A window that waits already is not planned twice. @returns the ids of those that are new, in order */
  async plan(companyId: Id, runs: readonly NewRun[], at: Date): Promise<Id[]> {
    return this.unitOfWork.run(
      async (tx) => {
        const rows = await tx.query<{ id: Id }>(
          `INSERT INTO sync_runs (company_id, id, connection_id, vendor_account_id, stream, state, window_from, window_to, external_ids, rereads, due_at, created_at)
           SELECT $1, r.id, r.connection_id, r.vendor_account_id, r.stream, 'waiting', r.window_from, r.window_to, r.external_ids, r.rereads, r.due_at, $3
           FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, connection_id uuid, vendor_account_id uuid, stream text, window_from timestamptz,
             window_to timestamptz, external_ids text[], rereads int, due_at timestamptz)
           ON CONFLICT DO NOTHING RETURNING id`,
          [companyId, JSON.stringify(runs.map(toJson)), at],
        );
        await this.remember(
          tx,
          companyId,
          rows.map((row) => row.id),
          null,
          'waiting',
          'planned',
          at,
        );
        return rows.map((row) => row.id).sort();
      },
      { company: companyId },
    );
  }

  /** Whether windows of a stream of a connection are still to be read. */
  async hasOpenWindows(key: StreamKey): Promise<boolean> {
    const rows = await this.unitOfWork.read(
      `SELECT FROM sync_runs WHERE company_id = $1 AND connection_id = $2 AND stream = $3 AND state IN ('waiting', 'running') AND external_ids IS NULL LIMIT 1`,
      [key.companyId, key.connectionId, key.stream],
      { company: key.companyId },
    );
    return rows.length > 0;
  }

  /** Whether records a vendor named are still to be read, or could not be. */
  async hasOpenFetch(key: StreamKey): Promise<boolean> {
    const rows = await this.unitOfWork.read(
      `SELECT FROM sync_runs WHERE company_id = $1 AND connection_id = $2 AND stream = $3 AND state IN ('waiting', 'running', 'failed')
         AND external_ids IS NOT NULL LIMIT 1`,
      [key.companyId, key.connectionId, key.stream],
      { company: key.companyId },
    );
    return rows.length > 0;
  }

  /** Where the earliest window begins that is not complete; null when all are. */
  async openSince(key: StreamKey): Promise<Date | null> {
    const [row] = await this.unitOfWork.read<{ since: Date | null }>(
      `SELECT min(window_from) AS since FROM sync_runs
       WHERE company_id = $1 AND connection_id = $2 AND stream = $3 AND external_ids IS NULL
         AND (state IN ('waiting', 'running', 'failed', 'stopped') OR state = 'incomplete' AND reread_by IS NULL)`,
      [key.companyId, key.connectionId, key.stream],
      { company: key.companyId },
    );
    return row!.since;
  }

  /** Ids of runs of all companies that are due, the earliest window of a stream first. */
  async due(at: Date, limit: number): Promise<{ companyId: Id; runId: Id }[]> {
    return this.look('SELECT company_id, run_id FROM lookup.due_runs($1, $2)', [at, limit]);
  }

  /** Ids of runs of all companies whose reader fell silent. */
  async abandoned(limit: number): Promise<{ companyId: Id; runId: Id }[]> {
    return this.look('SELECT company_id, run_id FROM lookup.abandoned_runs($1)', [limit]);
  }

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
          // A reading that fells its reader again and again is taken up later each time.
          `UPDATE sync_runs SET state = 'waiting', lease_holder = NULL, lease_until = NULL, lease_presence = NULL, attempts = attempts + 1,
             due_at = $4::timestamptz + make_interval(mins => 5 * greatest(0, attempts - 2))
           WHERE company_id = $1 AND vendor_account_id = $2 AND stream = $3 AND state = 'running' AND NOT reader_lives(lease_until, lease_presence)
           RETURNING id`,
          [companyId, key.vendor_account_id, key.stream, at],
        );
        await this.remember(
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
           RETURNING ${COLUMNS}, lease_holder, cursor, read_through, came_from`,
          [companyId, runId, holder, at, this.presence?.number ?? null],
        );
        if (!row) return null;
        await this.remember(tx, companyId, [runId], row.came_from, 'running', 'taken', at);
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
    await this.remember(tx, run.companyId, [run.id], 'running', end.state, end.reason, at);
  }

  /**
   * Takes the waiting out of a stream's readings: what was to be tried again later is due now, and so is an incomplete window to be read again.
   * @returns the former, and the latter
   */
  async hurry(key: StreamKey, at: Date): Promise<{ open: Id[]; incomplete: Id[] }> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ id: Id; state: SyncRunState }>(
          `UPDATE sync_runs SET due_at = least(due_at, $4)
           WHERE company_id = $1 AND connection_id = $2 AND stream = $3
             AND (state IN ('waiting', 'failed') OR state = 'incomplete' AND reread_by IS NULL) RETURNING id, state`,
          [key.companyId, key.connectionId, key.stream, at],
        ),
      { company: key.companyId },
    );
    const idsOf = (incomplete: boolean): Id[] => rows.filter(({ state }) => (state === 'incomplete') === incomplete).map(({ id }) => id);
    return { open: idsOf(false).sort(), incomplete: idsOf(true).sort() };
  }

  /** Names the run that waits for the same window as the successor of an incomplete one. */
  async follow(companyId: Id, run: SyncRun): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `UPDATE sync_runs SET due_at = NULL, reread_by = (SELECT id FROM sync_runs WHERE company_id = $1 AND connection_id = $3 AND stream = $4
             AND window_from = $5 AND window_to = $6 AND state = 'waiting' AND external_ids IS NULL)
           WHERE company_id = $1 AND id = $2`,
          [companyId, run.id, run.connectionId, run.stream, run.windowFrom, run.windowTo],
        ),
      { company: companyId },
    );
  }

  /** A later complete reading of the same span or a longer one answers for incomplete ones. */
  async supersede(tx: Transaction, run: HeldRun): Promise<void> {
    await tx.query(
      `UPDATE sync_runs SET reread_by = $5, due_at = NULL
       WHERE company_id = $1 AND connection_id = $2 AND stream = $3 AND id <> $5 AND state = 'incomplete' AND reread_by IS NULL
         AND external_ids IS NULL AND window_from >= $6 AND window_to <= $7 AND vendor_account_id = $4`,
      [run.companyId, run.connectionId, run.stream, run.vendorAccountId, run.id, run.windowFrom, run.windowTo],
    );
  }

  /** Stops what a closed connection had still to read. Runs in the hands of a reader are stopped by that. */
  async stopWaiting(companyId: Id, connectionId: Id, at: Date): Promise<void> {
    await this.unitOfWork.run(
      async (tx) => {
        const rows = await tx.query<{ id: Id; came_from: SyncRunState }>(
          `UPDATE sync_runs r SET state = 'stopped', due_at = NULL, finished_at = $3 FROM sync_runs before
           WHERE before.company_id = $1 AND before.connection_id = $2 AND before.state IN ('waiting', 'failed')
             AND r.company_id = $1 AND r.id = before.id RETURNING r.id, before.state AS came_from`,
          [companyId, connectionId, at],
        );
        for (const from of ['waiting', 'failed'] as const) {
          const ids = rows.filter((row) => row.came_from === from).map((row) => row.id);
          await this.remember(tx, companyId, ids, from, 'stopped', 'connection closed', at);
        }
      },
      { company: companyId },
    );
  }

  /** Runs in the order of the ids, null where there is none. */
  async byIds(companyId: Id, ids: readonly Id[]): Promise<(SyncRun | null)[]> {
    const rows = await this.unitOfWork.read<Row>(
      `SELECT ${COLUMNS} FROM sync_runs WHERE company_id = $1 AND id = ANY($2)`,
      [companyId, ids],
      {
        company: companyId,
      },
    );
    const byId = new Map(rows.map((row) => [row.id, toRun(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Newest first. */
  async page(companyId: Id, filter: { connectionId: Id | null; state: SyncRunState | null }, keyset: Keyset): Promise<SyncRun[]> {
    const rows = await this.unitOfWork.read<Row>(
      `SELECT ${COLUMNS} FROM sync_runs
       WHERE company_id = $1 AND ($2::uuid IS NULL OR connection_id = $2) AND ($3::text IS NULL OR state = $3) AND ($4::uuid IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [companyId, filter.connectionId, filter.state, keyset.after?.[0] ?? null, keyset.limit + 1],
      { company: companyId },
    );
    return rows.map(toRun);
  }

  /** The newest run of each stream that has begun. */
  async lastRuns(companyId: Id, keys: readonly { connectionId: Id; stream: string }[]): Promise<(SyncRun | null)[]> {
    const rows = await this.unitOfWork.read<Row>(
      `SELECT last.* FROM unnest($2::uuid[], $3::text[]) AS key(connection_id, stream)
       CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM sync_runs r
         WHERE r.company_id = $1 AND r.connection_id = key.connection_id AND r.stream = key.stream AND r.started_at IS NOT NULL ORDER BY r.id DESC LIMIT 1) AS last`,
      [companyId, keys.map((key) => key.connectionId), keys.map((key) => key.stream)],
      { company: companyId },
    );
    const runs = rows.map(toRun);
    return keys.map((key) => runs.find((run) => run.connectionId === key.connectionId && run.stream === key.stream) ?? null);
  }

  private async remember(
    tx: Transaction,
    companyId: Id,
    runIds: readonly Id[],
    from: SyncRunState | null,
    to: SyncRunState,
    reason: string,
    at: Date,
  ): Promise<void> {
    if (runIds.length === 0) return;
    await tx.query(
      `INSERT INTO sync_run_history (company_id, id, run_id, from_state, to_state, reason, at)
       SELECT $1, h.id, h.run_id, $4, $5, $6, $7 FROM unnest($2::uuid[], $3::uuid[]) AS h(id, run_id)`,
      [companyId, runIds.map(() => newId()), runIds, from, to, reason, at],
    );
  }

  private async look(sql: string, params: unknown[]): Promise<{ companyId: Id; runId: Id }[]> {
    const rows = await this.unitOfWork.read<{ company_id: Id; run_id: Id }>(sql, params, { company: null });
    return rows.map((row) => ({ companyId: row.company_id, runId: row.run_id }));
  }
}

function toJson(run: NewRun): object {
  return {
    id: newId(),
    connection_id: run.connectionId,
    vendor_account_id: run.vendorAccountId,
    stream: run.stream,
    window_from: run.from,
    window_to: run.to,
    external_ids: run.externalIds ?? null,
    rereads: run.rereads ?? 0,
    due_at: run.dueAt,
  };
}

function toHeld(companyId: Id, row: HeldRow): HeldRun {
  return { ...toRun(row), companyId, holder: row.lease_holder, cursor: row.cursor, readThrough: row.read_through };
}

function toRun(row: Row): SyncRun {
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
