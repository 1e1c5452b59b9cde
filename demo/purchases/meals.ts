import type { Random } from '@interline/sdk/simulator';

import { isoOf, monthOf } from '../calendar.js';
import { type Frame, type Later, movement, partOf, type Purchase, type Share } from './purchase.js';
import type { Stop } from './rides.js';

const MINUTE = 60_000;

/** A dish and its price in fen. */
type Dish = readonly [name: string, price: number];

/** Kitchens are found in every city. */
const KITCHENS: readonly { name: string; mains: readonly Dish[]; sides: readonly Dish[] }[] = [
  {
    name: '麦田小馆',
    mains: [
      ['番茄牛腩饭', 3_280],
      ['宫保鸡丁饭', 2_690],
      ['鱼香肉丝饭', 2_580],
    ],
    sides: [
      ['紫菜蛋汤', 600],
      ['拍黄瓜', 980],
      ['米饭', 200],
    ],
  },
  {
    name: '老街面馆',
    mains: [
      ['红烧牛肉面', 3_190],
      ['葱油拌面', 2_280],
      ['雪菜肉丝面', 2_450],
    ],
    sides: [
      ['卤蛋', 350],
      ['酱牛肉', 1_880],
      ['豆浆', 500],
    ],
  },
  {
    name: '山城小炒',
    mains: [
      ['水煮鱼套餐', 4_580],
      ['小炒黄牛肉饭', 4_180],
      ['回锅肉饭', 2_960],
    ],
    sides: [
      ['酸梅汤', 680],
      ['凉拌木耳', 1_080],
      ['米饭', 200],
    ],
  },
  {
    name: '轻禾沙拉',
    mains: [
      ['鸡胸牛油果沙拉', 3_880],
      ['三文鱼谷物碗', 5_280],
      ['牛排能量碗', 4_980],
    ],
    sides: [
      ['无糖酸奶', 1_280],
      ['玉米浓汤', 1_180],
    ],
  },
];
/** What a kitchen takes to pack and bring a meal, in fen. */
const BRINGING = 450;

/** A meal to be brought. */
export interface WantedMeal {
  frame: Frame;
  /** What it is eaten for. */
  product: 'overtime' | 'travel';
  eatenAt: number;
  city: string;
  /** Where it is brought to. */
  place: Stop;
  /** What the company pays of it at most, in fen; what is above is the eater's. */
  allowed: bigint;
  random: Random;
}

/** A meal: paid when ordered, the company's up to what it allows; now and then called off at once, or given back in part or whole. */
export function meal({ frame, product, eatenAt, city, place, allowed, random }: WantedMeal): Purchase {
  const { id } = frame;
  const kitchen = random.pick(KITCHENS);
  const dishes = [random.pick(kitchen.mains), ...kitchen.sides.filter(() => random.chance(0.4))];
  const price = BigInt(dishes.reduce((sum, [, each]) => sum + each, BRINGING));
  const paid = { company: price < allowed ? price : allowed, personal: price < allowed ? 0n : price - allowed };
  const bookedAt = eatenAt - random.int(35, 60) * MINUTE;
  const paidAt = bookedAt + random.int(5, 90) * 1000;
  const restaurant = `${kitchen.name}（${city}店）`;
  return {
    bookedAt,
    payer: frame.booker,
    order: {
      ...frame,
      kind: 'meal',
      product,
      bookedAt: isoOf(bookedAt),
      startAt: isoOf(bookedAt),
      endAt: isoOf(eatenAt),
      state: 'done',
      from: { city, name: restaurant },
      to: { city, ...place },
      detail: { restaurant, dishes: dishes.map(([name]) => `${name}×1`).join('；') },
      cash: [movement(id, 1, 'charge', paidAt, paid)],
    },
    later: afterwards(id, paid, paidAt, eatenAt, BigInt(dishes.at(-1)![1]), random),
  };
}

/** Kitchens answer a complaint within a day or so; what would fall into another month is not given back. */
function afterwards(id: string, paid: Share, paidAt: number, eatenAt: number, lastDish: bigint, random: Random): Later[] {
  const outcome = random.weighted([
    ['eaten', 93],
    ['cancelled', 3],
    ['refunded', 1],
    ['part_refunded', 3],
  ] as const);
  if (outcome === 'eaten') return [];
  const at = outcome === 'cancelled' ? paidAt + random.int(2, 9) * MINUTE : eatenAt + random.int(20, 1_500) * MINUTE;
  if (monthOf(at) !== monthOf(paidAt)) return [];
  const part = outcome === 'part_refunded';
  const back = part ? partOf(paid, lastDish, paid.company + paid.personal) : paid;
  const text = part ? '餐品缺少' : outcome === 'cancelled' ? '用户取消' : '未送达';
  return [{ at, patch: { state: outcome }, cash: [movement(id, 2, 'refund', at, back, { of: 1, text })] }];
}
