import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { type Answer, type Caller, type Loose, orderIds } from './caller.fixture.js';
import { meal, started } from './facts.fixture.js';

describe('faults on command', () => {
  let caller: Caller;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const orders = Array.from({ length: 30 }, (_, index) => meal(`34${index + 10}`, [['charge', '2026-06-02 12:00:00', 100, 0]]));
    const running = await started({ orders });
    ({ caller } = running);
    close = () => running.simulator.close();
  });
  afterEach(() => close());

  const arm = (fault: Loose, more: object = {}): Promise<unknown> => caller.control('POST', '/faults', { fault, ...more });
  const waiting = async (): Promise<unknown[]> => (await caller.control('GET', '/faults')).json;
  const status = (): Promise<Answer> => caller.call('alibaba.ele.enterprise.ordernew.getstatus', { eleme_order_id: '3410' });
  const consumed = async (): Promise<string[]> => orderIds(await caller.consume());
  const range = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `34${from + index}`);

  it('play the gateway’s codes, unknown ones, and sub-codes of services behind it', async () => {
    for (const code of ['7', '987654', 'isp.remote-service-timeout']) await arm({ kind: 'vendor_error', code });
    expect((await status()).body).toMatchObject({
      code: 7,
      msg: 'App Call Limited',
      sub_code: 'accesscontrol.limited-by-app-api-access-count',
      sub_msg: 'This ban will last for 1 more seconds',
    });
    expect((await status()).body).toMatchObject({ code: 987654, msg: 'Unknown error' });
    expect((await status()).body).toMatchObject({ code: 15, sub_code: 'isp.remote-service-timeout' });
    expect(await waiting()).toEqual([]);
  });

  it('turn the vendor’s clock: what was on time is not any more, and its Date says why', async () => {
    await arm({ kind: 'clock_skew', seconds: 3600 });
    expect((await status()).body.code).toBe(31);
    await arm({ kind: 'clock_skew', seconds: 300 });
    expect((await status()).key).toBe('alibaba_ele_enterprise_ordernew_getstatus_response');
  });

  it('end an authorisation, where one is sent', async () => {
    await arm({ kind: 'expire_token' });
    expect((await caller.call('alibaba.ele.enterprise.ordernew.getstatus', { eleme_order_id: '1' }, { session: undefined })).key).not.toBe(
      'error_response',
    );
    expect((await status()).body.code).toBe(27);
    expect((await status()).key).not.toBe('error_response');
  });

  it('repeat a batch, confirmed or not, and nothing before there was one', async () => {
    await arm({ kind: 'repeat_page' });
    expect(await consumed()).toEqual(range(10, 20));
    const again = await caller.consume();
    expect(orderIds(again)).toEqual(range(10, 20));
    await caller.confirm(again);
    await arm({ kind: 'repeat_page' });
    expect(await caller.consume()).toEqual(again);
    expect(await consumed()).toEqual(range(20, 30));
  });

  it('let messages slip, forwards and back, and lose none', async () => {
    await arm({ kind: 'shift_page', by: 3 });
    expect(await consumed()).toEqual(range(13, 23));
    await arm({ kind: 'shift_page', by: -3 });
    expect(await consumed()).toEqual([...range(20, 23), ...range(23, 30)]);
    const rest = orderIds(await caller.drain());
    expect(new Set([...range(13, 30), ...rest])).toEqual(new Set(range(10, 40)));
  });

  it('put an unknown word into an order, and wait for one', async () => {
    await caller.control('POST', '/facts', {
      people: [
        { id: 'p1', employeeNumber: 'N1', name: '林一', phone: '13800000001', email: '', departmentCode: 'D1', departmentName: '一' },
      ],
    });
    await arm({ kind: 'unknown_enum' });
    await caller.consume();
    expect(await caller.order('3410', 'wrong')).toBeUndefined();
    expect(await waiting()).toHaveLength(1);
    expect(await caller.order('3410', '13800000001')).toMatchObject({ status: 99 });
    expect(await caller.order('3410', '13800000001')).toMatchObject({ status: 11 });
  });

  it('cannot make a count wrong that is not published', async () => {
    await arm({ kind: 'wrong_count', by: 7 });
    expect(await consumed()).toHaveLength(10);
    expect(await waiting()).toHaveLength(1);
  });

  it('of the transport stay before and after the gateway', async () => {
    await arm({ kind: 'status', status: 429, retryAfterSeconds: 7 }, { path: '/router', after: 1 });
    expect((await status()).key).toBe('alibaba_ele_enterprise_ordernew_getstatus_response');
    expect((await status()).key).toBe('HTTP 429');
    await arm({ kind: 'cut', afterBytes: 20 });
    await expect(status()).rejects.toThrow();
    // A batch whose answer broke off was delivered, and is delivered again.
    await arm({ kind: 'cut', afterBytes: 20 });
    await expect(caller.consume(200)).rejects.toThrow();
    expect(await caller.consume(200)).toHaveLength(30);
  });
});
