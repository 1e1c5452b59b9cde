import type { Kind, LineType, Statement as CanonicalStatement } from '@interline/sdk/canonical';
import type { BusinessDate, Id, Period } from '../kernel/index.js';

/** Where a statement stands at its vendor. */
export type StatementState = CanonicalStatement['state'];

/** The header of a vendor's bill as it stands now. Amounts are minor units. */
export interface Statement {
  id: Id;
  vendorAccountId: Id;
  externalId: string;
  parentExternalId: string | null;
  legalEntityId: Id;
  derived: boolean;
  title: string | null;
  from: BusinessDate;
  to: BusinessDate;
  /** The month its last day lies in: a vendor's 26th to 25th belongs to the month it ends in. */
  period: Period;
  state: StatementState;
  confirmedAt: Date | null;
  currency: string;
  kinds: Kind[] | null;
  /** What this node of a tree is split by, and which part it is. */
  split: CanonicalStatement['split'] | null;
  consumption: bigint;
  refund: bigint;
  priorPeriodRefund: bigint | null;
  adjustment: bigint | null;
  payable: bigint;
  controlCount: number | null;
  controlSum: bigint | null;
  withdrawn: boolean;
  version: number;
  /** The stream it was read from, or the one of files. */
  stream: string;
  recordedAt: Date;
}

/** What we make of the lines of a statement: its own, or where it has none those of the statements below it. */
export interface StatementSums {
  lineCount: number;
  /** Σ company share. */
  lineSum: bigint;
  /** The figures of a header as the lines make them; null where no line says. `payable` is `lineSum`. */
  ours: Pick<Statement, 'consumption' | 'refund' | 'priorPeriodRefund' | 'adjustment'>;
}

/** One line of a vendor's bill, or a row the vendor will bill later. Amounts are minor units. */
export interface StatementLine {
  id: Id;
  vendorAccountId: Id;
  externalId: string;
  /** Null for a row that is not billed yet. */
  statementExternalId: string | null;
  /** Null until the header has come. */
  statementId: Id | null;
  /** The line of a locked month that this one corrects. */
  correctsId: Id | null;
  kind: Kind;
  lineType: LineType;
  orderId: string | null;
  orderLine: string | null;
  currency: string;
  amount: bigint;
  companyShare: bigint;
  personalShare: bigint;
  occurredAt: Date | null;
  vendorBillingDate: BusinessDate | null;
  currentTerm: boolean | null;
  travellerName: string | null;
  departmentName: string | null;
  city: string | null;
  description: string | null;
  detail: Record<string, string>;
  legalEntityId: Id;
  /** The month of the bill it stands on. */
  period: Period | null;
  /** Of the expenses it bills, else whom the vendor names. */
  departmentId: Id | null;
  /** How many expenses are behind it: those it bills, or those its bundle bills. */
  expenseCount: number;
  /** Σ company share of the expenses it bills; of a line of a bundle, its own company share. */
  expenseShare: bigint;
  /** `companyShare − expenseShare`. */
  difference: bigint;
  /**
   * The line that has the expenses of a bundle: lines of one order that only together make them up, since vendor and order slice one amount differently.
   * Null for a line that stands by itself.
   */
  bundleId: Id | null;
  reversed: boolean;
  version: number;
  stream: string;
  /** The version of the raw record it was made from last; of a file, the row. */
  rawVersion: number;
  /** The plugin's version that made it; of a file, the import. */
  pluginVersion: string;
}
