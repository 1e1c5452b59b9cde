import type { Id } from '../kernel/index.js';
import type { ErrorOwner } from '../kernel/index.js';

/** Where a connection stands. `broken` waits for somebody to correct credentials or settings. */
export type ConnectionState = 'active' | 'paused' | 'broken' | 'closed';

/** What is wrong and who must act. The message is safe to show. */
export interface Trouble {
  code: string;
  message: string;
  owner: ErrorOwner;
  since: Date;
}

/** Credentials with which a vendor account is read, without the credentials. */
export interface VendorConnection {
  id: Id;
  vendorAccountId: Id;
  pluginId: string;
  environment: string;
  state: ConnectionState;
  /** Settings without secrets, valid against the manifest's `config`. */
  config: Record<string, unknown>;
  lastOkAt: Date | null;
  /** Null when healthy. */
  trouble: Trouble | null;
  createdAt: Date;
}
