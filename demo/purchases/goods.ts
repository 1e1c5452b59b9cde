import type { Random } from '@interline/sdk/simulator';

import { isoOf, monthOf } from '../calendar.js';
import { byCompany, type Frame, type Later, movement, type Purchase } from './purchase.js';
import type { Stop } from './rides.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Below this an order is brought for a fee, both in fen. */
const FREE_FROM = 9_900n;
const FREIGHT = 600n;

/** What offices buy: prices from and to in fen, and how many at most. */
const ARTICLES: readonly (readonly [name: string, low: number, high: number, most: number])[] = [
  ['A4 复印纸 70g 500 张', 1_990, 2_890, 10],
  ['中性笔 黑色 12 支', 1_290, 2_490, 10],
  ['便利贴 四色装', 790, 1_490, 10],
  ['档案盒 55mm', 890, 1_690, 12],
  ['打印机硒鼓', 19_900, 42_900, 2],
  ['挂耳咖啡 40 包', 6_900, 12_900, 3],
  ['抽纸 24 包', 3_990, 6_990, 4],
  ['矿泉水 24 瓶', 2_890, 4_690, 6],
  ['无线鼠标', 5_900, 12_900, 3],
  ['机械键盘', 14_900, 32_900, 2],
  ['27 英寸显示器', 79_900, 119_900, 1],
  ['人体工学椅', 59_900, 99_900, 1],
];

/** Goods to be bought. */
export interface WantedGoods {
  frame: Frame;
  bookedAt: number;
  city: string;
  /** The office they are sent to. */
  place: Stop;
  random: Random;
}

interface Item {
  name: string;
  pieces: number;
  amount: bigint;
}

/**
 * Office goods: paid when ordered, small orders with freight; some are sent in several parcels (`detail.split`: into how many, then the first
 * of them into how many again), some called off before they leave, some given back weeks later.
 */
export function goods({ frame, bookedAt, city, place, random }: WantedGoods): Purchase {
  const { id } = frame;
  const items = itemsOf(random);
  const pieces = items.reduce((sum, item) => sum + item.pieces, 0);
  const price = items.reduce((sum, { amount }) => sum + amount, 0n);
  const freight = price < FREE_FROM ? FREIGHT : 0n;
  const split = pieces >= 3 && random.chance(0.14) ? random.pick(['2', '2', '3', '2,2']) : undefined;
  return {
    bookedAt,
    payer: frame.booker,
    order: {
      ...frame,
      kind: 'goods',
      product: 'office',
      bookedAt: isoOf(bookedAt),
      startAt: isoOf(bookedAt),
      endAt: isoOf(bookedAt + random.int(20, 96) * HOUR),
      state: 'done',
      to: { city, ...place },
      detail: {
        items: items.map(({ name, pieces: count }) => `${name}×${count}`).join('；'),
        pieces: String(pieces),
        ...(split !== undefined && { split }),
      },
      cash: [
        movement(id, 1, 'charge', bookedAt, byCompany(price)),
        ...(freight > 0n ? [movement(id, 2, 'fee', bookedAt, byCompany(freight), { text: '运费' })] : []),
      ],
    },
    // What was sent in parcels, or with freight, is kept: each order shows one thing.
    later: split === undefined && freight === 0n ? sentBack(id, items, bookedAt, random) : [],
  };
}

/** One to three different articles. */
function itemsOf(random: Random): Item[] {
  const wanted = random.int(1, 3);
  const items = new Map<string, Item>();
  while (items.size < wanted) {
    const [name, low, high, most] = random.pick(ARTICLES);
    const pieces = random.int(1, most);
    items.set(name, { name, pieces, amount: BigInt(random.int(low / 10, high / 10) * 10) * BigInt(pieces) });
  }
  return [...items.values()];
}

function sentBack(id: string, items: readonly Item[], bookedAt: number, random: Random): Later[] {
  const all = items.reduce((sum, { amount }) => sum + amount, 0n);
  const back = (at: number, amount: bigint, state: 'cancelled' | 'refunded' | 'part_refunded', text: string): Later => ({
    at,
    patch: { state },
    cash: [movement(id, 3, 'refund', at, byCompany(amount), { of: 1, text })],
  });
  if (random.chance(0.025)) {
    const at = bookedAt + random.int(10, 240) * MINUTE;
    // Called off before it left, in the month it was ordered.
    return monthOf(at) === monthOf(bookedAt) ? [back(at, all, 'cancelled', '取消订单')] : [];
  }
  if (!random.chance(0.06)) return [];
  const at = bookedAt + random.int(4, 19) * DAY + random.int(0, 480) * MINUTE;
  const returned = random.pick(items).amount;
  return [back(at, returned, returned === all ? 'refunded' : 'part_refunded', '退货')];
}
