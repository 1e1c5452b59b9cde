import type { PeriodBook } from '../company/index.js';
import { periodOf, type Id, type Period } from '../kernel/index.js';
import type { Books, PlanInput, StoredExpense } from './expense-plan.js';

/** A month of a legal entity. */
export interface BookKey {
  legalEntityId: Id;
  period: Period;
}

/** Reads those months of the books that a plan may ask for. Inside a unit of work none of them is locked before it ends. */
export async function readBooks(periods: PeriodBook, companyId: Id, input: Omit<PlanInput, 'books'>): Promise<Books> {
  return booksOf(periods, companyId, keysOf(input));
}

/** Reads some months of the books. */
export async function booksOf(periods: PeriodBook, companyId: Id, keys: Iterable<BookKey>): Promise<Books> {
  const wanted = new Map<string, BookKey>();
  for (const key of keys) wanted.set(nameOf(key.legalEntityId, key.period), key);
  const list = [...wanted.values()];
  const booked = await periods.bookingPeriods(
    list.map(({ legalEntityId, period }) => ({ legalEntityId, businessDate: `${period}-01` })),
    companyId,
  );
  const periodsByName = new Map(list.map((key, index) => [nameOf(key.legalEntityId, key.period), booked[index]!]));
  const lookUp = (legalEntityId: Id, period: Period): Period => {
    const found = periodsByName.get(nameOf(legalEntityId, period));
    if (!found) throw new TypeError(`the books were not asked for ${period}`);
    return found;
  };
  return {
    book: (legalEntityId, on) => lookUp(legalEntityId, periodOf(on)),
    isOpen: (legalEntityId, period) => lookUp(legalEntityId, period) === period,
  };
}

function* keysOf(input: Omit<PlanInput, 'books'>): Iterable<BookKey> {
  const byOrder = new Map<string, StoredExpense[]>();
  for (const expense of input.existing) {
    const lines = byOrder.get(expense.orderId);
    if (lines) lines.push(expense);
    else byOrder.set(expense.orderId, [expense]);
  }
  for (const order of input.orders) {
    const standing = byOrder.get(order.orderId) ?? [];
    for (const { facts, decision } of order.lines) {
      const period = periodOf(facts.businessDate);
      yield { legalEntityId: decision.legalEntityId, period };
      for (const expense of standing) yield { legalEntityId: expense.legalEntityId, period };
    }
    for (const expense of standing) {
      yield { legalEntityId: expense.legalEntityId, period: expense.period };
      yield { legalEntityId: expense.legalEntityId, period: periodOf(expense.businessDate) };
    }
  }
}

function nameOf(legalEntityId: Id, period: Period): string {
  return `${legalEntityId} ${period}`;
}
