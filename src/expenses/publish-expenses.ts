import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Id } from '../kernel/index.js';
import type { Transaction } from '../platform/database/index.js';
import { EXPENSE_FOLLOWERS, type ExpenseFollower } from './expense-follower.js';
import type { ExpenseChange } from './expense-plan.js';
import { ExpenseRepository } from './expense.repository.js';

/** Writes changes of expenses and tells of them: followers inside the transaction, everybody else by one event. */
@Injectable()
export class PublishExpenses {
  constructor(
    private readonly repository: ExpenseRepository,
    @Optional() @Inject(EXPENSE_FOLLOWERS) private readonly followers: readonly ExpenseFollower[] | null,
  ) {}

  async publish(tx: Transaction, account: { companyId: Id; vendorAccountId: Id }, changes: readonly ExpenseChange[]): Promise<void> {
    if (changes.length === 0) return;
    const { companyId, vendorAccountId } = account;
    await this.repository.write(companyId, changes);
    const orderIds = [...new Set(changes.map((change) => change.after.orderId))];
    for (const follower of this.followers ?? []) await follower.expensesWritten({ companyId, vendorAccountId, orderIds });
    tx.emit({ type: 'expenses.recorded.v1', data: eventOf(vendorAccountId, changes) });
  }
}

/** The event of a batch: ids and counts, no facts. */
function eventOf(vendorAccountId: Id, changes: readonly ExpenseChange[]): Record<string, unknown> {
  const count = (cause: string): number => changes.filter((change) => change.after.cause === cause).length;
  return {
    vendorAccountId,
    expenseIds: changes.map((change) => change.after.id),
    recorded: count('recorded'),
    changed: count('changed'),
    corrected: count('corrected'),
    reversed: count('reversed'),
    resolved: count('resolved'),
    unresolved: changes.filter((change) => change.after.allocation === 'unresolved').length,
  };
}
