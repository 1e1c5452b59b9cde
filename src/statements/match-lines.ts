import type { LineType } from '@interline/sdk/canonical';
import type { BillableExpense } from '../expenses/index.js';
import type { Id } from '../kernel/index.js';

/** A line of a statement as far as joining needs it. */
export interface MatchableLine {
  id: Id;
  correctsId: Id | null;
  kind: string;
  orderId: string;
  /** The expense line it bills, where the vendor's data tells. */
  orderLine: string | null;
  lineType: LineType;
  companyShare: bigint;
}

/**
 * Joins statement lines with expenses of the same orders by exact id, each expense to one line at most. The result depends on the sets only, not on which
 * side came first.
 *
 * 1. A line that names an expense line takes that one, whatever its type.
 * 2. Any other line takes expenses of its kind and line type. Where several such lines stand for one order, those that equal an expense take it,
 *    and the first of the others takes the rest.
 * 3. A line that comes out otherwise then takes what makes it up exactly of what is on no line yet, or on another that comes out otherwise: some
 *    vendors bill freight, and what came back in the same month, within one row.
 * 4. A late correction of an expense goes to the line that corrects the statement line, where there is one, else to the line itself.
 *
 * @param lines in the order of their statements, so that what is billed twice is found on the later one
 * @returns the statement line of each expense; expenses on no line are not in it
 */
export function matchLines(lines: readonly MatchableLine[], expenses: readonly BillableExpense[]): Map<Id, Id> {
  const billed = new Map<Id, Id>();
  const orders = new Map<string, { lines: MatchableLine[]; expenses: BillableExpense[] }>();
  const orderOf = (thing: { kind: string; orderId: string }): { lines: MatchableLine[]; expenses: BillableExpense[] } => {
    const key = `${thing.kind} ${thing.orderId}`;
    let order = orders.get(key);
    if (!order) orders.set(key, (order = { lines: [], expenses: [] }));
    return order;
  };
  for (const line of lines) orderOf(line).lines.push(line);
  for (const expense of expenses) orderOf(expense).expenses.push(expense);
  for (const order of orders.values()) matchOrder(order.lines, order.expenses, billed);
  return billed;
}

function matchOrder(lines: readonly MatchableLine[], expenses: readonly BillableExpense[], billed: Map<Id, Id>): void {
  const corrections = new Map(lines.filter((line) => line.correctsId !== null).map((line) => [line.correctsId!, line.id]));
  const take = (line: MatchableLine, found: readonly BillableExpense[]): void => {
    for (const expense of found) billed.set(expense.id, expense.isCorrection ? (corrections.get(line.id) ?? line.id) : line.id);
  };
  const free = (fits: (expense: BillableExpense) => boolean): BillableExpense[] =>
    expenses.filter((expense) => !billed.has(expense.id) && fits(expense));

  const loose: MatchableLine[] = [];
  for (const line of lines.filter((candidate) => candidate.correctsId === null)) {
    if (expenses.some((expense) => expense.line === line.orderLine))
      take(
        line,
        free((expense) => expense.line === line.orderLine),
      );
    else loose.push(line);
  }
  const served = new Set<Id>();
  for (const line of loose) {
    if (loose.filter((rival) => rival.lineType === line.lineType).length === 1) continue;
    const equal = free((expense) => expense.lineType === line.lineType && expense.companyShare === line.companyShare)[0];
    if (!equal) continue;
    take(
      line,
      free((expense) => expense.line === equal.line),
    );
    served.add(line.id);
  }
  for (const line of loose.filter((candidate) => !served.has(candidate.id))) {
    take(
      line,
      free((expense) => expense.lineType === line.lineType),
    );
  }
  completeLines(loose, expenses, billed);
}

/** Expenses beyond this many are not tried in all their combinations. */
const MOST_TRIED = 10;

function completeLines(lines: readonly MatchableLine[], expenses: readonly BillableExpense[], billed: Map<Id, Id>): void {
  const missing = (line: MatchableLine): bigint =>
    expenses.reduce((left, { id, companyShare }) => (billed.get(id) === line.id ? left - companyShare : left), line.companyShare);
  for (const line of lines) {
    const wanted = missing(line);
    if (wanted === 0n) continue;
    const others = new Set(lines.filter((other) => other !== line && missing(other) !== 0n).map(({ id }) => id));
    const candidates = expenses
      .filter(({ id, isCorrection }) => !isCorrection && (!billed.has(id) || others.has(billed.get(id)!)))
      .sort((left, right) => (left.line < right.line ? -1 : 1));
    if (candidates.length > MOST_TRIED) continue;
    for (const { id } of combination(candidates, wanted) ?? []) billed.set(id, line.id);
  }
}

/** Some of the expenses that sum to an amount, at least one; null where none do. */
function combination(expenses: readonly BillableExpense[], amount: bigint): BillableExpense[] | null {
  for (const [index, expense] of expenses.entries()) {
    if (expense.companyShare === amount) return [expense];
    const rest = combination(expenses.slice(index + 1), amount - expense.companyShare);
    if (rest) return [expense, ...rest];
  }
  return null;
}
