import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Answer, Caller } from './caller.fixture.js';
import { started } from './facts.fixture.js';
import simulator from './index.js';

describe('the gateway', () => {
  let caller: Caller;
  let now: { at: number };
  let close: () => Promise<void>;

  beforeEach(async () => {
    const running = await started();
    ({ caller, now } = running);
    close = () => running.simulator.close();
  });
  afterEach(() => close());

  const STATUS = 'alibaba.ele.enterprise.ordernew.getstatus';
  const ask = (common: Record<string, string | undefined> = {}, tamper: Record<string, string | undefined> = {}): Promise<Answer> =>
    caller.call(STATUS, { eleme_order_id: '1' }, common, tamper);
  const codeOf = async (answer: Promise<Answer>): Promise<unknown> => {
    const { key, body } = await answer;
    return key === 'error_response' ? body.code : key;
  };

  it('lets each way of signing in', async () => {
    for (const method of ['md5', 'hmac', 'hmac-sha256'] as const) {
      caller.method = method;
      expect(await codeOf(ask())).toBe('alibaba_ele_enterprise_ordernew_getstatus_response');
    }
  });

  it('refuses, with HTTP 200 and the published codes, what is missing or wrong', async () => {
    expect(await codeOf(ask({ method: undefined }))).toBe(21);
    for (const method of ['alibaba.ele.nothing', 'constructor']) expect(await codeOf(ask({ method }))).toBe(22);
    expect(await codeOf(ask({ format: 'xml' }))).toBe(23);
    expect(await codeOf(ask({}, { sign: undefined }))).toBe(24);
    expect(await codeOf(ask({}, { eleme_order_id: '2' }))).toBe(25);
    expect(await codeOf(ask({ sign_method: 'sha1' }))).toBe(25);
    expect(await codeOf(ask({ session: 'another' }))).toBe(27);
    expect(await codeOf(ask({ app_key: undefined }))).toBe(28);
    expect(await codeOf(ask({ app_key: '1' }))).toBe(29);
    expect(await codeOf(ask({ timestamp: undefined }))).toBe(30);
    expect(await codeOf(ask({ v: undefined }))).toBe(32);
    expect(await codeOf(ask({ v: '3.0' }))).toBe(33);
    expect(await codeOf(ask({ sign_method: undefined }))).toBe(40);
    expect(await codeOf(caller.call(STATUS))).toBe(40);
    expect((await ask({}, { sign: 'X' })).body).toMatchObject({
      code: 25,
      msg: 'Invalid signature',
      sub_code: 'isv.invalid-signature',
      request_id: expect.any(String),
    });
    expect((await caller.call(STATUS)).body).toMatchObject({
      msg: 'Missing required arguments:eleme_order_id',
      sub_code: 'isv.missing-parameter:eleme_order_id',
    });
  });

  it('lets calls without an authorisation in', async () => {
    expect(await codeOf(ask({ session: undefined }))).toBe('alibaba_ele_enterprise_ordernew_getstatus_response');
  });

  it('takes a clock that is at most ten minutes off, either way', async () => {
    const off = (seconds: number): Promise<unknown> => codeOf(ask({ timestamp: caller.timestamp(seconds * 1000) }));
    expect([await off(600), await off(-600)]).toEqual(Array(2).fill('alibaba_ele_enterprise_ordernew_getstatus_response'));
    expect([await off(601), await off(-601)]).toEqual([31, 31]);
    for (const timestamp of ['2026-06-20', String(now.at), '2026-02-30 12:00:00']) expect(await codeOf(ask({ timestamp }))).toBe(31);
  });

  it('answers a form that is posted to one address, and nothing else', async () => {
    expect(await codeOf(caller.send({ method: STATUS }, 'GET'))).toBe(9);
    expect((await fetch(`${caller.simulator.url}/router`, { method: 'POST' })).status).toBe(404);
  });

  it('gives the same account the same credentials and another account others', async () => {
    const again = await simulator.start();
    const other = await simulator.start({ account: 'other' });
    expect(again.credentials).toEqual(caller.simulator.credentials);
    expect(again.externalAccount).toBe(again.credentials['app_key']);
    expect(Object.values(other.credentials).some((value) => Object.values(again.credentials).includes(value))).toBe(false);
    await Promise.all([again.close(), other.close()]);
  });

  it('keeps neither secrets, sessions nor signatures in its log', async () => {
    await ask();
    const { json, text } = await caller.control('GET', '/requests');
    for (const name of ['app_secret', 'session']) expect(text).not.toContain(caller.simulator.credentials[name]);
    expect(json).toHaveLength(1);
    expect(json[0]).toMatchObject({ method: 'POST', path: '/router/rest', params: { method: STATUS, eleme_order_id: '1' } });
    expect(Object.keys(json[0].params)).not.toContain('sign');
  });
});
