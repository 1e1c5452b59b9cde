import type { BillableExpense } from '../expenses/index.js';
import type { Id } from '../kernel/index.js';
import { bundleLines } from './bundle-lines.js';
import { combination, OrderMatch, type MatchableLine } from './order-match.js';

/** How statement lines and expenses are joined. */
export interface LineMatch {
  /** The statement line of each expense; expenses on no line are not in it. */
  billed: ReadonlyMap<Id, Id>;
  /** Of lines that only together make up their expenses: the line of the bundle that those are joined to. Lines that stand by themselves are not in it. */
  bundles: ReadonlyMap<Id, Id>;
}

/**
 * Joins statement lines with expenses of the same orders and currency by exact id, each expense to one line at most. The result depends on the sets only,
 * not on which side came first.
 *
 * 1. A line that names an expense line takes that one, whatever its type.
 * 2. Any other line takes expenses of its kind and line type. Where several such lines stand for one order, those that equal an expense take it,
 *    and the first of the others takes the rest.
 * 3. A line that comes out otherwise then takes what makes it up exactly of what is on no line yet, or on another that comes out otherwise: some
 *    vendors bill freight, and what came back in the same month, within one row.
 * 4. A late correction of an expense goes to the line that corrects the statement line, where there is one, else to the line itself.
 * 5. Lines of one bill that come out otherwise each, and exactly together, are a bundle: {@link bundleLines}.
 *
 * @param lines in the order of their statements, so that what is billed twice is found on the later one
 */
export function matchLines(lines: readonly MatchableLine[], expenses: readonly BillableExpense[]): LineMatch {
  const match = { billed: new Map<Id, Id>(), bundles: new Map<Id, Id>() };
  const orders = new Map<string, { lines: MatchableLine[]; expenses: BillableExpense[] }>();
  const orderOf = (thing: { kind: string; orderId: string; currency: string }): { lines: MatchableLine[]; expenses: BillableExpense[] } => {
    const key = `${thing.kind} ${thing.currency} ${thing.orderId}`;
    let order = orders.get(key);
    if (!order) orders.set(key, (order = { lines: [], expenses: [] }));
    return order;
  };
  for (const line of lines) orderOf(line).lines.push(line);
  for (const expense of expenses) orderOf(expense).expenses.push(expense);
  for (const order of orders.values()) {
    if (order.lines.length > 0) matchOrder(new OrderMatch(order.lines, order.expenses, match.billed), match.bundles);
  }
  return match;
}

function matchOrder(order: OrderMatch, bundles: Map<Id, Id>): void {
  const correcting = order.lines.filter((line) => order.isCorrecting(line));
  const corrections = new Map(correcting.map((line) => [line.correctsId!, line]));
  const take = (line: MatchableLine, found: readonly BillableExpense[]): void => {
    for (const expense of found) order.put(expense, expense.isCorrection ? (corrections.get(line.id) ?? line) : line);
  };
  const named = new Set(order.expenses.map(({ line }) => line));
  const own = order.lines.filter((line) => !order.isCorrecting(line));
  const loose = own.filter(({ orderLine }) => orderLine === null || !named.has(orderLine));
  for (const line of own) {
    if (line.orderLine !== null && named.has(line.orderLine))
      take(
        line,
        order.free((expense) => expense.line === line.orderLine),
      );
  }
  const served = takeEqual(order, loose, take);
  for (const line of loose.filter((candidate) => !served.has(candidate.id)))
    take(
      line,
      order.free((expense) => expense.lineType === line.lineType),
    );
  const unnamed = [...loose, ...correcting];
  for (const line of unnamed) completeLine(order, line, unnamed);
  bundleLines(order, bundles);
}

/** Of several lines of one type, those that equal an expense take it. @returns which did */
function takeEqual(
  order: OrderMatch,
  loose: readonly MatchableLine[],
  take: (line: MatchableLine, found: readonly BillableExpense[]) => void,
): ReadonlySet<Id> {
  const served = new Set<Id>();
  for (const line of loose) {
    if (loose.filter((rival) => rival.lineType === line.lineType).length === 1) continue;
    const equal = order.free((expense) => expense.lineType === line.lineType && expense.companyShare === line.companyShare)[0];
    if (!equal) continue;
    take(
      line,
      order.free((expense) => expense.line === equal.line),
    );
    served.add(line.id);
  }
  return served;
}

/** Late corrections go this way too: one stays with the line it corrects only where no other line bills it. */
function completeLine(order: OrderMatch, line: MatchableLine, unnamed: readonly MatchableLine[]): void {
  const wanted = order.difference(line);
  if (wanted === 0n) return;
  const others = new Set(unnamed.filter((other) => other !== line && order.difference(other) !== 0n).map(({ id }) => id));
  const candidates = order.expenses.filter((expense) => {
    const at = order.lineOf(expense);
    return at === undefined || others.has(at);
  });
  for (const expense of combination(candidates, wanted) ?? []) order.put(expense, line);
}
