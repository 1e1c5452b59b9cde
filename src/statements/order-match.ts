import type { LineType } from '@interline/sdk/canonical';
import type { BillableExpense } from '../expenses/index.js';
import type { Id, Period } from '../kernel/index.js';

/** A line of a statement as far as joining needs it. */
export interface MatchableLine {
  id: Id;
  correctsId: Id | null;
  kind: string;
  orderId: string;
  /** The expense line it bills, where the vendor's data tells. */
  orderLine: string | null;
  lineType: LineType;
  currency: string;
  companyShare: bigint;
  /** With the period, the bill it stands on. */
  legalEntityId: Id;
  period: Period | null;
}

/** The lines and expenses of one order, of one kind and currency, while they are being joined. */
export class OrderMatch {
  /** Σ company share of the expenses on each line; a line without expenses is not in it. */
  private readonly shares = new Map<Id, bigint>();
  private readonly lineIds: ReadonlySet<Id>;

  /** @param billed where the line of each expense is noted, shared by all orders */
  constructor(
    readonly lines: readonly MatchableLine[],
    readonly expenses: readonly BillableExpense[],
    private readonly billed: Map<Id, Id>,
  ) {
    this.lineIds = new Set(lines.map(({ id }) => id));
  }

  /** Whether a line corrects another of these. One that corrects a line in another currency stands by itself. */
  isCorrecting(line: MatchableLine): boolean {
    return line.correctsId !== null && this.lineIds.has(line.correctsId);
  }

  /** Joins an expense to a line, off the one it was on. */
  put(expense: BillableExpense, line: MatchableLine): void {
    const before = this.billed.get(expense.id);
    this.billed.set(expense.id, line.id);
    this.shares.set(line.id, (this.shares.get(line.id) ?? 0n) + expense.companyShare);
    if (before === undefined) return;
    if (this.expenses.some(({ id }) => this.billed.get(id) === before))
      this.shares.set(before, this.shares.get(before)! - expense.companyShare);
    else this.shares.delete(before);
  }

  lineOf(expense: BillableExpense): Id | undefined {
    return this.billed.get(expense.id);
  }

  /** Expenses on no line that fit. */
  free(fits: (expense: BillableExpense) => boolean = () => true): BillableExpense[] {
    return this.expenses.filter((expense) => !this.billed.has(expense.id) && fits(expense));
  }

  /** What a line bills less what is on it, in minor units. */
  difference(line: MatchableLine): bigint {
    return line.companyShare - (this.shares.get(line.id) ?? 0n);
  }

  hasExpenses(line: MatchableLine): boolean {
    return this.shares.has(line.id);
  }
}

/** Expenses beyond this many are not tried in all their combinations. */
const MOST_TRIED = 10;

/** Some of the expenses that sum to an amount, at least one; null where none do, or they are too many to try. */
export function combination(expenses: readonly BillableExpense[], amount: bigint): BillableExpense[] | null {
  return expenses.length > MOST_TRIED
    ? null
    : firstOf(
        expenses.toSorted((left, right) => (left.line < right.line ? -1 : 1)),
        amount,
      );
}

function firstOf(expenses: readonly BillableExpense[], amount: bigint): BillableExpense[] | null {
  for (const [index, expense] of expenses.entries()) {
    if (expense.companyShare === amount) return [expense];
    const rest = firstOf(expenses.slice(index + 1), amount - expense.companyShare);
    if (rest) return [expense, ...rest];
  }
  return null;
}
