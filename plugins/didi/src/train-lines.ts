import type { OrderRecord, RawRecord } from '@interline/sdk';
import { TICKET_STATES, label } from './enums.js';
import { Fields, objectOf } from './fields.js';
import { yuanText } from './money.js';
import { placeOf, texts } from './refs.js';
import { originsOf, passengersOf, refundOf, ticketKey, type Passengers } from './tickets.js';
import { aboutOrder, aboutPassenger, linesOf, sharesOf, type About, type Movement, type Part } from './travel-lines.js';

/**
 * The lines of one train order. It is paid when its first ticket is issued; before that, the time of booking stands for it.
 * @throws MapError as {@link linesOf}
 */
export function mapTrain(record: RawRecord): OrderRecord {
  const order = Fields.of(objectOf(record.data.order), '/order');
  const info = order.child('order_info');
  const passengers = passengersOf(order);
  const tickets = order.list('ticket_list', 'ticket_info');
  const parts = tickets.map((ticket, index) => partOf(ticket, index, passengers));
  const changes = order.list('change_list', 'change_info').map((change, index) => changeOf(change, index, info, passengers));
  const origins = originsOf(changes);
  const refunds = order
    .list('refund_list', 'refund_info')
    .map((refund, index) => refundOf(refund, index, 'user_refund', info, parts, origins));
  const issued = tickets.flatMap((ticket) => ticket.time('print_ticket_time') ?? []).sort((a, b) => a.getTime() - b.getTime())[0];
  const paidAt = info.time('pay_time') ?? issued ?? info.time('create_time');
  const about: About = { ...aboutOrder(order, info), product: '火车票' };
  return {
    externalId: record.externalId,
    lines: linesOf({
      kind: 'train',
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

function partOf(ticket: Fields, index: number, passengers: Passengers): Part {
  const fees = ['service_fee', 'grab_service_fee', 'asynchronous_service_fee'].map((name) => ticket.fen(name) ?? 0n);
  const fare = ticket.fen('sale_price') ?? 0n;
  return {
    key: ticketKey(ticket, index),
    weight: {
      total: fees.reduce((sum, fee) => sum + fee, fare),
      company: ticket.fen('company_pay') ?? 0n,
      personal: ticket.fen('personal_pay') ?? 0n,
    },
    about: {
      ...aboutPassenger(passengers.get(ticket.text('passenger_traveler_id'))),
      ...journeyOf(ticket, { fare: yuanText(fare), serviceFee: yuanText(fees[0]! + fees[2]!), grabFee: yuanText(fees[1]) }),
    },
  };
}

function changeOf(change: Fields, index: number, info: Fields, passengers: Passengers): Movement {
  const fee = (change.fen('change_handing_fee') ?? 0n) + (change.fen('change_service_fee') ?? 0n);
  return {
    key: ticketKey(change, index),
    shares: sharesOf(change, { company: 'change_company_pay', personal: 'change_personal_pay', total: 'change_handing_fee' }, fee, info),
    at: change.time('changed_time'),
    pointer: change.pointer('changed_time'),
    part: change.text('pre_ticket_unique_key'),
    about: {
      ...aboutPassenger(passengers.get(change.text('passenger_traveler_id'))),
      ...journeyOf(change, {
        fare: yuanText(change.fen('change_ticket_price')),
        changeFee: yuanText(change.fen('change_handing_fee')),
        serviceFee: yuanText(change.fen('change_service_fee')),
        reason: change.text('reason_for_change'),
      }),
      description: '改签',
    },
  };
}

function journeyOf(ticket: Fields, more: Record<string, string | undefined>): About {
  return {
    city: ticket.text('arrival_city_name'),
    from: placeOf(ticket.text('departure_city_name'), ticket.text('departure_station_name')),
    to: placeOf(ticket.text('arrival_city_name'), ticket.text('arrival_station_name')),
    startAt: ticket.time('start_time'),
    endAt: ticket.time('arrive_time'),
    detail: texts({
      trainNo: ticket.text('train_code'),
      seatClass: ticket.text('seat_type'),
      coach: ticket.text('coach_number'),
      seat: ticket.text('seat_no'),
      ticketStatus: label(TICKET_STATES, ticket.text('ticket_status')),
      ...more,
    }),
  };
}
