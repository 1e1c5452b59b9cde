import { Injectable } from '@nestjs/common';
import { ExpenseBilling, type BillableExpense, type ExpenseFollower, type TouchedOrders } from '../expenses/index.js';
import type { Id } from '../kernel/index.js';
import { matchLines } from './match-lines.js';
import { StatementLineRepository, type JoinableLine, type JoinedFigures } from './statement-line.repository.js';

/** Keeps statement lines and expenses joined, whichever came later: called in the unit of work that writes either. */
@Injectable()
export class JoinExpenses implements ExpenseFollower {
  constructor(
    private readonly lines: StatementLineRepository,
    private readonly billing: ExpenseBilling,
  ) {}

  expensesWritten(orders: TouchedOrders): Promise<void> {
    return this.join(orders);
  }

  /** Joins everything that stands for some orders, and writes what is different from before. */
  async join({ companyId, vendorAccountId, orderIds }: TouchedOrders): Promise<void> {
    if (orderIds.length === 0) return;
    const lines = await this.lines.ofOrders(companyId, vendorAccountId, orderIds);
    if (lines.length === 0) return;
    const expenses = await this.billing.ofOrders(companyId, vendorAccountId, [...new Set(lines.map((line) => line.orderId))]);
    const billed = matchLines(
      lines.filter((line) => !line.reversed),
      expenses,
    );
    const moved = expenses
      .map((expense) => ({ expenseId: expense.id, statementLineId: billed.get(expense.id) ?? null, before: expense.statementLineId }))
      .filter((pair) => pair.statementLineId !== pair.before);
    await this.billing.assign(companyId, moved);
    await this.lines.saveFigures(companyId, changedFigures(lines, expenses, billed));
  }
}

function changedFigures(
  lines: readonly JoinableLine[],
  expenses: readonly BillableExpense[],
  billed: ReadonlyMap<Id, Id>,
): JoinedFigures[] {
  const byLine = new Map<Id, JoinedFigures>();
  for (const expense of expenses) {
    const lineId = billed.get(expense.id);
    if (!lineId) continue;
    const at = byLine.get(lineId) ?? { id: lineId, departmentId: null, expenseCount: 0, expenseShare: 0n };
    at.departmentId ??= expense.departmentId;
    at.expenseCount += 1;
    at.expenseShare += expense.companyShare;
    byLine.set(lineId, at);
  }
  return lines
    .map((line) => {
      const found = byLine.get(line.id) ?? { id: line.id, departmentId: null, expenseCount: 0, expenseShare: 0n };
      return { line, figures: { ...found, departmentId: found.departmentId ?? line.namedDepartmentId } };
    })
    .filter(
      ({ line, figures }) =>
        figures.departmentId !== line.departmentId ||
        figures.expenseCount !== line.expenseCount ||
        figures.expenseShare !== line.expenseShare,
    )
    .map(({ figures }) => figures);
}
