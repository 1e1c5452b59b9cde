import { Injectable } from '@nestjs/common';
import type { Id } from '../kernel/index.js';
import type { BillableExpense } from './billable-expense.js';
import { ExpenseRepository } from './expense.repository.js';

/** The door by which room `statements` joins its lines with expenses. */
@Injectable()
export class ExpenseBilling {
  constructor(private readonly repository: ExpenseRepository) {}

  /**
   * Until the unit of work ends nobody else writes expenses or statements of the vendor account. Whoever writes either takes this first:
   * two that came at the same moment would otherwise not see, and never join, each other.
   */
  hold(companyId: Id, vendorAccountId: Id): Promise<void> {
    return this.repository.hold(companyId, vendorAccountId);
  }

  /** The expenses of some orders of a vendor account, reversed ones too. */
  ofOrders(companyId: Id, vendorAccountId: Id, orderIds: readonly string[]): Promise<BillableExpense[]> {
    return this.repository.billable(companyId, vendorAccountId, orderIds);
  }

  /** Notes inside the caller's unit of work which statement line bills an expense; null takes it off again. */
  assign(companyId: Id, pairs: readonly { expenseId: Id; statementLineId: Id | null }[]): Promise<void> {
    return this.repository.assignStatementLines(companyId, pairs);
  }
}
