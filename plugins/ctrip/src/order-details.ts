import type { JsonObject } from '@interline/sdk';
import { query } from './api.js';
import type { Ctrip } from './config.js';
import { ifPermitted } from './errors.js';
import { Fields, objectsOf } from './fields.js';
import type { Product } from './products.js';
import type { DaySpan } from './times.js';

/** How many orders are asked for in one call; nothing larger is known to work. */
export const ORDERS_A_CALL = 30;

/** Where an itinerary holds the orders of each product. Rides are not among them. */
const LISTS: readonly [string, Product][] = [
  ['FlightOrderInfoList', 'flight'],
  ['HotelOrderInfoList', 'hotel'],
  ['TrainOrderInfoList', 'train'],
];

/** An order as SearchOrder tells it: the journey, without amounts. */
export interface Itinerary {
  product: Product;
  /** `{product, JourneyNO, entity}`: a part of the raw record. */
  data: JsonObject;
}

/** The orders booked on some days, with Ctrip's type of each. It is served at an address of its own. */
export async function orderIdsOf(ctx: Ctrip, { from, to }: DaySpan): Promise<Map<string, string>> {
  const body = await query(ctx, '/order/queryOrderIdList', { BeginDate: from, EndDate: to }, { service: 'order_ids' });
  const ids = new Map<string, string>();
  for (const row of objectsOf(body['Data'])) {
    const fields = new Fields(row, '');
    const id = fields.id('OrderId', 'OrderID');
    if (id !== undefined) ids.set(id, fields.text('OrderType') ?? '');
  }
  return ids;
}

/** The itineraries of at most 30 orders, by order; empty where the application may not ask. */
export async function itinerariesOf(ctx: Ctrip, orderIds: readonly string[]): Promise<Map<string, Itinerary>> {
  const body = await ifPermitted(() => query(ctx, '/switchapi/Order/SearchOrder', { OrderID: orderIds.join(',') }));
  const found = new Map<string, Itinerary>();
  for (const itinerary of objectsOf(body?.['ItineraryList'])) {
    for (const [list, product] of LISTS) {
      for (const entity of objectsOf(itinerary[list])) {
        const id = orderIdOf(entity);
        if (id !== undefined) found.set(id, { product, data: { product, JourneyNO: itinerary['JourneyNO'] ?? null, entity } });
      }
    }
  }
  return found;
}

/** The rows of the status feed of at most 30 orders, by order; empty where the application may not ask. */
export async function statesOf(ctx: Ctrip, orderIds: readonly string[]): Promise<Map<string, JsonObject>> {
  const body = await ifPermitted(() => query(ctx, '/dataapi/searchOrderStatusData', { orderIdList: orderIds }, { typed: true }));
  return new Map(
    objectsOf(body?.['orderDataList']).flatMap((row) => {
      const id = orderIdOf(row);
      return id === undefined ? [] : [[id, row] as const];
    }),
  );
}

/** The order an entity is about: in its basic information, or beside it. */
function orderIdOf(entity: JsonObject): string | undefined {
  const names = ['OrderID', 'OrderId', 'orderId', 'orderID'];
  return new Fields(entity['BasicInfo'], '').id(...names) ?? new Fields(entity, '').id(...names);
}
