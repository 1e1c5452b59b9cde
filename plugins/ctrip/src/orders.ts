import type { Json, JsonObject, Page, RawRecord, ReadWindow, Stream } from '@interline/sdk';
import { chunks, sideBySide } from './api.js';
import type { Ctrip, CtripConfig } from './config.js';
import { Fields } from './fields.js';
import { itinerariesOf, orderIdsOf, ORDERS_A_CALL, statesOf, type Itinerary } from './order-details.js';
import { mapOrder } from './order-lines.js';
import { PRODUCTS } from './products.js';
import { PAGE, allRows, counted, missingOf, walkRows, type SettlementRow } from './settlement-rows.js';
import { daySpans, dayOf, startOfDay } from './times.js';

const DAY = 86_400_000;
/** The longest span Ctrip is asked for at once, in days. */
const LONGEST = 31;
/** The most pages that are read on after a window. */
const MOST_PAGES = 300;

/** What a window is about: which orders, and the settlement rows that came along. */
interface Found {
  /** Orders booked in it, with Ctrip's type of each. */
  booked: Map<string, string>;
  /** Rows made or changed in it, by order. */
  rows: Map<string, SettlementRow[]>;
  /** Rows Ctrip counts beyond those. */
  missing: number;
  /** True when the rows reach up to today: those of an order booked in the window are then all of its rows. */
  reachesToday: boolean;
}

/**
 * Orders of a window: those booked in it, and those of which settlement rows were made or changed in it. Each comes with all rows it has, whenever they were
 * made. The control is the number of orders, and what Ctrip counts in rows beyond those it gave.
 */
async function* read(ctx: Ctrip, window: ReadWindow): AsyncIterable<Page> {
  const saved = new Fields(window.cursor, '');
  const after = saved.text('after');
  let given = Number(saved.text('given') ?? 0);
  const found = await findOrders(ctx, window);
  let missing = Number(saved.text('missing') ?? found.missing);
  const ids = [...new Set([...found.booked.keys(), ...found.rows.keys()])].sort(byNumber);
  const left = after === undefined ? ids : ids.filter((id) => byNumber(id, after) > 0);
  for (const part of chunks(left, ORDERS_A_CALL)) {
    const page = await recordsOf(ctx, part, found);
    given += page.records.length;
    missing += page.missing;
    yield { records: page.records, cursor: { after: part.at(-1)!, given: String(given), missing: String(missing) } };
  }
  yield { records: [], cursor: null, control: { count: Math.max(0, given + missing) } };
}

async function findOrders(ctx: Ctrip, window: ReadWindow): Promise<Found> {
  const found: Found = { booked: new Map(), rows: new Map(), missing: 0, reachesToday: false };
  for (const { from, to } of daySpans(window, LONGEST)) {
    for (const product of PRODUCTS) {
      for await (const page of counted(walkRows(ctx, product, { by: 'created', from, to, changed: true }), found)) keep(page.rows, found);
    }
    for (const [id, type] of await orderIdsOf(ctx, { from, to })) found.booked.set(id, type);
  }
  found.reachesToday = await reachToday(ctx, window, found);
  return found;
}

/**
 * Reads on from a window's end up to today, for rows of the orders booked in it: a hundred rows a request, where asking for each order is a request each. Given up
 * as soon as that is no saving.
 * @returns whether today was reached
 */
async function reachToday(ctx: Ctrip, window: ReadWindow, found: Found): Promise<boolean> {
  let budget = Math.min(found.booked.size, MOST_PAGES);
  const later = { missing: 0 };
  const spans = daySpans(
    { from: startOfDay(dayOf(new Date(window.to.getTime() + DAY - 1))), to: new Date(ctx.now().getTime() + 1) },
    LONGEST,
  );
  if (spans.length * PRODUCTS.length > budget) return false;
  for (const { from, to } of spans) {
    for (const product of PRODUCTS) {
      for await (const { rows, walk } of counted(walkRows(ctx, product, { by: 'created', from, to, changed: false }), later)) {
        const left = Math.max(0, missingOf(walk));
        budget -= 1;
        if (Math.ceil(left / PAGE) > budget) return false;
        keep(
          rows.filter(({ orderId }) => orderId !== undefined && found.booked.has(orderId)),
          found,
        );
      }
    }
  }
  found.missing += later.missing;
  return true;
}

function keep(rows: readonly SettlementRow[], found: Found): void {
  for (const row of rows) {
    if (row.orderId === undefined) continue;
    const known = found.rows.get(row.orderId);
    if (!known) found.rows.set(row.orderId, [row]);
    // A row that was changed comes by its change as well as by its making.
    else if (!known.some(({ key }) => key === row.key)) known.push(row);
  }
}

async function recordsOf(ctx: Ctrip, ids: readonly string[], found: Found): Promise<{ records: RawRecord[]; missing: number }> {
  const [itineraries, states] = await Promise.all([itinerariesOf(ctx, ids), statesOf(ctx, ids)]);
  const settled = await sideBySide(ids, (id) => rowsOfOrder(ctx, id, itineraries.get(id), found));
  const records = ids.map((externalId, at): RawRecord => {
    const data = {
      orderType: found.booked.get(externalId) ?? null,
      itinerary: itineraries.get(externalId)?.data ?? null,
      status: states.get(externalId) ?? null,
      rows: rowsData(settled[at]!.rows),
    };
    return { externalId, data };
  });
  return { records, missing: settled.reduce((sum, { missing }) => sum + missing, 0) };
}

/** All settlement rows of an order. Of one booked in the window they are here already when the rows reach up to today. */
async function rowsOfOrder(
  ctx: Ctrip,
  orderId: string,
  itinerary: Itinerary | undefined,
  { booked, rows, reachesToday }: Found,
): Promise<{ rows: SettlementRow[]; missing: number }> {
  const known = rows.get(orderId) ?? [];
  if (reachesToday && booked.has(orderId)) return { rows: known, missing: 0 };
  const product = known[0]?.product ?? itinerary?.product;
  // Ctrip's types of orders are not published: an order of which nothing else is known is looked for everywhere.
  const results = await Promise.all((product ? [product] : PRODUCTS).map((each) => allRows(ctx, each, { by: 'order', orderId })));
  return { rows: results.flatMap((result) => result.rows), missing: results.reduce((sum, { missing }) => sum + missing, 0) };
}

/** Rows in an order of their own: Ctrip promises none, and a record is the same when its rows are. */
function rowsData(rows: readonly SettlementRow[]): Json[] {
  return [...rows].sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ product, key, row }): JsonObject => ({ product, key, row }));
}

/** Order ids are decimal texts of any length. */
function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** The stream `orders`. */
export const orders: Stream<'orders', CtripConfig> = { kind: 'orders', readAhead: true, read, map: mapOrder };
