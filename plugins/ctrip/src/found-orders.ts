import type { ReadWindow } from '@interline/sdk';
import type { Ctrip } from './config.js';
import { orderIdsOf } from './order-details.js';
import { PRODUCTS, type Product } from './products.js';
import { PAGE, counted, missingOf, walkRows, type SettlementRow } from './settlement-rows.js';
import { daySpans, dayOf, startOfDay, type DaySpan } from './times.js';

const DAY = 86_400_000;
/** The longest span Ctrip is asked for at once, in days. */
const LONGEST = 31;
/** The most pages that are read beyond a window at once. */
const MOST_PAGES = 300;
/** How many of the longest spans are looked back over: a year. */
const SPANS_BACK = 12;

/** What a window is about: which orders, and the settlement rows that came along. */
export interface FoundOrders {
  /** Orders booked in it, with Ctrip's type of each. */
  booked: Map<string, string>;
  /** Rows of orders that were booked in it, or of which rows were made or changed in it, by order. */
  rows: Map<string, SettlementRow[]>;
  /** Orders of which all rows are here, whenever they were made. The others have to be asked for one by one. */
  whole: Set<string>;
  /** Rows Ctrip counts beyond those that came. */
  missing: number;
}

/**
 * Finds the orders of a window: those booked in it, and those of which rows were made or changed in it. For as many as it saves requests for, all their rows
 * come along. An order's rows are made after it was booked, so that those of whoever was booked on some days are complete once rows are read from these days
 * on up to today: a hundred rows a request, where asking for each order is a request each.
 */
export async function findOrders(ctx: Ctrip, window: ReadWindow): Promise<FoundOrders> {
  const found: FoundOrders = { booked: new Map(), rows: new Map(), whole: new Set(), missing: 0 };
  for (const span of daySpans(window, LONGEST)) {
    for (const product of PRODUCTS) {
      for await (const { rows } of counted(walkRows(ctx, product, { by: 'created', ...span, changed: true }), found)) keep(rows, found);
    }
    for (const [id, type] of await orderIdsOf(ctx, span)) found.booked.set(id, type);
  }
  if (await readOn(ctx, window, found)) {
    for (const id of found.booked.keys()) found.whole.add(id);
    await readBack(ctx, window, found);
  }
  return found;
}

/** All orders that were found. */
export function idsOf({ booked, rows }: FoundOrders): string[] {
  return [...new Set([...booked.keys(), ...rows.keys()])];
}

/** Reads on from a window's end. Given up as soon as that is no saving. @returns whether today was reached */
async function readOn(ctx: Ctrip, window: ReadWindow, found: FoundOrders): Promise<boolean> {
  const budget = { pages: Math.min(idsOf(found).length, MOST_PAGES) };
  const next = startOfDay(dayOf(new Date(window.to.getTime() + DAY - 1)));
  const spans = daySpans({ from: next, to: new Date(ctx.now().getTime() + 1) }, LONGEST);
  if (spans.length * PRODUCTS.length > budget.pages) return false;
  for (const span of spans) if (!(await readRows(ctx, PRODUCTS, span, budget, found))) return false;
  return true;
}

/**
 * Reads back from a window's beginning, for orders that were booked before it: all of a month's when its batch was made, otherwise few. Ends as soon as the
 * orders booked in a span are fewer than its pages.
 */
async function readBack(ctx: Ctrip, window: ReadWindow, found: FoundOrders): Promise<void> {
  const first = startOfDay(dayOf(window.from));
  const spans = daySpans({ from: new Date(first.getTime() - SPANS_BACK * LONGEST * DAY), to: first }, LONGEST).reverse();
  const earlier = new Map([...found.rows].flatMap(([id, [row]]) => (found.booked.has(id) ? [] : [[id, row!.product] as const])));
  for (const span of spans) {
    if (earlier.size <= PRODUCTS.length) return;
    const booked = await orderIdsOf(ctx, span);
    const ids = [...earlier.keys()].filter((id) => booked.has(id));
    const products = new Set(earlier.values());
    if (ids.length <= products.size) return;
    if (!(await readRows(ctx, [...products], span, { pages: Math.min(ids.length, MOST_PAGES) }, found))) return;
    for (const id of ids) {
      found.whole.add(id);
      earlier.delete(id);
    }
  }
}

/** Reads all rows of a span, and keeps those of orders that were found. @returns false when the pages that are left go beyond the budget */
async function readRows(
  ctx: Ctrip,
  products: readonly Product[],
  span: DaySpan,
  budget: { pages: number },
  found: FoundOrders,
): Promise<boolean> {
  const beyond = { missing: 0 };
  for (const product of products) {
    for await (const { rows, walk } of counted(walkRows(ctx, product, { by: 'created', ...span, changed: false }), beyond)) {
      budget.pages -= 1;
      if (Math.ceil(Math.max(0, missingOf(walk)) / PAGE) > budget.pages) return false;
      keep(
        rows.filter(({ orderId }) => orderId !== undefined && (found.booked.has(orderId) || found.rows.has(orderId))),
        found,
      );
    }
  }
  found.missing += beyond.missing;
  return true;
}

function keep(rows: readonly SettlementRow[], found: FoundOrders): void {
  for (const row of rows) {
    if (row.orderId === undefined) continue;
    const known = found.rows.get(row.orderId);
    if (!known) found.rows.set(row.orderId, [row]);
    // A row that was changed comes by its change as well as by its making.
    else if (!known.some(({ key }) => key === row.key)) known.push(row);
  }
}
