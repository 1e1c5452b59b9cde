import { localDay, localTime } from '@interline/sdk/simulator';

import { cityId, cityPlain } from './cities.js';
import { orderInfo, paid, passenger, priceInfo, refunded, timeOf, type Trip } from './trip.js';
import { fen } from './wire.js';

const DAY = 86_400_000;

/** The blocks of a hotel stay's detail. */
export function hotelBlocks(trip: Trip): Record<string, unknown> {
  const { order, parties, issue, events } = trip;
  const refund = events.filter(({ type }) => type === 'refund').pop();
  const guests = [parties.traveller, ...parties.companions];
  return {
    order_info: {
      ...orderInfo(trip),
      order_status: hotelStatus(trip),
      is_early_checkout: order.state === 'part_refunded' && refund ? 1 : 0,
      complete_time: Date.parse(order.endAt) <= trip.now && order.state !== 'cancelled' ? timeOf(order.endAt) : '',
      refund_time: refund ? localTime(refund.at) : '',
      cancel_reason: order.state === 'cancelled' || order.state === 'refunded' ? (refund?.text ?? '') : '',
      extend_field_list: '[]',
    },
    price_info: {
      ...priceInfo(trip),
      company_coupon: 0,
      personal_coupon: 0,
      difftax_fee: 0,
      room_amount: fen(issue?.price ?? 0n),
      personal_pay_detail: { reimburse_fee: 0, no_reimburse_fee: fen(issue?.personal ?? 0n) },
      personal_real_pay_detail: { reimburse_fee: 0, no_reimburse_fee: fen(paid(events, 'personal')), company_card_real_pay: 0 },
      personal_real_refund_detail: { reimburse_fee: 0, no_reimburse_fee: fen(refunded(events, 'personal')), company_card_real_refund: 0 },
    },
    base_info: baseInfo(trip),
    passenger_list: guests.map((party) => passenger(trip, party)),
    sequence_list: [
      {
        sequence: '1',
        sequence_id: '1',
        passenger_traveler_id: guests.map(({ id }) => id),
        real_checkin_time: timeOf(order.startAt),
        real_checkout_time: timeOf(order.endAt),
      },
    ],
    rc_list: [],
  };
}

/** The state of a stay, in the vendor's English. */
export function hotelStatus({ order, issue, events, now }: Trip): string {
  if (!issue) return order.state === 'cancelled' ? 'Cancelledbeforepay' : 'Submitted';
  const returned = events.some(({ type }) => type === 'refund');
  if (order.state === 'cancelled') return returned ? 'Cancelledafterpay' : 'Noshow';
  if (order.state === 'refunded' && returned) return 'Cancelledafterpay';
  return Date.parse(order.endAt) <= now ? 'Completed' : Date.parse(order.startAt) <= now ? 'Checkedin' : 'Booked';
}

/** The nights of a stay. */
export function nightsOf({ order }: Pick<Trip, 'order'>): number {
  return Math.max(1, Number(order.detail['nights'] ?? '1'));
}

function baseInfo(trip: Trip): Record<string, unknown> {
  const { order, issue, money } = trip;
  const nights = nightsOf(trip);
  const price = issue?.price ?? 0n;
  const each = price / BigInt(nights);
  const start = Date.parse(order.startAt);
  return {
    details_amount: Array.from({ length: nights }, (_, night) => ({
      date: localDay(start + night * DAY),
      price: fen(night === 0 ? price - each * BigInt(nights - 1) : each),
    })),
    pay_time: money.paidAt === undefined ? '' : localTime(money.paidAt),
    checkin_time: localDay(start),
    checkout_time: localDay(Date.parse(order.endAt)),
    confirm_time: money.paidAt === undefined ? '' : localTime(money.paidAt + 60_000),
    real_checkin_time: localDay(start),
    real_checkout_time: localDay(Date.parse(order.endAt)),
    city_name: cityPlain(order.to.city),
    city_id: String(cityId(order.to.city)),
    hotel_name: order.detail['hotelName'] ?? order.to.name,
    hotel_english_name: '',
    room_name: order.detail['roomType'] ?? '',
    room_num: 1,
    room_night: nights,
    real_room_number: 1,
    real_room_night: nights,
    invoice_type: '增专',
    country: trip.international ? '境外' : '中国',
    county_id: '',
    county_name: '',
  };
}
