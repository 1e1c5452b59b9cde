import { sideBySide, type Json, type JsonObject, type Page, type RawRecord, type ReadWindow, type Stream } from '@interline/sdk';
import { chunks } from './api.js';
import type { Ctrip, CtripConfig } from './config.js';
import { Fields } from './fields.js';
import { findOrders, idsOf, type FoundOrders } from './found-orders.js';
import { itinerariesOf, ORDERS_A_CALL, statesOf, type Itinerary } from './order-details.js';
import { mapOrder } from './order-lines.js';
import { PRODUCTS } from './products.js';
import { allRows, type SettlementRow } from './settlement-rows.js';

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
  const ids = idsOf(found).sort(byNumber);
  const left = after === undefined ? ids : ids.filter((id) => byNumber(id, after) > 0);
  for (const part of chunks(left, ORDERS_A_CALL)) {
    const page = await recordsOf(ctx, part, found);
    given += page.records.length;
    missing += page.missing;
    yield { records: page.records, cursor: { after: part.at(-1)!, given: String(given), missing: String(missing) } };
  }
  yield { records: [], cursor: null, control: { count: Math.max(0, given + missing) } };
}

async function recordsOf(ctx: Ctrip, ids: readonly string[], found: FoundOrders): Promise<{ records: RawRecord[]; missing: number }> {
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

/** All settlement rows of an order, which may be here already. */
async function rowsOfOrder(
  ctx: Ctrip,
  orderId: string,
  itinerary: Itinerary | undefined,
  { rows, whole }: FoundOrders,
): Promise<{ rows: SettlementRow[]; missing: number }> {
  const known = rows.get(orderId) ?? [];
  if (whole.has(orderId)) return { rows: known, missing: 0 };
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
