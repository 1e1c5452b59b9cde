import type { Random } from '@interline/sdk/simulator';

import { isoOf } from '../calendar.js';
import { type City, distance } from '../places.js';
import { byCompany, type Frame, type Later, movement, partOf, type Purchase, type Share, yuanBetween } from './purchase.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What the platform takes for a sale, in fen. */
const FLIGHT_FEE = 1_500n;
const TRAIN_FEE = 500n;
const CARRIERS = ['ZX', 'QH', 'YB', 'LK'];

/** A journey or stay to be bought. */
export interface Wanted {
  frame: Frame;
  bookedAt: number;
  startAt: number;
  from: City;
  to: City;
  abroad: boolean;
  /** When the trip is called off; undefined when it takes place. */
  cancelledAt: number | undefined;
  random: Random;
}

/** A seat on an aeroplane: the price with the platform's fee, now and then a rebooking, and a refund less a fee when the trip is called off. */
export function flight(wanted: Wanted): Purchase {
  const { frame, bookedAt, from, to, abroad, random } = wanted;
  const { id } = frame;
  const kilometres = distance(from, to);
  const business = abroad && random.chance(0.15);
  const fare = BigInt(Math.round((28_000 + kilometres * (abroad ? 62 : 70)) * (0.7 + random.next() * 0.7) * (business ? 3.2 : 1)));
  const price = (fare / 1000n) * 1000n;
  const length = (kilometres / 780 + 0.7) * HOUR;
  const endAt = wanted.startAt + Math.round(length / (5 * MINUTE)) * 5 * MINUTE;
  return {
    bookedAt,
    payer: payerOf(frame),
    order: {
      ...frame,
      kind: 'flight',
      product: abroad ? 'international' : 'domestic',
      bookedAt: isoOf(bookedAt - 4 * MINUTE),
      startAt: isoOf(wanted.startAt),
      endAt: isoOf(endAt),
      state: 'done',
      from: { city: from.name, name: from.airport },
      to: { city: to.name, name: to.airport },
      detail: {
        flightNo: `${random.pick(CARRIERS)}${random.int(1001, 9899)}`,
        cabin: business ? '公务舱' : '经济舱',
        ticketNo: ticketNo(random),
        fromCode: from.code,
        toCode: to.code,
      },
      cash: [
        movement(id, 1, 'charge', bookedAt, byCompany(price)),
        movement(id, 2, 'fee', bookedAt, byCompany(FLIGHT_FEE), { text: '平台使用费' }),
      ],
    },
    later:
      wanted.cancelledAt === undefined
        ? changed(wanted, price, endAt)
        : [calledOff(wanted, byCompany(price), 5n + BigInt(random.int(0, 25)))],
  };
}

const payerOf = ({ booker, traveller }: Frame): string => (typeof traveller === 'string' ? traveller : booker);
const ticketNo = (random: Random): string => `9${random.int(10, 99)}-${random.int(1_000_000_000, 9_899_999_999)}`;

/** One in fourteen is rebooked to another hour of the same day. */
function changed({ frame, bookedAt, startAt, random }: Wanted, price: bigint, endAt: number): Later[] {
  if (!random.chance(0.07)) return [];
  const at = bookedAt + Math.floor((startAt - bookedAt) * (0.3 + random.next() * 0.5));
  const shift = random.pick([-2, -1, 1, 2]) * HOUR;
  const fee = ((price / 100n) * BigInt(random.int(5, 20)) * 100n) / 100n;
  const difference = random.chance(0.6) ? yuanBetween(random, 20, 260) : 0n;
  const second = Math.floor(at / 1000) * 1000;
  return [
    {
      at: second,
      patch: {
        startAt: isoOf(startAt + shift),
        endAt: isoOf(endAt + shift),
        detail: {
          originalStartAt: isoOf(startAt),
          originalEndAt: isoOf(endAt),
          changedTicketNo: ticketNo(random),
        },
      },
      cash: [
        ...(difference > 0n ? [movement(frame.id, 3, 'charge', second, byCompany(difference), { text: '改签差价' })] : []),
        movement(frame.id, 4, 'fee', second, byCompany(fee), { text: '改签手续费' }),
      ],
    },
  ];
}

/** A refund some days after the trip was called off, less so many hundredths as a fee. */
function calledOff({ frame, cancelledAt, random }: Wanted, paid: Share, hundredths: bigint): Later {
  const at = Math.floor(((cancelledAt as number) + random.int(1, 9) * DAY + random.int(0, 600) * MINUTE) / 1000) * 1000;
  const kept = partOf(paid, hundredths, 100n);
  const fee = kept.company + kept.personal > 0n ? [movement(frame.id, 6, 'fee', at, kept, { text: '退票手续费' })] : [];
  return {
    at,
    patch: { state: 'refunded' },
    cash: [movement(frame.id, 5, 'refund', at, paid, { of: 1, text: '行程取消' }), ...fee],
  };
}

/** A seat on a train. */
export function train(wanted: Wanted): Purchase {
  const { frame, bookedAt, startAt, from, to, random } = wanted;
  const { id } = frame;
  const kilometres = Math.round(distance(from, to) * 1.2);
  const first = random.chance(0.12);
  // Rail fares come in half yuan.
  const price = BigInt(Math.max(60, Math.round(kilometres * 0.92 * (first ? 1.6 : 1)))) * 50n;
  const length = Math.round((kilometres / 245 + 0.2) * 60);
  const rebooked = wanted.cancelledAt === undefined && random.chance(0.05);
  const changeAt = Math.floor((bookedAt + (startAt - bookedAt) * 0.6) / 1000) * 1000;
  const shift = random.pick([-1, 1, 2]) * HOUR;
  return {
    bookedAt,
    payer: payerOf(frame),
    order: {
      ...frame,
      kind: 'train',
      product: 'domestic',
      bookedAt: isoOf(bookedAt - 3 * MINUTE),
      startAt: isoOf(startAt),
      endAt: isoOf(startAt + length * MINUTE),
      state: 'done',
      from: { city: from.name, name: from.station ?? from.name },
      to: { city: to.name, name: to.station ?? to.name },
      detail: {
        trainNo: `G${random.int(1, 1998)}`,
        seat: first ? '一等座' : '二等座',
        coach: `${String(random.int(1, 16)).padStart(2, '0')}车厢`,
        seatNo: `${String(random.int(1, 20)).padStart(2, '0')}${random.pick(['A', 'B', 'C', 'D', 'F'])}号`,
      },
      cash: [
        movement(id, 1, 'charge', bookedAt, byCompany(price)),
        movement(id, 2, 'fee', bookedAt, byCompany(TRAIN_FEE), { text: '平台使用费' }),
      ],
    },
    later:
      wanted.cancelledAt !== undefined
        ? [calledOff(wanted, byCompany(price), BigInt(random.pick([0, 5, 10, 20])))]
        : rebooked
          ? [
              {
                at: changeAt,
                patch: { startAt: isoOf(startAt + shift), endAt: isoOf(startAt + shift + length * MINUTE) },
                cash: [movement(id, 3, 'charge', changeAt, byCompany(yuanBetween(random, 5, 120)), { text: '改签差价' })],
              },
            ]
          : [],
  };
}

/** A stay, paid when booked; a better room than allowed is shared, an early departure gives a night back. */
export function hotel(wanted: Wanted, nights: number): Purchase {
  const { frame, bookedAt, startAt, to, abroad, cancelledAt, random } = wanted;
  const { id } = frame;
  const night = BigInt(Math.round((to.night * (0.75 + random.next() * 0.6)) / 100)) * 100n;
  const all = night * BigInt(nights);
  const upgrade = random.chance(0.09) ? partOf({ company: 0n, personal: all }, BigInt(random.int(10, 25)), 100n).personal : 0n;
  const paid = { company: all - upgrade, personal: upgrade };
  const endAt = startAt + nights * DAY - 3 * HOUR;
  return {
    bookedAt,
    payer: payerOf(frame),
    order: {
      ...frame,
      kind: 'hotel',
      product: abroad ? 'international' : 'domestic',
      bookedAt: isoOf(bookedAt - 2 * MINUTE),
      startAt: isoOf(startAt),
      endAt: isoOf(endAt),
      state: 'done',
      to: { city: to.name, name: `${to.name}云岭酒店`, ...(to.spots[0] && { address: to.spots[0][1] }) },
      detail: {
        hotelName: `${to.name}${random.pick(['云岭酒店', '山前里酒店', '星河商务酒店', '拾间酒店'])}`,
        roomType: random.pick(['高级大床房', '豪华双床房', '商务大床房']),
        nights: String(nights),
      },
      cash: [movement(id, 1, 'charge', bookedAt, paid)],
    },
    later: stayed(wanted, paid, nights, endAt, cancelledAt),
  };
}

function stayed({ frame, random }: Wanted, paid: Share, nights: number, endAt: number, cancelledAt: number | undefined): Later[] {
  if (cancelledAt !== undefined) {
    // Called off late, the first night is kept.
    const kept = random.chance(0.3) ? partOf(paid, 1n, BigInt(nights)) : { company: 0n, personal: 0n };
    const back = { company: paid.company - kept.company, personal: paid.personal - kept.personal };
    if (back.company + back.personal === 0n) return [{ at: cancelledAt, patch: { state: 'cancelled' }, cash: [] }];
    const at = cancelledAt + random.int(2, 200) * MINUTE;
    return [{ at, patch: { state: 'cancelled' }, cash: [movement(frame.id, 2, 'refund', at, back, { of: 1, text: '行程取消' })] }];
  }
  if (nights < 2 || !random.chance(0.05)) return [];
  const at = endAt + random.int(1, 8) * DAY;
  const back = partOf(paid, 1n, BigInt(nights));
  return [{ at, patch: { state: 'part_refunded' }, cash: [movement(frame.id, 2, 'refund', at, back, { of: 1, text: '提前离店' })] }];
}
