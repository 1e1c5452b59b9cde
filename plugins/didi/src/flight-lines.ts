import type { OrderRecord, RawRecord } from '@interline/sdk';
import { CABINS, CABIN_CLASSES, TICKET_STATES, label } from './enums.js';
import { Fields, objectOf } from './fields.js';
import { yuanText } from './money.js';
import { placeOf, texts } from './refs.js';
import { originsOf, passengersOf, refundOf, ticketKey, type Passengers } from './tickets.js';
import { aboutOrder, aboutPassenger, linesOf, sharesOf, type About, type Movement, type Part } from './travel-lines.js';

/**
 * The lines of one flight order. DiDi gives no time of payment; the time of booking stands for it.
 * @throws MapError as {@link linesOf}
 */
export function mapFlight(record: RawRecord): OrderRecord {
  const order = Fields.of(objectOf(record.data.order), '/order');
  const info = order.child('order_info');
  const passengers = passengersOf(order);
  const roundTrip = info.text('flight_way') === '2';
  const parts = order.list('ticket_list', 'ticket_info').map((ticket, index) => partOf(ticket, index, passengers, roundTrip));
  const changes = order.list('change_list', 'change_info').map((change, index) => changeOf(change, index, info, passengers, roundTrip));
  const origins = originsOf(changes);
  const refunds = order
    .list('refund_list', 'refund_info')
    .map((refund, index) => refundOf(refund, index, 'refund_user_fee', info, parts, origins));
  const international = record.data.product === 'internationalflight';
  const about: About = { ...aboutOrder(order, info), product: international ? '国际机票' : '国内机票' };
  const paidAt = info.time('pay_time', 'create_time');
  return {
    externalId: record.externalId,
    lines: linesOf({
      kind: 'flight',
      externalId: record.externalId,
      info,
      price: order.child('price_info'),
      paidAt,
      about,
      parts,
      changes,
      refunds,
    }),
  };
}

function partOf(ticket: Fields, index: number, passengers: Passengers, roundTrip: boolean): Part {
  const fees = ['construction_fee', 'oil_fee', 'service_fee', 'asynchronous_service_fee'].map((name) => ticket.fen(name) ?? 0n);
  const fare = ticket.fen('sale_price') ?? ticket.fen('ticket_price') ?? 0n;
  const total = fees.reduce((sum, fee) => sum + fee, fare);
  return {
    key: ticketKey(ticket, index),
    weight: { total, company: 0n, personal: 0n },
    about: {
      ...aboutPassenger(passengers.get(ticket.text('passenger_traveler_id'))),
      ...journeyOf(ticket, roundTrip, {
        ticketNo: ticket.text('ticket_number'),
        ticketStatus: label(TICKET_STATES, ticket.text('ticket_status')),
        discount: ticket.text('discount'),
        fare: yuanText(fare),
        airportFee: yuanText(fees[0]),
        fuelFee: yuanText(fees[1]),
        serviceFee: yuanText(fees[2]! + fees[3]!),
      }),
    },
  };
}

function changeOf(change: Fields, index: number, info: Fields, passengers: Passengers, roundTrip: boolean): Movement {
  const fee =
    (change.fen('change_fee') ?? (change.fen('chang_handle_fee') ?? 0n) + (change.fen('change_up_cabin_fee') ?? 0n)) +
    (change.fen('change_service_fee') ?? 0n);
  return {
    key: ticketKey(change, index),
    shares: sharesOf(change, { company: 'change_company_pay', personal: 'change_personal_pay', total: 'change_fee' }, fee, info),
    at: change.time('changed_time'),
    pointer: change.pointer('changed_time'),
    part: change.text('original_ticket_unique_key', 'pre_ticket_unique_key'),
    about: {
      ...aboutPassenger(passengers.get(change.text('passenger_traveler_id'))),
      ...journeyOf(change, roundTrip, {
        ticketNo: change.text('changedticket_number'),
        ticketStatus: label(TICKET_STATES, change.text('changedticket_status')),
        changeFee: yuanText(change.fen('chang_handle_fee')),
        upgradeFee: yuanText(change.fen('change_up_cabin_fee')),
        serviceFee: yuanText(change.fen('change_service_fee')),
        reason: change.text('reason_for_change'),
      }),
      description: '改签',
    },
  };
}

/** Where a ticket goes: the end of its last segment; of a round trip, the end of the first. */
function journeyOf(ticket: Fields, roundTrip: boolean, more: Record<string, string | undefined>): About {
  const segments = ticket.list('sequence_list');
  const first = segments[0];
  const last = segments.at(-1);
  const goal = roundTrip ? first : last;
  const cabin =
    first &&
    (label(CABINS, first.text('cabin_type') === '0' ? undefined : first.text('cabin_type')) ?? label(CABIN_CLASSES, first.text('class')));
  return {
    city: goal?.text('arrival_city'),
    from: placeOf(first?.text('departure_city'), first?.text('departure_airport')),
    to: placeOf(goal?.text('arrival_city'), goal?.text('arrival_airport')),
    startAt: first?.time('departure_time'),
    endAt: last?.time('arrival_time'),
    detail: texts({ flightNo: segments.flatMap((segment) => segment.text('flight_number') ?? []).join(' / '), cabin, ...more }),
  };
}
