import type { CashMovement, RunningSimulator, WorldFacts, WorldOrder } from '@interline/sdk/simulator';

import { Caller } from './caller.fixture.js';
import simulator from './index.js';

/** The vendor's now in these tests: 20 June 2026, noon in China. May's bills exist, June's do not. */
export const NOW = Date.parse('2026-06-20T12:00:00+08:00');

const PEOPLE = [
  {
    id: 'p1',
    employeeNumber: 'N001',
    name: '林一',
    phone: '13800000001',
    email: 'n001@north.example',
    departmentCode: 'D1',
    departmentName: '销售部',
  },
  {
    id: 'p2',
    employeeNumber: 'N002',
    name: '周二',
    phone: '13800000002',
    email: 'n002@north.example',
    departmentCode: 'D2',
    departmentName: '研发部',
  },
];

/** `[type, when in China, company, personal, text, of]` */
type Cash = [CashMovement['type'], string, number, number, string?, number?];

/** An order with its cash written short. */
export function order(id: string, kind: WorldOrder['kind'], product: string, cash: Cash[], more: Partial<WorldOrder> = {}): WorldOrder {
  const first = cash[0]?.[1] ?? '2026-05-05 09:00:00';
  const at = (local: string, minutes = 0): string =>
    new Date(Date.parse(`${local.replace(' ', 'T')}+08:00`) + minutes * 60_000).toISOString();
  return {
    id,
    kind,
    product,
    bookedAt: at(first, -40),
    startAt: at(first, -30),
    endAt: at(first, -1),
    state: 'done',
    booker: 'p1',
    traveller: 'p1',
    from: { city: '北京', name: '国贸' },
    to: { city: '苏州', name: '苏州北站', address: '苏州市相城区' },
    department: { code: 'D1', name: '销售部' },
    legalEntity: { code: 'E1', name: '北风科技（北京）有限公司' },
    detail: {},
    cash: cash.map(([type, when, company, personal, text, of], index) => ({
      id: `${id}-${index}`,
      type,
      ...(of !== undefined && { of: `${id}-${of}` }),
      at: at(when),
      amount: String(company + personal),
      company: String(company),
      personal: String(personal),
      ...(text !== undefined && { text }),
    })),
    ...more,
  };
}

const E2 = {
  legalEntity: { code: 'E2', name: '北风科技（上海）有限公司' },
  department: { code: 'D2', name: '研发部' },
  booker: 'p2',
  traveller: 'p2',
};
const FAR = (local: string): Partial<WorldOrder> => ({ startAt: `${local}T10:00:00+08:00`, endAt: `${local}T12:30:00+08:00` });

/** Ids beyond 2^53, as the vendor's are. */
export const ids = {
  ride: '900719925474099101',
  laterRefund: '900719925474099102',
  mixed: '900719925474099103',
  personal: '900719925474099104',
  taxi: '900719925474099105',
  cancelFee: '900719925474099106',
  cancelled: '900719925474099107',
  shared: '900719925474099108',
  june: '900719925474099109',
  flight: '900719925474099201',
  changed: '900719925474099202',
  refunded: '900719925474099203',
  abroad: '900719925474099204',
  unpaid: '900719925474099205',
  hotel: '900719925474099301',
  hotelBack: '900719925474099302',
  train: '900719925474099401',
  trainChanged: '900719925474099402',
};

/** A small company's spring: every shape of order once. */
export const FACTS: WorldFacts = {
  people: PEOPLE,
  legalEntities: [
    { code: 'E1', name: '北风科技（北京）有限公司' },
    { code: 'E2', name: '北风科技（上海）有限公司' },
  ],
  orders: [
    order(
      ids.ride,
      'ride',
      'express',
      [
        ['charge', '2026-04-10 09:00:00', 3050, 0],
        ['fee', '2026-04-10 09:00:00', 500, 0, '高速费'],
      ],
      {
        detail: { distanceKm: '12.3' },
        approvalId: 'TA-1',
        costCentre: { code: 'CC9', name: '大客户' },
      },
    ),
    order(
      ids.laterRefund,
      'ride',
      'premium',
      [
        ['charge', '2026-04-30 23:50:00', 8000, 0],
        ['refund', '2026-05-02 10:00:00', -2000, 0, '绕路', 0],
      ],
      { state: 'part_refunded' },
    ),
    order(ids.mixed, 'ride', 'luxury', [['charge', '2026-05-10 18:00:00', 5000, 1234]], E2),
    order(ids.personal, 'ride', 'express', [['charge', '2026-05-11 22:00:00', 0, 2600]]),
    order(ids.taxi, 'ride', 'taxi', [['charge', '2026-05-12 08:00:00', 4200, 0]], E2),
    order(ids.cancelFee, 'ride', 'express', [['fee', '2026-05-13 08:00:00', 600, 0, '有责取消费']], { state: 'cancelled' }),
    order(ids.cancelled, 'ride', 'express', [], { state: 'cancelled' }),
    order(ids.shared, 'ride', 'express', [['charge', '2026-05-14 08:00:00', 2000, 0]], {
      companions: ['p2'],
      traveller: { name: '访客甲', phone: '13900000009' },
    }),
    order(ids.june, 'ride', 'express', [['charge', '2026-06-18 08:00:00', 1900, 0]]),
    order(
      ids.flight,
      'flight',
      'domestic',
      [
        ['charge', '2026-05-03 10:00:00', 90000, 0],
        ['fee', '2026-05-03 10:00:00', 2500, 0, '平台使用费'],
      ],
      {
        ...FAR('2026-05-20'),
        detail: { flightNo: 'ZZ1234', cabin: '经济舱', ticketNo: '999-1000000001' },
      },
    ),
    order(
      ids.changed,
      'flight',
      'domestic',
      [
        ['charge', '2026-04-25 10:00:00', 70000, 0],
        ['charge', '2026-05-04 11:00:00', 12000, 0, '改签差价'],
        ['fee', '2026-05-04 11:00:00', 3000, 0, '改签手续费'],
      ],
      { ...FAR('2026-05-22'), ...E2 },
    ),
    order(
      ids.refunded,
      'flight',
      'domestic',
      [
        ['charge', '2026-04-26 10:00:00', 60000, 0],
        ['refund', '2026-05-05 12:00:00', -60000, 0, '行程取消', 0],
        ['fee', '2026-05-05 12:00:00', 6000, 0, '退票手续费'],
      ],
      { ...FAR('2026-05-25'), state: 'refunded' },
    ),
    order(ids.abroad, 'flight', 'international', [['charge', '2026-06-10 10:00:00', 450000, 0]], {
      ...FAR('2026-07-01'),
      to: { city: '新加坡', name: '樟宜机场' },
    }),
    order(ids.unpaid, 'flight', 'domestic', [], { ...FAR('2026-05-28'), state: 'cancelled' }),
    order(ids.hotel, 'hotel', 'domestic', [['charge', '2026-05-06 10:00:00', 66000, 4000]], {
      ...FAR('2026-05-21'),
      detail: { hotelName: '苏州湖畔酒店', nights: '2' },
    }),
    order(
      ids.hotelBack,
      'hotel',
      'domestic',
      [
        ['charge', '2026-04-20 10:00:00', 40000, 0],
        ['refund', '2026-05-07 10:00:00', -15000, 0, '提前离店', 0],
      ],
      {
        ...FAR('2026-05-06'),
        state: 'part_refunded',
      },
    ),
    order(
      ids.train,
      'train',
      'domestic',
      [
        ['charge', '2026-05-08 10:00:00', 55300, 0],
        ['fee', '2026-05-08 10:00:00', 500, 0, '平台使用费'],
      ],
      {
        ...FAR('2026-05-18'),
        detail: { trainNo: 'G101', seat: '二等座' },
      },
    ),
    order(
      ids.trainChanged,
      'train',
      'domestic',
      [
        ['charge', '2026-05-09 10:00:00', 30000, 0],
        ['charge', '2026-05-10 10:00:00', 4000, 0, '改签差价'],
      ],
      { ...FAR('2026-05-19'), ...E2 },
    ),
  ],
  billAdjustments: [
    { id: 'a1', period: '2026-05', kind: 'ride', orderId: ids.mixed, amount: '-700', text: '多计里程' },
    { id: 'a2', period: '2026-05', kind: 'hotel', amount: '3000', text: '会议室补差' },
  ],
};

/** A running simulator with these facts, and someone to call it. */
export async function started(
  facts: WorldFacts = FACTS,
  limits: 'strict' | 'open' = 'open',
): Promise<{ simulator: RunningSimulator; caller: Caller; now: { at: number } }> {
  const now = { at: NOW };
  const running = await simulator.start({ now: () => new Date(now.at), limits });
  const caller = new Caller(running, () => now.at);
  const { status } = await caller.control('POST', '/facts', facts);
  if (status !== 200) throw new Error('the facts were refused');
  return { simulator: running, caller, now };
}
