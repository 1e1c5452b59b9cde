import { Injectable } from '@nestjs/common';
import type { StreamKey } from '../connections/index.js';
import { newId, type Id, type Keyset } from '../kernel/index.js';
import { UnitOfWork, type Transaction } from '../platform/database/index.js';
import type { Window } from './plan-windows.js';
import { rememberMoves } from './sync-run.history.js';
import { RUN_COLUMNS, toSyncRun, type SyncRunRow } from './sync-run.row.js';
import type { HeldRun, SyncRun } from './sync-run.js';
import type { SyncRunState } from './sync-run.states.js';

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

/** SQL of runs that nobody holds. Those in the hands of a reader are {@link RunLeaseRepository}'s. */
@Injectable()
export class SyncRunRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

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
        await rememberMoves(
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
          await rememberMoves(tx, companyId, ids, from, 'stopped', 'connection closed', at);
        }
      },
      { company: companyId },
    );
  }

  /** Runs in the order of the ids, null where there is none. */
  async byIds(companyId: Id, ids: readonly Id[]): Promise<(SyncRun | null)[]> {
    const rows = await this.unitOfWork.read<SyncRunRow>(
      `SELECT ${RUN_COLUMNS} FROM sync_runs WHERE company_id = $1 AND id = ANY($2)`,
      [companyId, ids],
      {
        company: companyId,
      },
    );
    const byId = new Map(rows.map((row) => [row.id, toSyncRun(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Newest first. */
  async page(companyId: Id, filter: { connectionId: Id | null; state: SyncRunState | null }, keyset: Keyset): Promise<SyncRun[]> {
    const rows = await this.unitOfWork.read<SyncRunRow>(
      `SELECT ${RUN_COLUMNS} FROM sync_runs
       WHERE company_id = $1 AND ($2::uuid IS NULL OR connection_id = $2) AND ($3::text IS NULL OR state = $3) AND ($4::uuid IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [companyId, filter.connectionId, filter.state, keyset.after?.[0] ?? null, keyset.limit + 1],
      { company: companyId },
    );
    return rows.map(toSyncRun);
  }

  /** How many windows of each stream are still to be read. */
  async openWindows(companyId: Id, keys: readonly { connectionId: Id; stream: string }[]): Promise<number[]> {
    const rows = await this.unitOfWork.read<{ connection_id: Id; stream: string; n: string }>(
      `SELECT connection_id, stream, count(*) AS n FROM sync_runs
       WHERE company_id = $1 AND connection_id = ANY($2) AND state IN ('waiting', 'running', 'failed') AND external_ids IS NULL GROUP BY 1, 2`,
      [companyId, [...new Set(keys.map((key) => key.connectionId))]],
      { company: companyId },
    );
    return keys.map((key) => Number(rows.find((row) => row.connection_id === key.connectionId && row.stream === key.stream)?.n ?? 0));
  }

  /** The newest run of each stream that has begun. */
  async lastRuns(companyId: Id, keys: readonly { connectionId: Id; stream: string }[]): Promise<(SyncRun | null)[]> {
    const rows = await this.unitOfWork.read<SyncRunRow>(
      `SELECT last.* FROM unnest($2::uuid[], $3::text[]) AS key(connection_id, stream)
       CROSS JOIN LATERAL (SELECT ${RUN_COLUMNS} FROM sync_runs r
         WHERE r.company_id = $1 AND r.connection_id = key.connection_id AND r.stream = key.stream AND r.started_at IS NOT NULL ORDER BY r.id DESC LIMIT 1) AS last`,
      [companyId, keys.map((key) => key.connectionId), keys.map((key) => key.stream)],
      { company: companyId },
    );
    const runs = rows.map(toSyncRun);
    return keys.map((key) => runs.find((run) => run.connectionId === key.connectionId && run.stream === key.stream) ?? null);
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
