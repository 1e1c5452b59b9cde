import type { Id } from '../kernel/index.js';

/** One order whose expenses were written. */
export interface TouchedOrders {
  companyId: Id;
  vendorAccountId: Id;
  /** Order numbers at the vendor, each once. */
  orderIds: string[];
}

/**
 * The port by which rooms above keep what they derive from expenses: called once a batch, inside the unit of work that writes the expenses,
 * so that both commit together. `app.module.ts` wires the list.
 */
export interface ExpenseFollower {
  expensesWritten(orders: TouchedOrders): Promise<void>;
}

/** Injection token of the list of followers. */
export const EXPENSE_FOLLOWERS = Symbol('EXPENSE_FOLLOWERS');
