import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { type Caller, orderIds } from './caller.fixture.js';
import { at, ids, meal, PAID, started } from './facts.fixture.js';

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

  const counts = async (): Promise<unknown> => (await caller.control('GET', '/messages')).json;
  const command = async (body: unknown): Promise<unknown> => (await caller.control('POST', '/messages', body)).json;
  const MAY = [ids.plain, ids.shared, ids.personal, ids.cancelled, ids.cancelled, ids.guest, ids.boss, ids.backLater, ids.backLater];

  it('come one for each moment at which cash moved, by time, in the published shape', async () => {
    const answer = await caller.call('taobao.tmc.messages.consume', { quantity: '10' });
    expect(answer.key).toBe('tmc_messages_consume_response');
    const messages = answer.body.messages.tmc_message;
    expect(orderIds(messages)).toEqual(MAY);
    expect(messages[0]).toEqual({
      id: expect.stringMatching(/^7104\d{15}$/),
      topic: expect.any(String),
      pub_app_key: expect.any(String),
      pub_time: '2026-05-05 12:00:00',
      user_id: expect.any(Number),
      user_nick: expect.stringMatching(/^企业订餐\d+$/),
      content: expect.any(String),
    });
    expect(Object.keys(JSON.parse(messages[0].content) as object)).toEqual(['message_id', 'order_id']);
    // Numbers on the wire, beyond what a double holds.
    expect(answer.text).toContain(`"id":${messages[0].id},`);
    expect(new Set(messages.map(({ id }: { id: string }) => id)).size).toBe(MAY.length);
  });

  it('come when the vendor’s clock passes them', async () => {
    await caller.drain();
    expect(await caller.consume()).toEqual([]);
    now.at = Date.parse(at('2026-06-21 12:00:00')) - 1;
    expect(await caller.consume()).toEqual([]);
    now.at += 1;
    expect(orderIds(await caller.consume())).toEqual([ids.tomorrow]);
  });

  it('come again until they are confirmed, the fresh ones first, and never after', async () => {
    const first = await caller.consume(10);
    await caller.control('POST', '/facts', { orders: [meal('3000000000000000020', [['charge', '2026-06-02 12:00:00', 100, 0]])] });
    expect(orderIds(await caller.consume())).toEqual(['3000000000000000020']);
    const again = await caller.consume();
    expect(again).toHaveLength(10);
    expect(again.slice(0, 9)).toEqual(first);
    expect(await counts()).toEqual({ waiting: 0, delivered: 10, confirmed: 0, lost: 0 });
    const confirmed = await caller.confirm(again.slice(1));
    expect([confirmed.key, confirmed.body.is_success]).toEqual(['tmc_messages_confirm_response', true]);
    expect(await caller.consume()).toEqual([again[0]]);
    expect(await caller.consume()).toEqual([again[0]]);
    await caller.confirm([again[0], ...again]);
    expect(await caller.consume()).toEqual([]);
    expect(await counts()).toEqual({ waiting: 0, delivered: 0, confirmed: 10, lost: 0 });
  });

  it('that are not confirmed take turns', async () => {
    const orders = Array.from({ length: 6 }, (_, index) => meal(`31${index}`, [['charge', '2026-06-02 12:00:00', 100, 0]]));
    await caller.control('POST', '/facts', { orders });
    const all = [...(await caller.consume()), ...(await caller.consume())];
    expect(all).toHaveLength(15);
    expect(await caller.consume()).toEqual(all.slice(0, 10));
    expect(await caller.consume()).toEqual([...all.slice(10), ...all.slice(0, 5)]);
  });

  it('tell of refunds and changes after the order was read, once each', async () => {
    await caller.drain();
    const change = (id: string, body: unknown): Promise<unknown> => caller.control('POST', `/orders/${id}`, body);
    await change(ids.plain, { refund: { company: '500' } });
    expect(orderIds(await caller.drain())).toEqual([ids.plain]);
    await change(ids.plain, { refund: { company: '100', at: at('2026-05-06 09:00:00') } });
    await change(ids.shared, { patch: { to: { city: '杭州', name: '西湖' } } });
    await change(ids.unpaid, { patch: { product: 'dinner' } });
    expect(orderIds(await caller.drain()).sort()).toEqual([ids.plain, ids.shared]);
    expect(await caller.order(ids.plain, '13800000001')).toMatchObject({ ent_fee: '24.00', total_fee: '24.00' });
  });

  it('of an order that is gone still come, and it cannot be read; its going is told by none', async () => {
    await caller.control('POST', `/orders/${ids.plain}`, { remove: true });
    expect(orderIds(await caller.drain()).filter((id) => id === ids.plain)).toHaveLength(0);
    await caller.drain();
    const consumed = await started();
    await consumed.caller.consume();
    await consumed.caller.control('POST', `/orders/${ids.plain}`, { remove: true });
    expect(orderIds(await consumed.caller.consume())).toContain(ids.plain);
    expect(await consumed.caller.order(ids.plain, '13800000001')).toBeUndefined();
    await consumed.simulator.close();
  });

  it('are lost, repeated, mixed and delivered at once again on command', async () => {
    expect(await command({ lose: 2 })).toEqual({ waiting: 7, delivered: 0, confirmed: 0, lost: 2 });
    expect(await command({ repeat: 2 })).toMatchObject({ waiting: 14 });
    const [first, second, third] = await caller.consume();
    // Sent twice: two envelopes of one message.
    expect([first.content, first.id === second.id]).toEqual([second.content, false]);
    expect(orderIds([third])).toEqual([ids.cancelled]);
    expect(await command({ redeliver: true })).toMatchObject({ waiting: 14, delivered: 0 });
    expect((await caller.consume())[0]).toEqual(first);
    await caller.control('POST', '/reset');
    const orders = Array.from({ length: 40 }, (_, index) => meal(`32${index + 10}`, [['charge', '2026-06-02 12:00:00', 100, 0]]));
    await caller.control('POST', '/facts', { orders });
    await command({ shuffle: 7 });
    const mixed = orderIds(await caller.drain());
    expect(mixed).not.toEqual(orders.map(({ id }) => id));
    expect([...mixed].sort()).toEqual(orders.map(({ id }) => id));
  });

  it('are asked for ten to two hundred at a time, without groups, and confirmed by number', async () => {
    const codeOf = async (method: string, own: Record<string, string>): Promise<unknown> =>
      (await caller.call(`taobao.tmc.messages.${method}`, own)).body.sub_code;
    for (const quantity of ['9', '201', '-1', 'ten']) expect(await codeOf('consume', { quantity })).toBe('isv.invalid-parameter:quantity');
    expect(await codeOf('consume', { group_name: 'vip' })).toBe('isv.invalid-parameter:group_name');
    expect(await codeOf('confirm', {})).toBe('isv.missing-parameter:s_message_ids');
    expect(await codeOf('confirm', { s_message_ids: '1,x' })).toBe('isv.invalid-parameter:s_message_ids');
    expect(await codeOf('confirm', { s_message_ids: Array(201).fill('1').join(',') })).toBe('isv.invalid-parameter:s_message_ids');
    expect(await counts()).toMatchObject({ waiting: 9, confirmed: 0 });
  });

  it('refuse commands that are none, and pushes, which this vendor has not', async () => {
    for (const body of [
      { lose: -1 },
      { repeat: 0 },
      { repeat: 99 },
      { shuffle: {} },
      { nick: 'enterprise' },
      { redeliver: false },
      { loose: 1 },
    ])
      expect((await caller.control('POST', '/messages', body)).status).toBe(400);
    const pushed = await caller.control('POST', '/callbacks', { url: 'http://127.0.0.1:1/' });
    expect([pushed.status, pushed.json.error]).toEqual([400, expect.stringContaining('pushes nothing')]);
  });

  it('lead to their orders: whose each is, and with that one’s phone the order', async () => {
    const phones: Record<string, string> = { N001: '13800000001', N002: '13800000002' };
    const read = new Set<string>();
    for (const eleme_order_id of orderIds(await caller.drain())) {
      const { body } = await caller.call('alibaba.ele.enterprise.ordernew.getstatus', { eleme_order_id });
      if (await caller.order(eleme_order_id, phones[body.enterprise_data.u_no]!)) read.add(eleme_order_id);
    }
    expect([...read].sort()).toEqual([...PAID].sort());
  });
});
