import { localTime } from '@interline/sdk/simulator';

import { cityId, cityPlain } from './cities.js';
import type { PurchaseEvent } from './purchases.js';
import { orderInfo, passenger, priceInfo, timeOf, type Trip } from './trip.js';
import { fen, vendorId } from './wire.js';

const CABINS: Readonly<Record<string, [letter: string, type: number]>> = {
  头等舱: ['F', 1],
  公务舱: ['C', 3],
  商务舱: ['C', 3],
  经济舱: ['Y', 4],
};
/** What of a domestic ticket goes to the airport and for fuel, in fen. */
const CONSTRUCTION = 5_000n;
const OIL = 2_000n;

/** What a ticket's price consists of, in fen. */
export function ticketParts(price: bigint, international: boolean): { ticket: bigint; construction: bigint; oil: bigint; tax: bigint } {
  if (international) return { ticket: price - price / 5n, construction: 0n, oil: 0n, tax: price / 5n };
  if (price <= CONSTRUCTION + OIL) return { ticket: price, construction: 0n, oil: 0n, tax: 0n };
  return { ticket: price - CONSTRUCTION - OIL, construction: CONSTRUCTION, oil: OIL, tax: 0n };
}

/** The cabin's letter and number. */
export const cabinOf = (cabin: string | undefined): [letter: string, type: number] => CABINS[cabin ?? ''] ?? ['Y', 4];

/** The number of the ticket an event is about: the first sale's, or the last rebooking's before it. */
export function ticketKey({ order, events }: Pick<Trip, 'order' | 'events'>, event?: PurchaseEvent): string {
  const before = events.slice(0, event ? events.indexOf(event) + 1 : 1).filter(({ type }) => type === 'change');
  const last = before[before.length - 1];
  return vendorId('ticket', last ? `${order.id} ${last.key}` : order.id);
}

/** The blocks of a flight's detail. */
export function flightBlocks(trip: Trip): Record<string, unknown> {
  const { parties, events, issue } = trip;
  return {
    order_info: { ...orderInfo(trip), flight_way: 1, order_status: statusOf(trip) },
    price_info: priceInfo(trip),
    ticket_list: issue ? [{ ticket_info: ticketInfo(trip, issue) }] : [],
    change_list: events.filter(({ type }) => type === 'change').map((event) => ({ change_info: changeInfo(trip, event) })),
    refund_list: events.filter(({ type }) => type === 'refund').map((event) => ({ refund_info: refundInfo(trip, event) })),
    passenger_list: [parties.traveller, ...parties.companions].map((party) => ({ passenger_info: passenger(trip, party) })),
    rc_list: [],
    srv_pack_info: { list: [] },
  };
}

function statusOf({ order, events, issue, money, now }: Trip): string {
  if (!issue) return order.state === 'cancelled' ? 'Cancelled' : 'Tobepaid';
  if (events.some(({ type }) => type === 'refund'))
    return order.state === 'part_refunded' && money.companyPay > 0n ? 'Partialrefund' : 'Refunded';
  return Date.parse(order.endAt) <= now ? 'Completed' : 'Ticketed';
}

function ticketInfo(trip: Trip, issue: PurchaseEvent): Record<string, unknown> {
  const { order, parties, events, international, now } = trip;
  const { ticket, construction, oil, tax } = ticketParts(issue.price, international);
  const gone = events.some(({ type }) => type === 'refund')
    ? 'Refunded'
    : events.some(({ type }) => type === 'change')
      ? 'Exchanged'
      : undefined;
  return {
    ticket_unique_key: ticketKey({ order, events }),
    ticket_number: order.detail['ticketNo'] ?? '',
    passenger_traveler_id: parties.traveller.id,
    ticket_status: gone ?? (Date.parse(order.endAt) <= now ? 'Used' : 'OpenForUse'),
    ...(!international && { discount: Number(order.detail['discount'] ?? '100') }),
    is_account_price: 0,
    sale_price: fen(ticket),
    cut_fee: 0,
    ticket_price: fen(ticket),
    construction_fee: fen(construction),
    oil_fee: fen(oil),
    ...(international && { tax: fen(tax) }),
    service_fee: fen(issue.serviceFee),
    asynchronous_service_fee: fen(events.filter(({ type }) => type === 'late_fee').reduce((sum, event) => sum + event.serviceFee, 0n)),
    sequence_list: [
      {
        sequenceinfo: sequence(
          trip,
          events.some(({ type }) => type === 'change'),
        ),
      },
    ],
  };
}

function sequence({ order }: Trip, original: boolean): Record<string, unknown> {
  const [letter, type] = cabinOf(order.detail['cabin']);
  const from = order.from ?? order.to;
  return {
    sequence: 1,
    departure_time: timeOf(original ? (order.detail['originalStartAt'] ?? order.startAt) : order.startAt),
    arrival_time: timeOf(original ? (order.detail['originalEndAt'] ?? order.endAt) : order.endAt),
    flight_number: original ? (order.detail['originalFlightNo'] ?? order.detail['flightNo'] ?? '') : (order.detail['flightNo'] ?? ''),
    share_flight_number: '',
    class: letter,
    cabin_type: type,
    departure_city: cityPlain(from.city),
    departure_city_id: String(cityId(from.city)),
    arrival_city: cityPlain(order.to.city),
    arrival_city_id: String(cityId(order.to.city)),
    stop_city: '',
    stop_city_id: '',
    departure_airport: from.name,
    departure_airport_code: order.detail['fromCode'] ?? '',
    arrival_airport: order.to.name,
    arrival_airport_code: order.detail['toCode'] ?? '',
    stop_airport: '',
    stop_airport_code: '',
  };
}

/** A rebooking; its fees are fen as text, and one of them is misspelt. */
function changeInfo(trip: Trip, event: PurchaseEvent): Record<string, unknown> {
  const { order, parties, events, now } = trip;
  const before = events.slice(0, events.indexOf(event)).filter(({ type }) => type === 'change');
  return {
    ticket_unique_key: ticketKey(trip, event),
    original_ticket_unique_key: ticketKey(trip),
    pre_ticket_unique_key: ticketKey(trip, before[before.length - 1]),
    changedticket_number: order.detail['changedTicketNo'] ?? order.detail['ticketNo'] ?? '',
    changedticket_status: Date.parse(order.endAt) <= now ? 'Used' : 'OpenForUse',
    change_order_id: vendorId('change', `${order.id} ${event.key}`),
    passenger_traveler_id: parties.traveller.id,
    reason_for_change: event.text,
    changed_time: localTime(event.at),
    chang_handle_fee: String(event.handleFee),
    change_up_cabin_fee: String(event.price),
    change_fee: String(event.handleFee + event.price),
    cut_fee: 0,
    change_company_pay: fen(event.company),
    change_personal_pay: fen(event.personal),
    change_service_fee: String(event.serviceFee),
    change_asynchronous_service_fee: '0',
    sequence_list: [{ sequenceinfo: sequence(trip, false) }],
  };
}

function refundInfo(trip: Trip, event: PurchaseEvent): Record<string, unknown> {
  return {
    ticket_unique_key: ticketKey(trip, event),
    refund_handle_fee: fen(event.handleFee),
    cut_fee: 0,
    refund_service_fee: 0,
    refund_asynchronous_service_fee: 0,
    reason_for_refund: event.text,
    refund_user_fee: fen(-event.company - event.personal),
    company_refund: fen(-event.company),
    personal_refund: fen(-event.personal),
    refunded_time: localTime(event.at),
  };
}
