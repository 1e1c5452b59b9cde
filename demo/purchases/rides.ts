import type { Random } from '@interline/sdk/simulator';

import { isoOf } from '../calendar.js';
import type { City } from '../places.js';
import { byCompany, type Frame, type Later, movement, partOf, type Purchase, type Share } from './purchase.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** The price of a product against an express ride, in hundredths. */
const FACTORS: Readonly<Record<string, number>> = { express: 100, pool: 76, taxi: 112, premium: 165, luxury: 290 };
/** What the company allows for one ride, in fen. */
const ALLOWED = 12_000n;

/** Where a ride goes from or to. */
export interface Stop {
  name: string;
  address?: string;
}

/** A ride to be taken. */
export interface WantedRide {
  frame: Frame;
  startAt: number;
  city: City;
  from: Stop;
  to: Stop;
  kilometres: number;
  /** Leading people are driven better. */
  leading: boolean;
  random: Random;
}

/** A stop in town. */
export function spot(city: City, random: Random): Stop {
  const [name, address] = random.pick(city.spots);
  return { name, address };
}

/** A ride: paid when it ends, sometimes with tolls, sometimes by the traveller, and now and then partly given back weeks later. */
export function ride({ frame, startAt, city, from, to, kilometres, leading, random }: WantedRide): Purchase {
  const { id } = frame;
  const product = random.weighted([
    ['express', leading ? 30 : 62],
    ['taxi', 14],
    ['pool', leading ? 0 : 9],
    ['premium', leading ? 38 : 13],
    ['luxury', leading ? 18 : 2],
  ]);
  const night = new Date(startAt + 8 * 3_600_000).getUTCHours() >= 22;
  const fare = (1_400 + kilometres * 235) * ((FACTORS[product] ?? 100) / 100) * (night ? 1.2 : 1) * (0.92 + random.next() * 0.2);
  const price = BigInt(Math.round(fare));
  const endAt = startAt + Math.round(kilometres * 2.1 + 6) * MINUTE;
  const paidAt = endAt + random.int(8, 240) * 1000;
  const toll = kilometres > 18 && random.chance(0.3) ? BigInt(random.pick([500, 1000, 1500])) : 0n;
  const share = shareOf(price, random);
  const cancelled = random.weighted([
    ['no', 96],
    ['free', 2],
    ['fee', 2],
  ] as const);
  const cash =
    cancelled === 'free'
      ? []
      : cancelled === 'fee'
        ? [movement(id, 1, 'fee', startAt + 2 * MINUTE, byCompany(BigInt(random.int(4, 10)) * 100n), { text: '有责取消费' })]
        : [
            movement(id, 1, 'charge', paidAt, share),
            ...(toll > 0n
              ? [movement(id, 2, 'fee', paidAt, share.company > 0n ? byCompany(toll) : { company: 0n, personal: toll }, { text: '高速费' })]
              : []),
          ];
  const bookedAt = startAt - random.int(4, 14) * MINUTE;
  return {
    bookedAt,
    payer: typeof frame.traveller === 'string' ? frame.traveller : frame.booker,
    order: {
      ...frame,
      kind: 'ride',
      product,
      bookedAt: isoOf(bookedAt),
      startAt: isoOf(startAt),
      endAt: isoOf(cancelled === 'no' ? endAt : startAt + 2 * MINUTE),
      state: cancelled === 'no' ? 'done' : 'cancelled',
      from: { city: city.name, ...from },
      to: { city: city.name, ...to },
      detail: { distanceKm: cancelled === 'no' ? kilometres.toFixed(1) : '0' },
      cash,
    },
    later: cancelled === 'no' ? givenBack(id, share, toll === 0n, paidAt, random) : [],
  };
}

/** Most rides are the company's, some the traveller's own, and dear ones shared. */
function shareOf(price: bigint, random: Random): Share {
  if (random.chance(0.05)) return { company: 0n, personal: price };
  if (price > ALLOWED && random.chance(0.8)) return { company: ALLOWED, personal: price - ALLOWED };
  if (random.chance(0.03)) return { company: price - price / 4n, personal: price / 4n };
  return byCompany(price);
}

/** `complete`: the share is all that was paid, so giving it back gives back the whole ride. */
function givenBack(id: string, paid: Share, complete: boolean, paidAt: number, random: Random): Later[] {
  if (!random.chance(0.025)) return [];
  const whole = random.chance(0.3) && complete;
  const back = whole ? paid : partOf(paid, BigInt(random.int(10, 60)), 100n);
  if (back.company + back.personal === 0n) return [];
  const at = paidAt + random.int(1, 24) * DAY + random.int(0, 500) * MINUTE;
  const text = random.pick(['绕路', '多计里程', '司机误操作', '重复扣款']);
  return [{ at, patch: { state: whole ? 'refunded' : 'part_refunded' }, cash: [movement(id, 5, 'refund', at, back, { of: 1, text })] }];
}
