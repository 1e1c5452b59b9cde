import type { Json, JsonObject, Page, RawRecord, ReadWindow, Stream } from '@interline/sdk';
import { chunks, sideBySide } from './api.js';
import type { Ctrip, CtripConfig } from './config.js';
import { Fields } from './fields.js';
import { itinerariesOf, orderIdsOf, ORDERS_A_CALL, statesOf, type Itinerary } from './order-details.js';
import { mapOrder } from './order-lines.js';
import { PRODUCTS, type Product } from './products.js';
import { allRows, missingOf, walkRows, type SettlementRow } from './settlement-rows.js';
import { daySpans, dayOf, type DaySpan } from './times.js';

/** The longest span Ctrip is asked for at once, in days. */
const LONGEST = 31;

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
  for (const span of daySpans(window, LONGEST)) {
    for (const product of PRODUCTS) await addRows(ctx, product, span, found);
    for (const [id, type] of await orderIdsOf(ctx, span)) found.booked.set(id, type);
    found.reachesToday = span.to >= dayOf(ctx.now());
  }
  return found;
}

async function addRows(ctx: Ctrip, product: Product, { from, to }: DaySpan, found: Found): Promise<void> {
  let missing = 0;
  for await (const { rows, walk } of walkRows(ctx, product, { by: 'created', from, to, changed: true })) {
    for (const row of rows) {
      if (row.orderId === undefined) continue;
      const known = found.rows.get(row.orderId);
      if (known) known.push(row);
      else found.rows.set(row.orderId, [row]);
    }
    missing = missingOf(walk);
  }
  found.missing += missing;
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

/** All settlement rows of an order. Of one booked in a window that reaches up to today they are here already. */
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
