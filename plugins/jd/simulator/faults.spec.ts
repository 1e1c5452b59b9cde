import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Caller, Loose } from './caller.fixture.js';
import { ids, started } from './facts.fixture.js';

describe('faults on command', () => {
  let caller: Caller;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const running = await started();
    ({ caller } = running);
    close = () => running.simulator.close();
    await caller.login();
  });
  afterEach(() => close());

  const arm = (fault: unknown, more: Record<string, unknown> = {}): Promise<unknown> =>
    caller.control('POST', '/faults', { fault, ...more });
  const waiting = async (): Promise<number> => (await caller.control('GET', '/faults')).json.length;
  const orders = (pageNo = 1): ReturnType<Caller['call']> =>
    caller.call('/api/checkOrder/checkNewOrder', { date: '2026-05-10', endDate: '2026-05-13', pageNo, pageSize: 3 });
  const idsOf = async (pageNo: number): Promise<string[]> => (await orders(pageNo)).result.orders.map((row: Loose) => row.jdOrderId);
  const rows = (pageNo = 1): ReturnType<Caller['call']> =>
    caller.call('/api/price/getBalanceDetail', { startDate: '20260511', endDate: '20260514', pageNo, pageSize: 3 });

  it('count wrongly, repeat a page and shift one, in lists of orders and of balance rows', async () => {
    const [first, second] = [await idsOf(1), await idsOf(2)];
    await arm({ kind: 'wrong_count', by: -2 });
    expect((await orders()).result.total).toBe(6);
    await arm({ kind: 'repeat_page' });
    expect([await idsOf(1), await idsOf(2), await idsOf(2)]).toEqual([first, first, second]);
    await arm({ kind: 'shift_page', by: 1 });
    expect(await idsOf(1)).toEqual([...first.slice(1), second[0]]);
    await arm({ kind: 'wrong_count', by: 5 }, { path: '/api/price/getBalanceDetail' });
    expect((await rows()).result).toMatchObject({ total: 12, pageCount: 4 });
    const before = (await rows(1)).result.data;
    await arm({ kind: 'repeat_page' });
    expect((await rows(2)).result.data).toEqual(before);
  });

  it('wait on a call they cannot be played on', async () => {
    for (const kind of ['repeat_page', 'wrong_count']) {
      await arm({ kind, by: 1 });
      await caller.call('/api/order/selectJdOrder', { jdOrderId: ids.plain });
      await caller.call('/api/message/get');
      expect(await waiting()).toBe(1);
      await caller.control('DELETE', '/faults');
    }
    await arm({ kind: 'expire_token' });
    await caller.login();
    expect(await waiting()).toBe(1);
    expect((await orders()).code).toBe('2007');
    await caller.login();
    await arm({ kind: 'unknown_enum' });
    await caller.call('/api/price/getUnionBalance', { type: '1' });
    expect(await waiting()).toBe(1);
  });

  it('let tokens die, move the vendor’s clock, speak its errors', async () => {
    await arm({ kind: 'expire_token' });
    expect([(await orders()).code, (await orders()).code]).toEqual(['2007', '2007']);
    await caller.login();
    expect((await orders()).code).toBe('0000');
    await arm({ kind: 'clock_skew', seconds: 3_600 });
    expect((await caller.login()).code).toBe('2003');
    await caller.login();
    await arm({ kind: 'vendor_error', code: '2007' });
    expect(JSON.parse((await orders()).text)).toEqual({ success: false, resultMessage: 'token已过期', resultCode: '2007', result: null });
    await arm({ kind: 'vendor_error', code: '987654' });
    expect(await orders()).toMatchObject({ status: 200, success: false, code: '987654', result: null });
  });

  it('say words nobody documented, in the first record only', async () => {
    await arm({ kind: 'unknown_enum' }, { path: '/api/order' });
    const detail = await caller.call('/api/order/selectJdOrder', { jdOrderId: ids.plain, queryExts: 'jdOrderState' });
    expect(detail.result).toMatchObject({ jdOrderId: ids.plain, orderState: 9, jdOrderState: 97 });
    await arm({ kind: 'unknown_enum' });
    expect((await orders()).result.orders.map((row: Loose) => row.state)).toEqual([9, 0, 1]);
    await arm({ kind: 'unknown_enum' });
    expect((await rows()).result.data[0]).toMatchObject({ tradeType: 9999, accountType: 9 });
    await arm({ kind: 'unknown_enum' });
    expect((await caller.call('/api/message/get', { type: '12' })).result).toEqual([]);
    expect(await waiting()).toBe(1);
    expect((await caller.call('/api/message/get', { type: '5' })).result[0].result.state).toBe(9);
  });

  it('change and remove an order after it was read', async () => {
    const detail = (): ReturnType<Caller['call']> =>
      caller.call('/api/order/selectJdOrder', { jdOrderId: ids.plain, queryExts: 'name,address,paymentType' });
    const before = (await detail()).text;
    const to = { city: '杭州', name: '西湖', address: '杭州市西湖区' };
    await caller.control('POST', `/orders/${ids.plain}`, { patch: { to, traveller: { name: '新人', phone: '1' } } });
    const changed = (await detail()).result;
    expect([caller.clear('AD', changed.address), caller.clear('NA', changed.name)]).toEqual(['杭州市西湖区', '新人']);
    const back = { city: '苏州', name: '办公楼', address: '苏州市工业园区星湖街328号' };
    await caller.control('POST', `/orders/${ids.plain}`, { patch: { to: back, traveller: 'p1' } });
    expect((await detail()).text).toBe(before);
    await caller.control('POST', `/orders/${ids.plain}`, { remove: true });
    expect((await detail()).code).toBe('3001');
    expect(await idsOf(3)).not.toContain(ids.plain);
    expect((await caller.control('POST', `/orders/${ids.plain}`, { remove: true })).status).toBe(404);
  });

  it('end with a reset: everything is forgotten but the credentials', async () => {
    await caller.control('POST', '/settings', { listKey: 'order', balance: false });
    await caller.control('POST', '/reset');
    expect((await orders()).code).toBe('2007');
    await caller.login();
    expect((await orders()).result).toMatchObject({ total: 0, orders: [] });
    expect((await rows()).result).toMatchObject({ total: 0, data: [] });
    expect((await caller.call('/api/message/get')).result).toEqual([]);
    expect((await caller.control('GET', '/ledger')).json).toEqual([]);
    const { json } = await caller.control('POST', '/facts', { orders: [{ kind: 'ride' }] });
    expect(json).toMatchObject({ orders: 0, ignored: 1 });
  });
});
