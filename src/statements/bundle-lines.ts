import type { Id } from '../kernel/index.js';
import { combination, type MatchableLine, type OrderMatch } from './order-match.js';

/**
 * Bundles the lines of one bill that come out otherwise, where they sum to exactly what the expenses on them do, together with such of the order on no
 * line: vendor and order slice one amount differently, as a charge and its refund that are one smaller expense. Each line of a bundle then takes its own
 * amount of the bundle's expenses, all of which are joined to one of its lines. Where none of these lines has an expense, the order's other lines of the
 * bill, which come out, are of the bundle too; without any expense there is none.
 *
 * Lines of other bills are no part of it: what a vendor gives back in a later month is a difference of both months, and each bill's lines come to what is
 * joined to them.
 *
 * @param bundles receives the line that has the expenses, by each line of the bundle, itself too
 */
export function bundleLines(order: OrderMatch, bundles: Map<Id, Id>): void {
  const bills = new Map<string, MatchableLine[]>();
  for (const line of order.lines) {
    const bill = `${line.legalEntityId} ${line.period ?? ''}`;
    bills.set(bill, [...(bills.get(bill) ?? []), line]);
  }
  for (const lines of bills.values()) bundleBill(order, lines, bundles);
}

function bundleBill(order: OrderMatch, lines: readonly MatchableLine[], bundles: Map<Id, Id>): void {
  const odd = lines.filter((line) => order.difference(line) !== 0n || !order.hasExpenses(line));
  if (odd.length === 0) return;
  const left = odd.reduce((sum, line) => sum + order.difference(line), 0n);
  const more = left === 0n ? [] : combination(order.free(), left);
  if (!more) return;
  const isBehind = more.length > 0 || odd.some((line) => order.hasExpenses(line));
  const members = isBehind ? odd : lines;
  const holder = members.find((line) => order.hasExpenses(line)) ?? (isBehind ? members[0] : undefined);
  if (!holder) return;
  const ids = new Set<Id | undefined>(members.map(({ id }) => id));
  for (const expense of [...order.expenses.filter((each) => ids.has(order.lineOf(each))), ...more]) order.put(expense, holder);
  if (members.length > 1) for (const { id } of members) bundles.set(id, holder.id);
}
