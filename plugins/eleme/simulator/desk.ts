import type { WorldStore } from '@interline/sdk/simulator';

import type { Account } from './account.js';
import type { MessageQueue } from './messages.js';

/** Whose nick a message's envelope carries: the eater's employee number, or the enterprise's own nick. Neither is published. */
export type Nick = 'employee' | 'enterprise';

/** What answering a call may look at. */
export interface Desk {
  readonly account: Account;
  readonly world: WorldStore;
  readonly queue: MessageQueue;
  readonly nick: Nick;
}
