import { newId, type BusinessDate } from '../kernel/index.js';
import type { Amounts } from './expense.js';
import { GONE, type ExpenseFacts } from './expense-facts.js';
import { described, madeBy, type AllocatedOrder, type Plan, type StoredExpense } from './expense-plan.js';

/** Money on one day in one currency. */
interface Position extends Amounts {
  businessDate: BusinessDate;
  currency: string;
}

/**
 * Corrects an expense whose period is locked: what is booked stays booked; the difference to what the record says now becomes a line of the next open
 * period, on the business day it belongs to. One such line stands per period and day, so a record that changes again (or back) changes that line.
 *
 * @param facts what the record says now; null when it holds the line no more
 * @returns the expense with its new facts but unmoved money, and the corrections
 */
export function correctionsOf(plan: Plan, order: AllocatedOrder, existing: StoredExpense, facts: ExpenseFacts | null): StoredExpense[] {
  const { amount, companyShare, personalShare, currency, businessDate, period } = existing;
  const noted: StoredExpense = {
    ...existing,
    ...(facts ? described(facts) : { factsHash: GONE }),
    ...{ amount, companyShare, personalShare, currency, businessDate, period, refsHash: existing.refsHash },
    ...madeBy(plan, order),
    version: existing.version + 1,
    cause: 'corrected',
  };
  const corrections = differences(plan, order, existing, facts).map((difference) => correction(plan, order, noted, difference));
  return [noted, ...corrections];
}

function differences(plan: Plan, order: AllocatedOrder, existing: StoredExpense, facts: ExpenseFacts | null): Position[] {
  const open = new Map<string, Position>();
  const count = (position: Position, sign: bigint): void => {
    const key = `${position.businessDate} ${position.currency}`;
    const at = open.get(key) ?? {
      businessDate: position.businessDate,
      currency: position.currency,
      amount: 0n,
      companyShare: 0n,
      personalShare: 0n,
    };
    at.amount += sign * position.amount;
    at.companyShare += sign * position.companyShare;
    at.personalShare += sign * position.personalShare;
    open.set(key, at);
  };
  if (facts) count(facts, 1n);
  for (const booked of plan.ofOrder(order.orderId)) {
    if (booked.id === existing.id || (booked.originId === existing.id && booked.corrects !== null)) count(booked, -1n);
  }
  return [...open.values()].filter((position) => position.companyShare !== 0n || position.personalShare !== 0n);
}

function correction(plan: Plan, order: AllocatedOrder, origin: StoredExpense, difference: Position): StoredExpense {
  const { businessDate, currency } = difference;
  const period = plan.input.books.book(origin.legalEntityId, businessDate);
  const line = [origin.line, period, businessDate, ...(currency === origin.currency ? [] : [currency])].join('~');
  const standing = plan.find(origin.kind, order.orderId, line);
  const companyShare = (standing?.companyShare ?? 0n) + difference.companyShare;
  const personalShare = (standing?.personalShare ?? 0n) + difference.personalShare;
  return {
    ...origin,
    id: standing?.id ?? newId(),
    line,
    corrects: origin.line,
    originId: origin.id,
    currency,
    businessDate,
    period,
    companyShare,
    personalShare,
    amount: companyShare + personalShare,
    version: (standing?.version ?? 0) + 1,
    cause: 'corrected',
    reversed: companyShare === 0n && personalShare === 0n,
  };
}
