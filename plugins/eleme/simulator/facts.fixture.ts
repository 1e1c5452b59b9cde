import type { CashMovement, RunningSimulator, WorldFacts, WorldOrder, WorldPerson } from '@interline/sdk/simulator';

import { Caller } from './caller.fixture.js';
import simulator from './index.js';

/** The vendor's now in these tests: 20 June 2026, noon in China. */
export const NOW = Date.parse('2026-06-20T12:00:00+08:00');

const person = (id: string, employeeNumber: string, name: string, phone: string, department: string): WorldPerson => ({
  id,
  employeeNumber,
  name,
  phone,
  email: `${employeeNumber.toLowerCase()}@north.example`,
  departmentCode: department,
  departmentName: department === 'D1' ? '销售部' : '研发部',
});

/** `[type, when in China, company, personal, text]`; a refund gives the first back. */
export type Cash = [type: CashMovement['type'], at: string, company: number, personal: number, text?: string];

/** An instant of China's time, as facts have it. */
export const at = (local: string): string => new Date(`${local.replace(' ', 'T')}+08:00`).toISOString();

/** A meal with its cash written short. */
export function meal(id: string, cash: Cash[], more: Partial<WorldOrder> = {}): WorldOrder {
  const paid = at(cash[0]?.[1] ?? '2026-05-05 12:00:00');
  return {
    id,
    kind: 'meal',
    product: 'lunch',
    bookedAt: paid,
    startAt: new Date(Date.parse(paid) + 40 * 60_000).toISOString(),
    endAt: new Date(Date.parse(paid) + 60 * 60_000).toISOString(),
    state: 'done',
    booker: 'p1',
    traveller: 'p1',
    from: { city: '北京', name: '兰州拉面', address: '朝阳区1号' },
    to: { city: '北京', name: '国贸大厦', address: '北京市朝阳区国贸大厦5层' },
    department: { code: 'D1', name: '销售部' },
    legalEntity: { code: 'E1', name: '北风科技（北京）有限公司' },
    detail: {},
    cash: cash.map(([type, when, company, personal, text], index) => ({
      id: `${id}-${index}`,
      type,
      ...(type === 'refund' && { of: `${id}-0` }),
      at: at(when),
      amount: String(company + personal),
      company: String(company),
      personal: String(personal),
      ...(text !== undefined && { text }),
    })),
    ...more,
  };
}

/** Ids beyond 2^53 that differ in the last digits, as the vendor's are. */
export const ids = {
  plain: '3000000000000000001',
  shared: '3000000000000000002',
  personal: '3000000000000000003',
  backLater: '3000000000000000004',
  cancelled: '3000000000000000005',
  guest: '3000000000000000006',
  boss: '3000000000000000007',
  unpaid: '3000000000000000008',
  tomorrow: '3000000000000000009',
};

/** A small month of meals. Company's share of May: 3000 + 3000 + 4200 + (1000 − 1000) + 2500 + 8800 = 21,500 fen. */
export const FACTS: WorldFacts = {
  people: [person('p1', 'N001', '林一', '13800000001', 'D1'), person('p2', 'N002', '周二', '13800000002', 'D2')],
  legalEntities: [{ code: 'E1', name: '北风科技（北京）有限公司' }],
  orders: [
    meal(ids.plain, [['charge', '2026-05-05 12:00:00', 3000, 0]], { detail: { restaurant: '老王,"面"馆', remark: '少辣' } }),
    meal(
      ids.shared,
      [
        ['charge', '2026-05-06 12:00:00', 2500, 541],
        ['fee', '2026-05-06 12:00:00', 500, 0],
      ],
      { detail: { dishes: '套餐A×1；米饭×2' } },
    ),
    meal(ids.personal, [['charge', '2026-05-07 12:00:00', 0, 1800]]),
    meal(
      ids.backLater,
      [
        ['charge', '2026-05-31 23:59:59', 4200, 0],
        ['refund', '2026-06-01 00:00:00', -1200, 0, '少送一份'],
      ],
      { state: 'part_refunded' },
    ),
    meal(
      ids.cancelled,
      [
        ['charge', '2026-05-08 12:00:00', 1000, 200],
        ['refund', '2026-05-08 12:05:00', -1000, -200],
      ],
      { state: 'cancelled' },
    ),
    meal(ids.guest, [['charge', '2026-05-09 12:00:00', 2500, 0]], { traveller: { name: '访客甲', phone: '13900000009' } }),
    meal(ids.boss, [['charge', '2026-05-10 12:00:00', 8800, 0]], { traveller: 'p2', costCentre: { code: 'C9', name: '展会' } }),
    meal(ids.unpaid, [], { state: 'cancelled' }),
    meal(ids.tomorrow, [['charge', '2026-06-21 12:00:00', 3300, 0]]),
  ],
  billAdjustments: [
    { id: 'a1', period: '2026-05', kind: 'meal', orderId: ids.shared, amount: '-700', text: '餐费更正' },
    { id: 'a2', period: '2026-05', kind: 'meal', amount: '3000', text: '配送服务包' },
    { id: 'a3', period: '2026-06', kind: 'meal', amount: '999', text: '尚未出账' },
  ],
};

/** Orders with cash up to now. */
export const PAID = Object.values(ids).filter((id) => id !== ids.unpaid && id !== ids.tomorrow);

/** A running simulator with these facts, and someone to call it. */
export async function started(facts: WorldFacts = FACTS): Promise<{ simulator: RunningSimulator; caller: Caller; now: { at: number } }> {
  const now = { at: NOW };
  const running = await simulator.start({ now: () => new Date(now.at) });
  const caller = new Caller(running, () => now.at);
  const { status, text } = await caller.control('POST', '/facts', facts);
  if (status !== 200) throw new Error(`the facts were refused: ${text}`);
  return { simulator: running, caller, now };
}
