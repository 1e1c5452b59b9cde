import type { SyncRunState } from '../../generated/schema.js';

/** Whether a run has yet to end. */
export function isUnderWay(run: { state: SyncRunState } | null | undefined): boolean {
  return run?.state === 'running' || run?.state === 'waiting';
}
