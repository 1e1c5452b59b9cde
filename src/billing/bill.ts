import type { Id, Period } from '../kernel/index.js';

/** A bill: what one legal entity owes for one month, over all vendors. */
export interface BillKey {
  legalEntityId: Id;
  period: Period;
}

/** A bill with the state of its month. */
export interface Bill extends BillKey {
  /** Of its key: a bill is not stored, it is what statements and expenses say. */
  id: string;
  state: 'open' | 'locked';
}

/** Sums in one currency, in minor units of company share. */
export interface BillSums {
  currency: string;
  /** Σ of the statement lines. */
  statementTotal: bigint;
  /** Σ of the expenses those lines bill. */
  expenseTotal: bigint;
  /** Σ of expenses of the month on no statement. */
  accrual: bigint;
  /** Σ of rows that vendors will bill later. */
  announced: bigint;
  lineCount: number;
  accrualCount: number;
  /** Lines whose expenses are missing or differ. */
  differingLineCount: number;
}

/** What a bill is parted by. */
export type BillDimension = 'kind' | 'department' | 'vendor';

/** A part of a bill, in the company's base currency. */
export interface BillPart {
  /** Kind, department id or connector id; null for what has none. */
  key: string | null;
  label: string;
  statementTotal: bigint;
  expenseTotal: bigint;
  accrual: bigint;
  lineCount: number;
}

/** The bill of a key. */
export function billOf(key: BillKey, state: Bill['state']): Bill {
  return { ...key, id: `${key.legalEntityId}:${key.period}`, state };
}

/** Sums of nothing. */
export function noSums(currency: string): BillSums {
  return {
    currency,
    statementTotal: 0n,
    expenseTotal: 0n,
    accrual: 0n,
    announced: 0n,
    lineCount: 0,
    accrualCount: 0,
    differingLineCount: 0,
  };
}
