import type { Account } from './account.js';
import type { CtripWorld } from './ctrip-world.js';

/** What answering a call may look at. */
export interface Desk {
  readonly account: Account;
  readonly world: CtripWorld;
  /** When control last changed an order, by its number. */
  readonly changes: ReadonlyMap<string, number>;
}
