import {
  MapError,
  vendorBug,
  type Json,
  type JsonObject,
  type OrderRecord,
  type Page,
  type RawRecord,
  type ReadWindow,
  type Stream,
} from '@interline/sdk';
import { PAGE, countOf, freshPage, query, type Didi } from './api.js';
import type { DidiConfig } from './config.js';
import { Fields, objectOf, objectsOf } from './fields.js';
import { mapFlight } from './flight-lines.js';
import { mapHotel } from './hotel-lines.js';
import { mapTrain } from './train-lines.js';
import { lastSecondBefore, timeText } from './times.js';

/** The categories of the id list that have a detail call; the seventh, `car`, is the stream `rides`. */
const PRODUCTS: Readonly<Record<string, { detail: string; productType?: number; map: (record: RawRecord) => OrderRecord }>> = {
  domesticflight: { detail: '/api-gateway/g/flight/orderDetail', productType: 1, map: mapFlight },
  internationalflight: { detail: '/api-gateway/g/flight/orderDetail', productType: 2, map: mapFlight },
  domestichotel: { detail: '/api-gateway/g/hotel/orderDetail', productType: 1, map: mapHotel },
  internationalhotel: { detail: '/api-gateway/g/hotel/orderDetail', productType: 2, map: mapHotel },
  train: { detail: '/api-gateway/g/train/orderDetail', map: mapTrain },
};

/** The most rows one query of the id list gives, per category. */
const MOST_ROWS = 10_000;

/** What one page of the id list says: ids per product, and how many there are in all. */
interface IdPage {
  ids: Record<string, string[]>;
  total: number;
  largest: number;
}

/** Where a walk stands: the span under way, its next page, the largest count it reported, and the counts of the spans that are done. */
interface Position {
  from: Date;
  to: Date;
  page: number;
  total: number;
  done: number;
}

/**
 * Flights, hotels and trains by the time of their last update. One query of the id list serves all; it is walked until every block is
 * exhausted, and each page's orders are asked for in batches. A span of more rows than DiDi gives for one query is halved until it fits.
 */
async function* read(ctx: Didi, window: ReadWindow): AsyncIterable<Page> {
  let at = positionOf(window);
  let before = '';
  for (;;) {
    const here = at;
    const { ids, total, largest } = await freshPage(() => idPage(ctx, here), keyOf, before);
    if (largest > MOST_ROWS) {
      at = { ...at, to: middleOf(at), page: 1, total: 0 };
      continue;
    }
    before = keyOf({ ids });
    const records = await recordsOf(ctx, ids);
    const spanTotal = Math.max(at.total, total);
    const longest = Math.max(...Object.values(ids).map((list) => list.length));
    const exhausted = longest === 0 || (longest < PAGE && at.page * PAGE >= largest);
    if (!exhausted) at = { ...at, page: at.page + 1, total: spanTotal };
    else at = { from: at.to, to: window.to, page: 1, total: 0, done: at.done + spanTotal };
    if (exhausted && at.from >= window.to) {
      yield { records, cursor: null, control: { count: at.done } };
      return;
    }
    yield { records, cursor: cursorOf(at) };
  }
}

async function idPage(ctx: Didi, at: Position): Promise<IdPage> {
  const data = await query(ctx, '/open-apis/v1/order/list', {
    param_json: JSON.stringify({
      order_type: 'all',
      search_time: { type: 'all', start_time: timeText(at.from), end_time: timeText(lastSecondBefore(at.to)) },
      cur_page: at.page,
      limit: PAGE,
    }),
  });
  const ids: Record<string, string[]> = {};
  let total = 0;
  let largest = 0;
  for (const product of Object.keys(PRODUCTS)) {
    const block = Fields.of(data, '').child(`${product}_data`);
    const count = countOf(block.child('page').raw('total')) ?? 0;
    ids[product] = (block.text('order_ids') ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== '');
    total += count;
    largest = Math.max(largest, count);
  }
  return { ids, total, largest };
}

/** The orders of one page. An id without an order is a record as well, so that it is seen and not lost. */
async function recordsOf(ctx: Didi, ids: Record<string, string[]>): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  for (const [product, orderIds] of Object.entries(ids)) {
    if (orderIds.length === 0) continue;
    const { detail, productType } = PRODUCTS[product]!;
    const data = await query(ctx, detail, {
      order_ids: orderIds.join(','),
      ...(productType !== undefined && { product_type: productType }),
    });
    const orders = new Map(ordersOf(data).map((order) => [orderIdOf(order), order]));
    for (const externalId of orderIds) records.push({ externalId, data: { product, order: orders.get(externalId) ?? null } });
  }
  return records;
}

/** The orders of a detail answer: in `<product>_data.order_list`, or directly in `order_list`. */
function ordersOf(data: JsonObject): JsonObject[] {
  const blocks: Json[] = [data, ...Object.values(data)];
  const lists = blocks.map((block) => objectOf(block)?.order_list).filter((list) => Array.isArray(list));
  if (lists.length === 0) throw vendorBug('no_list', 'the answer has no order_list');
  return lists.flatMap((list) => objectsOf(list));
}

function keyOf({ ids }: Pick<IdPage, 'ids'>): string {
  return Object.values(ids).flat().join();
}

function orderIdOf(order: JsonObject): string | undefined {
  return Fields.of(order, '').child('order_info').text('order_id') ?? Fields.of(order, '').text('order_id');
}

function middleOf({ from, to }: Position): Date {
  const seconds = Math.floor((to.getTime() - from.getTime()) / 2000);
  if (seconds < 1) throw vendorBug('too_many_rows', `DiDi has more than ${MOST_ROWS} orders in one second`);
  return new Date((Math.floor(from.getTime() / 1000) + seconds) * 1000);
}

function positionOf({ from, to, cursor }: ReadWindow): Position {
  const saved = objectOf(cursor);
  if (!saved) return { from, to, page: 1, total: 0, done: 0 };
  return {
    from: new Date(String(saved.from)),
    to: new Date(String(saved.to)),
    page: countOf(saved.page) ?? 1,
    total: countOf(saved.total) ?? 0,
    done: countOf(saved.done) ?? 0,
  };
}

function cursorOf(at: Position): JsonObject {
  return { from: at.from.toISOString(), to: at.to.toISOString(), page: String(at.page), total: String(at.total), done: String(at.done) };
}

function map(record: RawRecord): OrderRecord {
  const product = PRODUCTS[Fields.of(record.data, '').text('product') ?? ''];
  if (!product) throw new MapError('not a product of this stream', '/product');
  if (!objectOf(record.data.order)) throw new MapError('DiDi lists this order but gives no detail of it', '/order');
  return product.map(record);
}

/** The stream `travel_orders`. */
export const travelOrders: Stream<'orders', DidiConfig> = { kind: 'orders', read, map };
