import type { Kind, LineType } from '@interline/sdk/canonical';
import type { BusinessDate, Id, Period } from '../kernel/index.js';

/** Minor units, three of them: `amount` is always `companyShare + personalShare`. */
export interface Amounts {
  amount: bigint;
  companyShare: bigint;
  personalShare: bigint;
}

/** Who bears an expense, as it was on its business date. A stored decision: it never moves by itself. */
export interface Allocation {
  personId: Id | null;
  departmentId: Id | null;
  departmentVersionId: Id | null;
  costCentreId: Id | null;
  legalEntityId: Id;
}

/** How the allocation came about. `unresolved` waits until the directory knows the person; `decision` is a person's and stays for ever. */
export type AllocationSource = 'directory' | 'unresolved' | 'decision';

/** One line of money of one order with all that is known of it now. */
export interface Expense extends Amounts, Allocation {
  id: Id;
  vendorAccountId: Id;
  kind: Kind;
  /** The order's number at the vendor. */
  orderId: string;
  line: string;
  lineType: LineType;
  /** The line a late correction of a locked month corrects; null for every other expense. */
  corrects: string | null;
  product: string | null;
  description: string | null;
  currency: string;
  occurredAt: Date;
  /** The day in the company's zone; spend counts under it. */
  businessDate: BusinessDate;
  /** The period it is booked in. */
  period: Period;
  vendorBillingDate: BusinessDate | null;
  allocation: AllocationSource;
  /** As the vendor names the traveller. */
  travellerName: string | null;
  /** The vendor knows the traveller by no account; the person is whom the directory knows him as, else who booked. */
  guest: boolean;
  city: string | null;
  from: string | null;
  to: string | null;
  startAt: Date | null;
  endAt: Date | null;
  approvalId: string | null;
  detail: Record<string, string>;
  /** What a refund or a late correction goes back to. */
  originId: Id | null;
  /** The statement line that bills it; null while it stands on no statement. */
  statementLineId: Id | null;
  version: number;
  /** The vendor's order holds this line no more; its amounts are zero. */
  reversed: boolean;
  /** Where its raw record is found: with `vendorAccountId`, `orderId` and `rawVersion`. */
  stream: string;
  rawVersion: number;
  pluginVersion: string;
  recordedAt: Date;
}

/** Why a version was written. */
export type VersionCause = 'recorded' | 'changed' | 'corrected' | 'reversed' | 'resolved' | 'decided';

/** One version of an expense: what was known from `recordedAt` on. */
export interface ExpenseVersion extends Amounts, Allocation {
  version: number;
  cause: VersionCause;
  currency: string;
  businessDate: BusinessDate;
  period: Period;
  reversed: boolean;
  rawVersion: number;
  pluginVersion: string;
  recordedAt: Date;
}
