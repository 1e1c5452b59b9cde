import type { Id } from '../kernel/index.js';

/** An account at a vendor. It owns the data that was read from it; connections to it come and go. */
export interface VendorAccount {
  id: Id;
  pluginId: string;
  /** Which of the manifest's environments it lives in. Data of a sandbox never mixes with real data. */
  environment: string;
  /** The account's own name at the vendor, such as its company id there. */
  externalAccount: string;
  name: string;
  legalEntityId: Id | null;
  /** Days after a month's end within which its statement is expected; null where none is. */
  statementDueDays: number | null;
  createdAt: Date;
}

/** An account that has no row yet. */
export type NewVendorAccount = Omit<VendorAccount, 'id' | 'statementDueDays'>;
