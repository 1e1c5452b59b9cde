import type { VendorCall, WorldOrder } from '@interline/sdk/simulator';

import { SOLD, type SoldKind } from './ctrip-world.js';
import type { Desk } from './desk.js';
import { badParameter, status } from './errors.js';
import { flightEntity } from './flight-entity.js';
import { hotelEntity } from './hotel-entity.js';
import type { Journeys } from './journeys.js';
import { FLIGHT_STATES, stateAt, TRAIN_STATES } from './order-state.js';
import { partiesOf } from './parties.js';
import { type Body, listField, numbersField, type Span, spanFields, textField } from './request.js';
import type { Written } from './row-writer.js';
import { trainEntity } from './train-entity.js';
import { long } from './wire.js';

/** `OrderType` of the list of numbers; 1 and 3 are seen in public code, 2 and 4 are this simulator's own. */
const ORDER_TYPES: Readonly<Record<SoldKind, number>> = { flight: 1, hotel: 2, train: 3, ride: 4 };
/** Bounded by what a body may hold in any case; thirty at a time is what callers of the live API send. */
const MOST_ORDERS = 1000;

/** `queryOrderIdList`: the numbers of orders booked in a span. @throws Refusal */
export function orderIds(desk: Desk, body: Body, call: VendorCall): Written {
  const span = spanFields(body, 'BeginDate', 'EndDate');
  if (!span) throw badParameter('BeginDate/EndDate 必填');
  const types = listField(body, 'SearchTypes');
  const kinds = SOLD.filter((kind) => types.length === 0 || types.includes(String(ORDER_TYPES[kind])));
  const found = bookedIn(desk, kinds, span, call.now);
  const data = found.map(({ id, kind }) => ({ OrderId: long(id), OrderType: ORDER_TYPES[kind as SoldKind] }));
  if (call.fault?.kind === 'unknown_enum') {
    if (data[0]) data[0].OrderType = 99;
    else call.keepFault();
  }
  call.records(found.map(({ id }) => id));
  return { Status: status(), Data: data };
}

/** Orders by when they were booked. */
function bookedIn({ world }: Desk, kinds: readonly SoldKind[], { from, to }: Span, now: number): WorldOrder[] {
  const until = Math.min(to, now);
  return kinds
    .flatMap((kind) => world.orders.between(kind, from, until).map((handle) => world.orders.order(handle)))
    .map((order) => ({ order, at: Date.parse(order.bookedAt) }))
    .filter(({ at }) => at >= from && at <= until)
    .sort((left, right) => left.at - right.at)
    .map(({ order }) => order);
}

/** `SearchOrder`: orders in full, by number, journey or day; those of one journey together. Cars have no entity there. @throws Refusal */
export function searchOrders(desk: Desk, journeys: Journeys, body: Body, call: VendorCall): Written {
  const orders = askedFor(desk, journeys, body, call.now).filter(
    ({ kind, bookedAt }) => kind !== 'ride' && Date.parse(bookedAt) <= call.now,
  );
  const itineraries = new Map<string, WorldOrder[]>();
  for (const order of orders) {
    const key = order.approvalId || `of ${order.id}`;
    itineraries.set(key, [...(itineraries.get(key) ?? []), order]);
  }
  call.records(orders.map(({ id }) => id));
  const unknown = call.fault?.kind === 'unknown_enum' ? orders[0]?.id : undefined;
  if (call.fault?.kind === 'unknown_enum' && unknown === undefined) call.keepFault();
  return { Status: status(), ItineraryList: [...itineraries.values()].map((together) => itinerary(desk, together, call.now, unknown)) };
}

function askedFor(desk: Desk, journeys: Journeys, body: Body, now: number): WorldOrder[] {
  const { orders } = desk.world;
  const ids = numbersField(body, 'OrderID', MOST_ORDERS);
  const journey = textField(body, 'JourneyNo');
  const span = spanFields(body, 'DateFrom', 'DateTo');
  if (ids.length > 0) return [...new Set(ids.flatMap((id) => orders.handleOf(id) ?? []))].map((handle) => orders.order(handle));
  if (journey !== '') return journeys.of(journey).map((handle) => orders.order(handle));
  if (span) return bookedIn(desk, SOLD, span, now);
  throw badParameter('OrderID、JourneyNo、DateFrom/DateTo 至少填写一项');
}

/** The entities of one journey. @param unknown the order that is to have a state nobody published */
function itinerary(desk: Desk, orders: readonly WorldOrder[], now: number, unknown: string | undefined): Written {
  const list = (kind: SoldKind, entity: typeof flightEntity): Written[] | null => {
    const found = orders.filter((order) => order.kind === kind);
    const written = found.map((order) => entity({ desk, order, parties: partiesOf(order, desk.world), now }));
    found.forEach(({ id }, at) => id === unknown && Object.assign(written[at]?.['BasicInfo'] as Written, UNKNOWN[kind]));
    return found.length === 0 ? null : written;
  };
  return {
    JourneyNO: orders[0]?.approvalId ?? '',
    FlightOrderInfoList: list('flight', flightEntity),
    HotelOrderInfoList: list('hotel', hotelEntity),
    TrainOrderInfoList: list('train', trainEntity),
  };
}

const UNKNOWN: Readonly<Record<string, Written>> = {
  flight: { OrderStatusCode: 'Z', OrderStatus: '瞬移' },
  hotel: { OrderStatusCode: 'Z', OrderStatus: '瞬移' },
  train: { NewOrderStatus: 'Z', NewOrderStatusName: '瞬移' },
};

/** `searchOrderStatusData`: how orders stand. @throws Refusal */
export function orderStates(desk: Desk, body: Body, call: VendorCall): Written {
  const ids = listField(body, 'orderIdList');
  if (ids.length === 0 || ids.length > MOST_ORDERS) throw badParameter(`orderIdList 应为 1 到 ${MOST_ORDERS} 个`);
  const { orders } = desk.world;
  const found = [...new Set(ids.flatMap((id) => orders.handleOf(id) ?? []))]
    .map((handle) => orders.order(handle))
    .filter(({ bookedAt }) => Date.parse(bookedAt) <= call.now);
  const data = found.map((order) => {
    const [code, words] = (order.kind === 'train' ? TRAIN_STATES : FLIGHT_STATES)[stateAt(order, call.now)];
    return { orderId: order.id, orderType: ORDER_TYPES[order.kind as SoldKind], orderStatus: code, orderStatusName: words };
  });
  if (call.fault?.kind === 'unknown_enum') {
    if (data[0]) Object.assign(data[0], { orderStatus: 'Z', orderStatusName: '瞬移' });
    else call.keepFault();
  }
  call.records(found.map(({ id }) => id));
  return { Status: status(), orderDataList: data };
}
