import type { CashMovement, WorldFacts, WorldOrder, WorldPerson } from '../simulator/index.js';

/** Kinds of orders a simulator may sell. */
export const KINDS: readonly WorldOrder['kind'][] = ['ride', 'flight', 'hotel', 'train', 'meal', 'goods'];

/** When the suite plays, unless it is told otherwise: late morning in China, bills of the month before are out. */
export const NOW = new Date('2026-11-20T03:00:00Z');

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Enough for three pages of any vendor we know, within a span any of them answers at once. */
const BUSY_ORDERS = 230;
const BUSY_DAYS = 4;

const PRODUCTS: Readonly<Record<WorldOrder['kind'], readonly string[]>> = {
  ride: ['express', 'premium', 'taxi', 'luxury'],
  flight: ['domestic', 'international'],
  hotel: ['domestic', 'international'],
  train: ['domestic'],
  meal: ['lunch'],
  goods: ['office'],
};
const DETAILS: Readonly<Record<WorldOrder['kind'], Record<string, string>>> = {
  ride: { distanceKm: '12.5' },
  flight: { flightNo: 'ZZ1205', cabin: '经济舱', ticketNo: '999-1000000017' },
  hotel: { hotelName: '湖畔酒店', roomType: '高级大床房', nights: '1' },
  train: { trainNo: 'G101', seat: '二等座' },
  meal: {},
  goods: {},
};

const PEOPLE: readonly WorldPerson[] = [
  ['N001', '林一', 'D1', '销售部'],
  ['N002', '周二', 'D2', '研发部'],
  ['N003', '欧阳三', 'D2', '研发部'],
  ['N004', "O'Neill 四", 'D3', '行政 & 法务'],
].map(([employeeNumber, name, departmentCode, departmentName], at) => ({
  id: `p${at + 1}`,
  employeeNumber: employeeNumber!,
  name: name!,
  phone: `1380000000${at + 1}`,
  email: `${employeeNumber!.toLowerCase()}@north.example`,
  departmentCode: departmentCode!,
  departmentName: departmentName!,
}));

const LEGAL_ENTITIES = [
  { code: 'E1', name: '北风科技（北京）有限公司' },
  { code: 'E2', name: '北风科技（上海）有限公司' },
];

/** Cash of one order as `[type, minutes after it was paid, company, personal, index of what is given back]`, in fen. */
type Cash = [CashMovement['type'], number, number, number, number?];

/**
 * The shapes every kind of order comes in. A fee follows its charge closely: many vendors tell one time for both, and it must not be another
 * month's.
 */
const SHAPES: readonly { cash: Cash[]; state: WorldOrder['state']; guest?: boolean }[] = [
  { state: 'done', cash: [['charge', 0, 5_030, 0]] },
  { state: 'done', cash: [['charge', 0, 4_000, 1_234]] },
  {
    state: 'done',
    cash: [
      ['charge', 0, 8_800, 0],
      ['fee', 5, 250, 0],
    ],
  },
  {
    state: 'part_refunded',
    cash: [
      ['charge', 0, 20_000, 0],
      ['refund', 3 * 1440, -5_000, 0, 0],
    ],
  },
  {
    state: 'refunded',
    cash: [
      ['charge', 0, 10_001, 0],
      ['refund', 1440, -10_001, 0, 0],
    ],
  },
  { state: 'done', cash: [['charge', 0, 3_333, 0]], guest: true },
];

/**
 * The company the suite plays with: some months of every kind of order, most of them in four busy days so that there are pages, with ids that
 * differ only beyond 2^53. Written without a look at any vendor.
 * @param kinds what the vendor sells; @param now the last orders are a day old
 */
export function suiteWorld(kinds: readonly WorldOrder['kind'][], now: Date): WorldFacts {
  const orders = kinds.flatMap((kind) => ordersOf(kind, now));
  return { people: [...PEOPLE], legalEntities: LEGAL_ENTITIES, orders, billAdjustments: [] };
}

function ordersOf(kind: WorldOrder['kind'], now: Date): WorldOrder[] {
  const busy = busyDays(now);
  const step = (BUSY_DAYS * DAY) / BUSY_ORDERS;
  const orders: WorldOrder[] = [];
  for (let at = 0; at < BUSY_ORDERS; at++) {
    // Only the shapes without a refund on another day: the busy days must stay the busy days.
    orders.push(orderOf(kind, orders.length, busy.from.getTime() + at * step, SHAPES[at % 3]!));
  }
  // A few around the turns of months, where zones and calendars show.
  for (const days of [70, 50.5, 50.125, 40, 20.25, 19.75, 10, 6, 1.5]) {
    for (const shape of SHAPES.slice(0, 6)) {
      const paid = now.getTime() - days * DAY + orders.length * MINUTE;
      const last = paid + Math.max(...shape.cash.map(([, minutes]) => minutes)) * MINUTE;
      if (last < now.getTime() - DAY / 2) orders.push(orderOf(kind, orders.length, paid, shape));
    }
  }
  return orders;
}

/** The days in which most orders fall: in the month before last, so that they are billed. */
export function busyDays(now: Date): { from: Date; to: Date } {
  const day = Math.floor((now.getTime() - 45 * DAY) / DAY) * DAY;
  return { from: new Date(day), to: new Date(day + BUSY_DAYS * DAY) };
}

function orderOf(kind: WorldOrder['kind'], number: number, paidAt: number, shape: (typeof SHAPES)[number]): WorldOrder {
  const paid = Math.floor(paidAt / 1000) * 1000;
  // Neighbours differ in the last digits only: whoever reads them as doubles mixes them up.
  const id = String(BigInt(`92233720368547${KINDS.indexOf(kind) + 1}0000`) + BigInt(number));
  const person = PEOPLE[number % PEOPLE.length]!;
  const entity = LEGAL_ENTITIES[number % LEGAL_ENTITIES.length]!;
  const products = PRODUCTS[kind];
  const instant = (minutes: number): string => new Date(paid + minutes * MINUTE).toISOString();
  return {
    id,
    kind,
    product: products[number % products.length]!,
    bookedAt: instant(kind === 'ride' ? -40 : 0),
    startAt: instant(kind === 'ride' ? -30 : 2 * 1440),
    endAt: instant(kind === 'ride' ? -1 : 2 * 1440 + 150),
    state: shape.state,
    booker: person.id,
    traveller: shape.guest ? { name: '访客甲', phone: '13900000009' } : person.id,
    from: { city: '北京', name: '国贸' },
    to: { city: '苏州', name: '苏州北站', address: '苏州市相城区' },
    department: { code: person.departmentCode, name: person.departmentName },
    legalEntity: entity,
    detail: DETAILS[kind],
    cash: shape.cash.map(([type, minutes, company, personal, of], at) => ({
      id: `${id}-${at}`,
      type,
      ...(of === undefined ? {} : { of: `${id}-${of}` }),
      at: instant(minutes),
      amount: String(company + personal),
      company: String(company),
      personal: String(personal),
      ...(type === 'fee' ? { text: '服务费' } : {}),
    })),
  };
}
