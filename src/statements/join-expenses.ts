import { Injectable } from '@nestjs/common';
import { ExpenseBilling, type BillableExpense, type ExpenseFollower, type TouchedOrders } from '../expenses/index.js';
import type { Id } from '../kernel/index.js';
import { matchLines, type LineMatch } from './match-lines.js';
import { StatementLineRepository, type JoinableLine, type JoinedFigures } from './statement-line.repository.js';

/** Keeps statement lines and expenses joined, whichever came later: called in the unit of work that writes either. */
@Injectable()
export class JoinExpenses implements ExpenseFollower {
  constructor(
    private readonly lines: StatementLineRepository,
    private readonly billing: ExpenseBilling,
  ) {}

  /** Most orders are on no statement yet when their expenses are written. */
  async expensesWritten({ companyId, vendorAccountId, orderIds }: TouchedOrders): Promise<void> {
    if (orderIds.length === 0) return;
    const lines = await this.lines.ofOrders(companyId, vendorAccountId, orderIds);
    if (lines.length === 0) return;
    const named = [...new Set(lines.map((line) => line.orderId))];
    await this.join(companyId, lines, await this.billing.ofOrders(companyId, vendorAccountId, named));
  }

  /**
   * For lines that were written: also orders that no line names any more, whose expenses are on none again.
   * @param areNew all of the lines: those are written as lines without expenses are, and stay so where there are none
   */
  async linesWritten({ companyId, vendorAccountId, orderIds }: TouchedOrders, { areNew }: { areNew: boolean }): Promise<void> {
    if (orderIds.length === 0) return;
    const expenses = await this.billing.ofOrders(companyId, vendorAccountId, orderIds);
    if (areNew && expenses.length === 0) return;
    await this.join(companyId, await this.lines.ofOrders(companyId, vendorAccountId, orderIds), expenses);
  }

  /** Joins everything that stands for some orders, and writes what is different from before. */
  private async join(companyId: Id, lines: readonly JoinableLine[], expenses: readonly BillableExpense[]): Promise<void> {
    const match = matchLines(
      lines.filter((line) => !line.reversed),
      expenses,
    );
    const moved = expenses
      .map((expense) => ({ expenseId: expense.id, statementLineId: match.billed.get(expense.id) ?? null, before: expense.statementLineId }))
      .filter((pair) => pair.statementLineId !== pair.before);
    await this.billing.assign(companyId, moved);
    await this.lines.saveFigures(companyId, changedFigures(lines, expenses, match));
  }
}

function changedFigures(lines: readonly JoinableLine[], expenses: readonly BillableExpense[], match: LineMatch): JoinedFigures[] {
  const behind = expensesByLine(expenses, match.billed);
  return lines.map((line) => figuresOf(line, behind, match.bundles)).filter((figures, index) => isNew(figures, lines[index]!));
}

function expensesByLine(expenses: readonly BillableExpense[], billed: ReadonlyMap<Id, Id>): Map<Id, BillableExpense[]> {
  const byLine = new Map<Id, BillableExpense[]>();
  for (const expense of expenses) {
    const lineId = billed.get(expense.id);
    if (lineId) byLine.set(lineId, [...(byLine.get(lineId) ?? []), expense]);
  }
  return byLine;
}

/** A line of a bundle takes its own amount of what is behind the bundle, which is exactly the amounts of its lines. */
function figuresOf(line: JoinableLine, behind: ReadonlyMap<Id, BillableExpense[]>, bundles: ReadonlyMap<Id, Id>): JoinedFigures {
  const bundleId = bundles.get(line.id) ?? null;
  const expenses = behind.get(bundleId ?? line.id) ?? [];
  return {
    id: line.id,
    departmentId: expenses.find(({ departmentId }) => departmentId !== null)?.departmentId ?? line.namedDepartmentId,
    expenseCount: expenses.length,
    expenseShare: bundleId === null ? expenses.reduce((sum, { companyShare }) => sum + companyShare, 0n) : line.companyShare,
    bundleId,
  };
}

const FIGURES = ['departmentId', 'expenseCount', 'expenseShare', 'bundleId'] as const;

function isNew(figures: JoinedFigures, before: JoinedFigures): boolean {
  return FIGURES.some((name) => figures[name] !== before[name]);
}
