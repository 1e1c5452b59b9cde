import { defineStates } from '../kernel/index.js';

/** Where a reading stands. */
export type SyncRunState = 'waiting' | 'running' | 'complete' | 'incomplete' | 'failed' | 'stopped';

/**
 * `running` goes back to `waiting` when it is handed back, taken over or to be tried again from its checkpoint. `incomplete` is an end: the window is read
 * again as a new run. `failed` goes on from its checkpoint when it is due again.
 */
export const syncRunStates = defineStates<SyncRunState>('sync run', {
  waiting: ['running', 'stopped'],
  running: ['waiting', 'complete', 'incomplete', 'failed', 'stopped'],
  complete: [],
  incomplete: [],
  failed: ['running', 'stopped'],
  stopped: [],
});
