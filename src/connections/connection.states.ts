import { defineStates } from '../kernel/index.js';
import type { ConnectionState } from './connection.js';

/** `broken` is left by new credentials or settings, or by resuming when the fault was at the vendor; `closed` is the end. */
export const connectionStates = defineStates<ConnectionState>('connection', {
  active: ['paused', 'broken', 'closed'],
  paused: ['active', 'closed'],
  broken: ['active', 'paused', 'closed'],
  closed: [],
});
