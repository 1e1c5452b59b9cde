import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Caller, Loose } from './caller.fixture.js';
import { FACTS, goods, ids, started } from './facts.fixture.js';

describe('messages', () => {
  let caller: Caller;
  let now: { at: number };
  let close: () => Promise<void>;

  beforeEach(async () => {
    const running = await started();
    ({ caller, now } = running);
    close = () => running.simulator.close();
  });
  afterEach(() => close());

  const get = async (type = ''): Promise<Loose[]> => (await caller.call('/api/message/get', { type })).result;
  const del = async (id: unknown): Promise<unknown> => (await caller.call('/api/message/del', { id })).result;
  const empty = async (): Promise<number> => {
    let deleted = 0;
    for (let batch = await get(); batch.length > 0; batch = await get()) {
      for (const { id } of batch) expect(await del(id)).toBe(true);
      deleted += batch.length;
    }
    return deleted;
  };

  it('come again until they are deleted', async () => {
    const first = await get('1');
    expect(first).toEqual([
      { id: expect.any(Number), result: { pOrder: Number(ids.split) }, type: 1, time: '2026-05-13 10:10:00' },
      { id: expect.any(Number), result: { pOrder: Number(ids.split) }, type: 1, time: '2026-05-13 10:20:00' },
    ]);
    expect(await get('1')).toEqual(first);
    expect(await del(first[0].id)).toBe(true);
    expect(await get('1')).toEqual(first.slice(1));
    expect([await del(first[0].id), await del(999_999)]).toEqual([true, false]);
    expect((await caller.call('/api/message/del', { id: 'x' })).code).toBe('1001');
  });

  it('tell of every kind of thing that happened, by time', async () => {
    const all = await get();
    expect(all.map(({ time }) => time)).toEqual(all.map(({ time }) => time).sort());
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const of = (type: number): Loose[] => all.filter((message) => message.type === type);
    expect(of(25)).toHaveLength(9);
    expect(of(10).map(({ result }) => result)).toEqual([{ orderId: ids.cancelled }]);
    expect(of(108).map(({ result }) => result.orderId)).toEqual([ids.mixed, ids.own, Number(ids.split)]);
    expect(of(5)).toContainEqual(expect.objectContaining({ result: { orderId: ids.refused, state: 2 } }));
    // Three parts were delivered of the order that was split twice.
    expect(of(5)).toHaveLength(7 + 3);
    expect(of(31)).toHaveLength(6 + 3);
    expect(of(31)[0].result).toMatchObject({ jdOrderState: 19, pin: caller.simulator.externalAccount });
    expect(of(109)[0]).toMatchObject({ result: { orderId: ids.later, refundType: 2 }, time: '2026-05-02 10:00:00' });
    const whole = new Set((await get('109,5')).map(({ type }) => type));
    expect([...whole].sort()).toEqual([109, 5]);
  });

  it('come in batches, the oldest first', async () => {
    const orders = Array.from({ length: 150 }, (_, number) =>
      goods(`5${String(number).padStart(11, '0')}`, [['charge', '2026-05-30 10:00:00', 100, 0]]),
    );
    await caller.control('POST', '/facts', { orders });
    expect((await get('25')).length).toBe(100);
    const before = (await get('25'))[0].id;
    expect(await empty()).toBeGreaterThan(3 * 150);
    expect(await get()).toEqual([]);
    expect(before).toBeGreaterThan(0);
  });

  it('tell of what control does: splits, refunds, cancellations', async () => {
    await empty();
    await caller.control('POST', '/split', { orderId: ids.freight, parts: 2 });
    await caller.control('POST', `/orders/${ids.plain}`, { refund: { company: '100' } });
    await caller.control('POST', `/orders/${ids.refused}`, { patch: { state: 'cancelled' } });
    expect((await get()).map(({ type, result, time }) => [type, result, time])).toEqual([
      [1, { pOrder: ids.freight }, '2026-06-20 12:00:00'],
      [109, { orderId: ids.plain, refundType: 1 }, '2026-06-20 12:00:00'],
      [10, { orderId: ids.refused }, '2026-06-20 12:00:00'],
    ]);
  });

  it('are those of the parts when a part gives money back', async () => {
    await empty();
    const { json } = await caller.control('POST', '/split', { orderId: ids.freight, parts: 2 });
    await caller.control('POST', `/orders/${ids.freight}`, { refund: { company: '9406' } });
    const refunds = await get('109');
    expect(refunds.map(({ result }) => String(result.orderId)).sort()).toEqual([...json.children].sort());
  });

  it('do not come twice when the same facts are sent twice, and wait for their time', async () => {
    await empty();
    await caller.control('POST', '/facts', FACTS);
    expect(await get()).toEqual([]);
    now.at = Date.parse('2026-06-25T10:00:00+08:00');
    await caller.login();
    expect((await get()).map(({ type, result }) => [type, result])).toEqual([[25, { orderId: ids.future }]]);
  });
});
