import type { CashMovement, RunningSimulator, WorldFacts, WorldOrder } from '@interline/sdk/simulator';

import { Caller } from './caller.fixture.js';
import simulator from './index.js';

/** The vendor's now in these tests: 20 June 2026, noon in China. May's statement exists, June's does not. */
export const NOW = Date.parse('2026-06-20T12:00:00+08:00');

/** `[type, when in China, company, personal, index of what is given back]` */
type Cash = [CashMovement['type'], string, number, number, number?];

/** An instant from a local time in China. */
export const at = (local: string): string => new Date(`${local.replace(' ', 'T')}+08:00`).toISOString();

/** An order of goods with its cash written short. */
export function goods(id: string, cash: Cash[], more: Partial<WorldOrder> = {}): WorldOrder {
  const first = cash[0]?.[1] ?? '2026-05-05 09:00:00';
  const made = Date.parse(at(first));
  return {
    id,
    kind: 'goods',
    product: 'office',
    bookedAt: at(first),
    startAt: new Date(made + 2 * 86_400_000).toISOString(),
    endAt: new Date(made + 2 * 86_400_000 + 7_200_000).toISOString(),
    state: 'done',
    booker: 'p1',
    traveller: 'p1',
    to: { city: '苏州', name: '办公楼', address: '苏州市工业园区星湖街328号' },
    detail: {},
    cash: cash.map(([type, when, company, personal, of], index) => ({
      id: `${id}-${index}`,
      type,
      ...(of !== undefined && { of: `${id}-${of}` }),
      at: at(when),
      amount: String(company + personal),
      company: String(company),
      personal: String(personal),
    })),
    ...more,
  };
}

/** Numbers of orders; some differ beyond 2^53 only. */
export const ids = {
  plain: '9007199254740993001',
  freight: '9007199254740993002',
  mixed: '9007199254740993003',
  own: '9007199254740993004',
  refunded: '9007199254740993005',
  later: '9007199254740993006',
  split: '82439393004',
  cancelled: '9007199254740993007',
  refused: '9007199254740993008',
  future: '9007199254740993009',
};

export const FACTS: WorldFacts = {
  people: [
    {
      id: 'p1',
      employeeNumber: 'N001',
      name: '林一',
      phone: '13800000001',
      email: 'n001@north.example',
      departmentCode: 'D1',
      departmentName: '行政部',
    },
  ],
  orders: [
    goods(ids.plain, [['charge', '2026-05-10 09:00:00', 15_916, 0]], { approvalId: 'PO-11', detail: { goods: '会议室投影仪' } }),
    goods(ids.freight, [
      ['charge', '2026-05-10 10:00:00', 8_801, 0],
      ['fee', '2026-05-10 10:05:00', 605, 0],
    ]),
    goods(ids.mixed, [['charge', '2026-05-11 10:00:00', 8_000, 2_001]]),
    goods(ids.own, [['charge', '2026-05-11 11:00:00', 0, 5_000]], { traveller: { name: '访客甲', phone: '13900000009' } }),
    goods(ids.refunded, [
      ['charge', '2026-05-12 10:00:00', 13_177, 0],
      ['refund', '2026-05-14 10:00:00', -8_984, 0, 0],
    ]),
    goods(ids.later, [
      ['charge', '2026-04-28 10:00:00', 10_001, 0],
      ['refund', '2026-05-02 10:00:00', -10_001, 0, 0],
    ]),
    goods(
      ids.split,
      [
        ['charge', '2026-05-13 10:00:00', 40_000, 10_007],
        ['fee', '2026-05-13 10:00:00', 1_003, 0],
        ['refund', '2026-05-20 10:00:00', -30_000, 0, 0],
      ],
      { detail: { split: '2,2', thirdOrder: 'OFFICE-7' } },
    ),
    goods(ids.cancelled, [], { state: 'cancelled', bookedAt: at('2026-05-13 09:00:00') }),
    goods(ids.refused, [['charge', '2026-05-13 11:00:00', 900, 0]], { detail: { refused: 'true' } }),
    goods(ids.future, [['charge', '2026-06-25 10:00:00', 700, 0]]),
  ],
  billAdjustments: [
    { id: 'ADJ1', period: '2026-05', kind: 'goods', orderId: ids.plain, amount: '-150', text: '价保, 差额' },
    { id: 'ADJ2', period: '2026-06', kind: 'goods', amount: '99', text: '还没到' },
  ],
  legalEntities: [{ code: 'E1', name: '北风科技（北京）有限公司' }],
};

/** Starts the simulator with facts, under a clock the test holds, and a client of it. */
export async function started(facts = FACTS): Promise<{ simulator: RunningSimulator; caller: Caller; now: { at: number } }> {
  const now = { at: NOW };
  const running = await simulator.start({ now: () => new Date(now.at) });
  const caller = new Caller(running, () => now.at);
  const { status, json } = await caller.control('POST', '/facts', facts);
  if (status !== 200) throw new Error(JSON.stringify(json));
  return { simulator: running, caller, now };
}
