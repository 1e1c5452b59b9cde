import type { VendorCall, WorldOrder } from '@interline/sdk/simulator';

import type { Desk } from './desk.js';
import { badParameter } from './errors.js';
import { flightBlocks } from './flights.js';
import type { Params } from './gate.js';
import { hotelBlocks } from './hotels.js';
import { partiesOf } from './people-of.js';
import { eventsOf, isInternational, moneyOf } from './purchases.js';
import { trainBlocks } from './trains.js';
import type { Trip } from './trip.js';

type TravelKind = 'flight' | 'hotel' | 'train';
const BLOCKS: Record<TravelKind, (trip: Trip) => Record<string, unknown>> = {
  flight: flightBlocks,
  hotel: hotelBlocks,
  train: trainBlocks,
};

/** `POST /api-gateway/g/{flight,hotel,train}/orderDetail`: up to 100 orders; ids of none of the kind are left out. */
export function travelDetail(desk: Desk, kind: TravelKind, params: Params, call: VendorCall): unknown {
  const ids = (params['order_ids'] ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
  if (ids.length === 0) throw badParameter('order_ids 必填');
  if (ids.length > 100) throw badParameter('一次最多查询 100 个订单');
  const product = params['product_type'];
  if (kind !== 'train' && product !== '1' && product !== '2') throw badParameter('product_type');
  const international = kind !== 'train' && product === '2';
  const list = ids.flatMap((id): Record<string, unknown>[] => {
    const handle = desk.world.orders.handleOf(id);
    const order = handle === undefined ? undefined : desk.world.orders.order(handle);
    if (!order || order.kind !== kind || Date.parse(order.bookedAt) > call.now) return [];
    if (kind !== 'train' && isInternational(order) !== international) return [];
    return [BLOCKS[kind](tripOf(desk, handle as number, order, call.now))];
  });
  if (call.fault?.kind === 'unknown_enum') {
    const info = list[0]?.['order_info'] as Record<string, unknown> | undefined;
    if (info) info['order_status'] = 'Teleported';
    else call.keepFault();
  }
  call.records(list.map((item) => String((item['order_info'] as Record<string, unknown>)['order_id'])));
  const total = call.fault?.kind === 'wrong_count' ? list.length + call.fault.by : list.length;
  return { total, [`${international ? 'international' : 'domestic'}${kind}_data`]: { order_list: list } };
}

function tripOf(desk: Desk, handle: number, order: WorldOrder, now: number): Trip {
  const cash = desk.world.orders.cash(handle);
  const events = eventsOf(cash, now);
  return {
    order,
    events,
    issue: events.find(({ type }) => type === 'issue'),
    parties: partiesOf(order, desk.world),
    money: moneyOf(cash, now),
    international: isInternational(order),
    now,
    desk,
  };
}
