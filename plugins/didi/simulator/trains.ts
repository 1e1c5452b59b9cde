import { localTime } from '@interline/sdk/simulator';

import { cityId, cityPlain } from './cities.js';
import { ticketKey } from './flights.js';
import type { PurchaseEvent } from './purchases.js';
import { orderInfo, passenger, priceInfo, timeOf, type Trip } from './trip.js';
import { fen, masked, vendorId } from './wire.js';

/** The blocks of a train journey's detail. */
export function trainBlocks(trip: Trip): Record<string, unknown> {
  const { parties, events, issue } = trip;
  return {
    order_info: { ...orderInfo(trip), is_grab_order: '0', order_status: statusOf(trip) },
    price_info: { ...priceInfo(trip), grab_service_fee: 0 },
    ticket_list: issue ? [{ ticket_info: ticketInfo(trip, issue) }] : [],
    grab_info: [],
    change_list: events.filter(({ type }) => type === 'change').map((event) => ({ change_info: changeInfo(trip, event) })),
    refund_list: events.filter(({ type }) => type === 'refund').map((event) => ({ refund_info: refundInfo(trip, event) })),
    passenger_list: [parties.traveller, ...parties.companions].map((party) => ({
      passenger_info: { ...passenger(trip, party), passenger_phone: masked(party.phone) },
    })),
    rc_list: [],
  };
}

function statusOf({ order, events, issue, now }: Trip): string {
  if (!issue) return order.state === 'cancelled' ? 'Cancelled' : 'Tobepaid';
  if (events.some(({ type }) => type === 'refund')) return order.state === 'part_refunded' ? 'Partialrefund' : 'Refunded';
  return Date.parse(order.endAt) <= now ? 'Completed' : 'Ticketed';
}

function journey({ order, parties }: Trip): Record<string, unknown> {
  const from = order.from ?? order.to;
  return {
    passenger_traveler_id: parties.traveller.id,
    start_time: timeOf(order.startAt),
    arrive_time: timeOf(order.endAt),
    train_code: order.detail['trainNo'] ?? '',
    seat_type: order.detail['seat'] ?? '其他',
    coach_number: order.detail['coach'] ?? '08车厢',
    seat_no: order.detail['seatNo'] ?? '06D号',
    departure_city_name: cityPlain(from.city),
    departure_city_id: String(cityId(from.city)),
    arrival_city_name: cityPlain(order.to.city),
    arrival_city_id: String(cityId(order.to.city)),
    departure_station_name: from.name,
    arrival_station_name: order.to.name,
  };
}

function ticketInfo(trip: Trip, issue: PurchaseEvent): Record<string, unknown> {
  const { order, events, now } = trip;
  const gone = events.some(({ type }) => type === 'refund')
    ? 'Refunded'
    : events.some(({ type }) => type === 'change')
      ? 'Changed'
      : undefined;
  return {
    ticket_unique_key: ticketKey(trip),
    ...journey(trip),
    ticket_status: gone ?? (Date.parse(order.endAt) <= now ? 'Outbound' : 'Openforuse'),
    sale_price: fen(issue.price),
    service_fee: fen(issue.serviceFee),
    asynchronous_service_fee: 0,
    grab_service_fee: 0,
    company_pay: fen(issue.company),
    personal_pay: fen(issue.personal),
    print_ticket_time: localTime(issue.at),
  };
}

function changeInfo(trip: Trip, event: PurchaseEvent): Record<string, unknown> {
  const { order, events, now } = trip;
  const before = events.slice(0, events.indexOf(event)).filter(({ type }) => type === 'change');
  return {
    ticket_unique_key: ticketKey(trip, event),
    pre_ticket_unique_key: ticketKey(trip, before[before.length - 1]),
    change_order_id: vendorId('change', `${order.id} ${event.key}`),
    reason_for_change: event.text,
    changed_time: localTime(event.at),
    ...journey(trip),
    ticket_status: Date.parse(order.endAt) <= now ? 'Outbound' : 'Openforuse',
    change_handing_fee: fen(event.handleFee),
    change_ticket_price: fen(event.price),
    change_service_fee: fen(event.serviceFee),
    change_company_pay: fen(event.company),
    change_personal_pay: fen(event.personal),
  };
}

function refundInfo(trip: Trip, event: PurchaseEvent): Record<string, unknown> {
  return {
    ticket_unique_key: ticketKey(trip, event),
    refund_handle_fee: fen(event.handleFee),
    user_refund: fen(-event.company - event.personal),
    refund_service_fee: 0,
    refunded_time: localTime(event.at),
    reason_for_refund: event.text,
    company_refund: fen(-event.company),
    personal_refund: fen(-event.personal),
  };
}
