import { defineStates } from '../kernel/index.js';

/** States of a month of a legal entity's books. A locked month stays locked: what comes later is a difference in the next open one. */
export const periodStates = defineStates<'open' | 'locked'>('period', { open: ['locked'], locked: [] });
