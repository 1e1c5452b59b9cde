import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Caller } from './caller.fixture.js';
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
  const rides = (offset = 0, length = 2): ReturnType<Caller['get']> =>
    caller.get('/river/Order/get', { start_date: '2026-05-10', end_date: '2026-05-14', offset, length });
  const ridesOf = async (offset = 0): Promise<string[]> =>
    (await rides(offset)).data.records.map((ride: { order_id: string }) => ride.order_id);

  it('plays statuses with Retry-After, on the path, after and as often as told', async () => {
    await arm({ kind: 'status', status: 429, retryAfterSeconds: 7 }, { path: '/river/Order', after: 1, times: 2 });
    expect((await caller.get('/river/Member/get', { offset: 0, length: 10 })).status).toBe(200);
    expect((await rides()).status).toBe(200);
    const response = await fetch(`${caller.simulator.url}/river/Order/get`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await rides()).status).toBe(429);
    expect((await rides()).status).toBe(200);
    const log = (await caller.control('GET', '/requests')).json;
    expect(log.filter((row: { fault?: string }) => row.fault === 'status')).toHaveLength(2);
  });

  it('can be cleared, and refuses what is no fault', async () => {
    await arm({ kind: 'status', status: 500 }, { times: 99 });
    expect((await caller.control('DELETE', '/faults')).json).toEqual([]);
    expect((await rides()).status).toBe(200);
    expect((await caller.control('POST', '/faults', { fault: { kind: 'fire' } })).status).toBe(400);
    expect((await caller.control('POST', '/faults', { fault: { kind: 'slow' } })).status).toBe(400);
  });

  it('is slow, silent, cut, malformed, or HTML', async () => {
    await arm({ kind: 'slow', milliseconds: 150 }, { path: '/river/Order' });
    const order: string[] = [];
    const slow = rides().then(() => order.push('slow'));
    await caller.get('/river/Member/get', { offset: 0, length: 10, last_id: '0' }).then(() => order.push('next'));
    await slow;
    expect(order).toEqual(['next', 'slow']);
    await arm({ kind: 'silent' });
    await expect(fetch(`${caller.simulator.url}/river/Order/get`, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await arm({ kind: 'cut', afterBytes: 40 });
    await expect(rides()).rejects.toThrow();
    await arm({ kind: 'malformed' });
    const malformed = await rides();
    expect(() => JSON.parse(malformed.text) as unknown).toThrow();
    await arm({ kind: 'html' });
    expect((await rides()).text).toMatch(/^<!doctype html>/);
    expect((await rides()).errno).toBe(0);
  });

  it('counts wrongly, repeats a page and shifts one', async () => {
    const [first, second] = [await ridesOf(0), await ridesOf(2)];
    await arm({ kind: 'wrong_count', by: -2 });
    expect((await rides()).data.total).toBe(3);
    // A repeated page waits for one that has a page before it.
    await arm({ kind: 'repeat_page' });
    expect(await ridesOf(0)).toEqual(first);
    expect(await ridesOf(2)).toEqual(first);
    expect(await ridesOf(2)).toEqual(second);
    await arm({ kind: 'shift_page', by: 1 });
    expect(await ridesOf(0)).toEqual([first[1], second[0]]);
    await arm({ kind: 'shift_page', by: -1 });
    expect(await ridesOf(2)).toEqual([first[1], second[0]]);
  });

  it('plays the same on cursors and id lists', async () => {
    const bill = (await caller.get('/river/Bill/get', { business_line: 0, offset: 0, length: 1 })).data.records[0].bill_id;
    const page = async (last: string): Promise<{ total: string; last_id: string; detail_list: { order_id: string }[] }> =>
      (await caller.get('/river/Bill/detail', { bill_id: bill, business_type: 0, last_id: last, length: 2 })).data;
    const first = await page('0');
    await arm({ kind: 'wrong_count', by: 4 }, { path: '/river/Bill/detail' });
    expect(Number((await page('0')).total)).toBe(Number(first.total) + 4);
    await arm({ kind: 'repeat_page' }, { path: '/river/Bill/detail' });
    expect((await page(first.last_id)).detail_list).toEqual(first.detail_list);
    const query = {
      order_type: 'car',
      search_time: { type: 'all', start_time: '2026-05-01 00:00:00', end_time: '2026-05-30 23:59:59' },
      limit: 2,
    };
    const list = async (cur_page: number): Promise<{ order_ids: string; page: { total: number } }> =>
      (await caller.post('/open-apis/v1/order/list', { param_json: JSON.stringify({ ...query, cur_page }) })).data.car_data;
    const one = await list(1);
    await arm({ kind: 'repeat_page' });
    expect((await list(2)).order_ids).toBe(one.order_ids);
    await arm({ kind: 'wrong_count', by: 1 });
    expect((await list(1)).page.total).toBe(one.page.total + 1);
  });

  it('forgets tokens, believes another time, speaks its own errors', async () => {
    await arm({ kind: 'expire_token' });
    expect((await rides()).errno).toBe(401);
    expect((await rides()).errno).toBe(401);
    await caller.login();
    expect((await rides()).errno).toBe(0);
    await arm({ kind: 'clock_skew', seconds: 900 });
    expect((await rides()).errno).toBe(400);
    await arm({ kind: 'vendor_error', code: '10002' });
    const refused = await rides();
    expect([refused.status, refused.errno]).toEqual([200, 10002]);
    expect(JSON.parse(refused.text)).toMatchObject({ errmsg: '请求 IP 不在白名单内', data: {}, request_id: expect.any(String) });
  });

  it('says words nobody documented', async () => {
    await arm({ kind: 'unknown_enum' }, { path: '/river/Order' });
    expect((await rides()).data.records[0].status).toBe(9);
    await arm({ kind: 'unknown_enum' }, { path: '/api-gateway' });
    const flight = await caller.post('/api-gateway/g/flight/orderDetail', { order_ids: ids.flight, product_type: 1 });
    expect(flight.data.domesticflight_data.order_list[0].order_info.order_status).toBe('Teleported');
  });

  it('changes, refunds and removes an order after it was read', async () => {
    expect((await caller.control('POST', `/orders/${ids.mixed}`, { refund: { company: '1000', personal: '200' } })).status).toBe(200);
    const back = (await caller.get('/river/Order/get', { start_date: '2026-06-20', end_date: '2026-06-20', offset: 0, length: 10 })).data
      .records;
    expect(back).toEqual([
      expect.objectContaining({
        order_id: ids.mixed,
        status: 7,
        company_real_refund: 10,
        personal_real_refund: 2,
        refund_time: '2026-06-20 12:00:00',
      }),
    ]);
    await caller.control('POST', `/orders/${ids.taxi}`, { patch: { product: 'premium' } });
    expect((await caller.get('/river/Order/detail', { order_id: ids.taxi })).data.use_car_type).toBe(2);
    await caller.control('POST', `/orders/${ids.taxi}`, { remove: true });
    expect(await ridesOf(0)).not.toContain(ids.taxi);
    expect((await caller.control('POST', `/orders/${ids.taxi}`, { remove: true })).status).toBe(404);
    expect((await caller.control('POST', `/orders/${ids.mixed}`, { refund: { company: '999999' } })).status).toBe(400);
    expect((await caller.control('POST', `/orders/${ids.mixed}`, {})).status).toBe(400);
    const ledger = (await caller.control('GET', '/ledger')).json;
    expect(ledger).toContainEqual({
      period: '2026-06',
      kind: 'ride',
      orders: 2,
      companyShare: '900',
      personalShare: '-200',
      billLines: 2,
      billed: '900',
    });
  });

  it('moves its clock and forgets everything but the credentials', async () => {
    await caller.control('POST', '/clock', { now: '2026-07-04T00:00:00+08:00' });
    const later = new (caller.constructor as new (...args: unknown[]) => Caller)(caller.simulator, () =>
      Date.parse('2026-07-04T00:00:05+08:00'),
    );
    expect((await later.get('/river/Bill/get', { business_line: 0, offset: 0, length: 10 })).data.total).toBe(3);
    expect((await caller.control('POST', '/clock', { now: 'noon' })).status).toBe(400);
    await caller.control('POST', '/reset');
    expect((await rides()).errno).toBe(401);
    await caller.login();
    expect((await rides()).data.total).toBe(0);
    expect((await caller.control('GET', '/ledger')).json).toEqual([]);
    expect((await caller.control('GET', '/nothing')).status).toBe(404);
  });

  it('serves generated orders by time and counts them in the ledger', async () => {
    await caller.control('POST', '/reset');
    await caller.login();
    await caller.control('POST', '/generate', {
      orders: 3000,
      from: '2026-03-01T00:00:00+08:00',
      to: '2026-06-20T00:00:00+08:00',
      seed: 's',
      kinds: ['ride', 'ride', 'hotel'],
    });
    let company = 0;
    let orders = 0;
    for (let day = 1; day <= 31; day += 7) {
      const span = {
        start_date: `2026-05-${String(day).padStart(2, '0')}`,
        end_date: `2026-05-${String(Math.min(31, day + 6)).padStart(2, '0')}`,
      };
      for (let offset = 0, more = true; more; offset += 100) {
        const { data } = await caller.get('/river/Order/get', { ...span, offset, length: 100 });
        more = data.records.length === 100;
        for (const ride of data.records) {
          const within = (time: string): boolean => time >= span.start_date && time.slice(0, 10) <= span.end_date;
          if (within(ride.pay_time)) company += Math.round(ride.company_real_pay * 100);
          if (ride.refund_time !== '' && within(ride.refund_time)) company -= Math.round(ride.company_real_refund * 100);
          orders++;
        }
      }
    }
    const row = (await caller.control('GET', '/ledger')).json.find(
      (each: { period: string; kind: string }) => each.period === '2026-05' && each.kind === 'ride',
    );
    expect(orders).toBeGreaterThan(500);
    expect(company).toBe(Number(row.companyShare));
    expect((await caller.control('POST', '/generate', { orders: 0 })).status).toBe(400);
  });
});
