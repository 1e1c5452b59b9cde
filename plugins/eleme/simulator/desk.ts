import type { WorldStore } from '@interline/sdk/simulator';

import type { Account } from './account.js';
import type { MessageQueue } from './messages.js';

/** What answering a call may look at. */
export interface Desk {
  readonly account: Account;
  readonly world: WorldStore;
  readonly queue: MessageQueue;
}
