import { newId, type Id } from '../kernel/index.js';
import type { Transaction } from '../platform/database/index.js';
import type { SyncRunState } from './sync-run.states.js';

/** Writes one history row per run that moved. */
export async function rememberMoves(
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
