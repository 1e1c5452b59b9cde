import type { CashMovement, RunningSimulator, WorldFacts, WorldOrder } from '@interline/sdk/simulator';

import { Caller } from './caller.fixture.js';
import simulator from './index.js';

/** The vendor's now in these tests: 20 June 2026, noon in China. May's batch is made, June's is not. */
export const NOW = Date.parse('2026-06-20T12:00:00+08:00');

const PEOPLE = [
  ['p1', 'E0001', '林一', '13800000001', 'D1', '销售部'],
  ['p2', 'E0002', "O'Neill <二>", '13800000002', 'D2', '研发部'],
].map(([id, employeeNumber, name, phone, departmentCode, departmentName]) => ({
  id: id!,
  employeeNumber: employeeNumber!,
  name: name!,
  phone: phone!,
  email: `${employeeNumber!.toLowerCase()}@north.example`,
  departmentCode: departmentCode!,
  departmentName: departmentName!,
}));

/** `[type, when in China, company, personal, text, index of what is given back]` */
type Cash = [CashMovement['type'], string, number, number, string?, number?];

const china = (local: string): string => new Date(Date.parse(`${local.replace(' ', 'T')}+08:00`)).toISOString();

/** An order with its cash written short. */
export function order(id: string, kind: WorldOrder['kind'], booked: string, cash: Cash[], more: Partial<WorldOrder> = {}): WorldOrder {
  return {
    id,
    kind,
    product: 'domestic',
    bookedAt: china(booked),
    startAt: china('2026-06-01 18:55:00'),
    endAt: china('2026-06-01 20:45:00'),
    state: 'done',
    booker: 'p1',
    traveller: 'p1',
    from: { city: '长沙', name: '黄花国际机场' },
    to: { city: '西安', name: '咸阳国际机场' },
    department: { code: 'D1', name: '销售部' },
    legalEntity: { code: 'E1', name: '北风科技（北京）有限公司' },
    costCentre: { code: 'CC001', name: '大客户' },
    detail: {},
    cash: cash.map(([type, when, company, personal, text, of], index) => ({
      id: `${id}-${index}`,
      type,
      ...(of !== undefined && { of: `${id}-${of}` }),
      at: china(when),
      amount: String(company + personal),
      company: String(company),
      personal: String(personal),
      ...(text !== undefined && { text }),
    })),
    ...more,
  };
}

/** Ids that differ only beyond 2^53. */
export const ids = {
  flight: '900719925474099301',
  changed: '900719925474099302',
  refunded: '900719925474099303',
  mixed: '900719925474099304',
  own: '900719925474099305',
  unpaid: '900719925474099306',
  june: '900719925474099307',
  hotel: '900719925474099311',
  hotelBack: '900719925474099312',
  train: '900719925474099321',
  trainChanged: '900719925474099322',
  car: '900719925474099331',
  street: '900719925474099332',
};

const E2 = { legalEntity: { code: 'E2', name: '北风科技（上海）有限公司' }, booker: 'p2', traveller: 'p2' };
const FLIGHT = { detail: { flightNo: 'ZX3947', cabin: '经济舱', ticketNo: '999-1000000001', fromCode: 'CSX', toCode: 'XIY' } };

/** A small company's spring: every shape of order once. */
export const FACTS: WorldFacts = {
  people: PEOPLE,
  legalEntities: [
    { code: 'E1', name: '北风科技（北京）有限公司' },
    { code: 'E2', name: '北风科技（上海）有限公司' },
  ],
  orders: [
    order(
      ids.flight,
      'flight',
      '2026-05-03 09:56:00',
      [
        ['charge', '2026-05-03 10:00:00', 90_000, 0],
        ['fee', '2026-05-03 10:00:00', 1_500, 0, '平台使用费'],
      ],
      { ...FLIGHT, approvalId: 'TA_100002' },
    ),
    order(
      ids.changed,
      'flight',
      '2026-04-25 09:58:00',
      [
        ['charge', '2026-04-25 10:00:00', 70_000, 0],
        ['charge', '2026-05-04 11:00:00', 12_000, 0, '改签差价'],
        ['fee', '2026-05-04 11:00:00', 3_000, 0, '改签手续费'],
      ],
      {
        ...FLIGHT,
        ...E2,
        detail: { ...FLIGHT.detail, originalStartAt: china('2026-06-01 08:00:00'), originalEndAt: china('2026-06-01 09:50:00') },
      },
    ),
    order(
      ids.refunded,
      'flight',
      '2026-04-30 23:50:00',
      [
        ['charge', '2026-04-30 23:59:59', 60_000, 0],
        ['refund', '2026-05-05 12:00:00', -60_000, 0, '行程取消', 0],
        ['fee', '2026-05-05 12:00:00', 6_000, 0, '退票手续费'],
      ],
      { ...FLIGHT, state: 'refunded' },
    ),
    order(ids.mixed, 'flight', '2026-05-06 10:00:00', [['charge', '2026-05-06 10:00:00', 50_000, 12_345]], FLIGHT),
    order(ids.own, 'flight', '2026-05-07 10:00:00', [['charge', '2026-05-07 10:00:00', 0, 33_300]], FLIGHT),
    order(ids.unpaid, 'flight', '2026-05-08 10:00:00', [], { ...FLIGHT, state: 'cancelled' }),
    order(ids.june, 'flight', '2026-06-10 10:00:00', [['charge', '2026-06-10 10:00:00', 450_000, 0]], {
      ...FLIGHT,
      product: 'international',
    }),
    order(ids.hotel, 'hotel', '2026-05-06 09:00:00', [['charge', '2026-05-06 10:00:00', 66_000, 4_000]], {
      detail: { hotelName: '曲江湖畔酒店', roomType: '高级大床房', nights: '2' },
      companions: ['p2'],
      approvalId: 'TA_100002',
    }),
    order(
      ids.hotelBack,
      'hotel',
      '2026-04-20 10:00:00',
      [
        ['charge', '2026-04-20 10:00:00', 40_000, 0],
        ['refund', '2026-05-07 10:00:00', -15_000, 0, '提前离店', 0],
        ['fee', '2026-05-08 10:00:00', 800, 0, '服务费'],
      ],
      { state: 'part_refunded', traveller: { name: '访客甲', phone: '13900000009' } },
    ),
    order(
      ids.train,
      'train',
      '2026-05-08 10:00:00',
      [
        ['charge', '2026-05-08 10:00:00', 50_000, 5_300],
        ['fee', '2026-05-08 10:00:00', 500, 0, '平台使用费'],
      ],
      { detail: { trainNo: 'G101', seat: '二等座' } },
    ),
    order(
      ids.trainChanged,
      'train',
      '2026-05-09 10:00:00',
      [
        ['charge', '2026-05-09 10:00:00', 30_000, 0],
        ['charge', '2026-05-10 10:00:00', 4_000, 0, '改签差价'],
      ],
      { ...E2, detail: { trainNo: 'G102', seat: '一等座' } },
    ),
    order(
      ids.car,
      'ride',
      '2026-05-12 08:00:00',
      [
        ['charge', '2026-05-12 09:00:00', 8_000, 1_000],
        ['fee', '2026-05-12 09:00:00', 1_500, 0, '高速费'],
      ],
      { product: 'premium', detail: { carProduct: 'airport', distanceKm: '31.2' } },
    ),
    order(ids.street, 'ride', '2026-05-12 08:00:00', [['charge', '2026-05-12 09:00:00', 3_000, 0]], {
      product: 'express',
      detail: { distanceKm: '8' },
    }),
  ],
  billAdjustments: [
    { id: 'a1', period: '2026-05', kind: 'flight', orderId: ids.mixed, amount: '-700', text: '多计燃油附加费' },
    { id: 'a2', period: '2026-05', kind: 'hotel', amount: '3000', text: '会议室补差' },
    { id: 'a3', period: '2026-05', kind: 'ride', orderId: ids.street, amount: '100', text: '别家的' },
  ],
};

/** A running simulator with these facts, and someone to call it. */
export async function started(facts: WorldFacts = FACTS): Promise<{ simulator: RunningSimulator; caller: Caller; now: { at: number } }> {
  const now = { at: NOW };
  const running = await simulator.start({ now: () => new Date(now.at) });
  const caller = new Caller(running);
  const { status } = await caller.control('POST', '/facts', facts);
  if (status !== 200) throw new Error('the facts were refused');
  return { simulator: running, caller, now };
}
