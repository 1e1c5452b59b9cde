import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Caller } from './caller.fixture.js';
import { FACTS, NOW, started } from './facts.fixture.js';
import simulator from './index.js';

describe('the gate', () => {
  let caller: Caller;
  let now: { at: number };
  let close: () => Promise<void>;

  beforeEach(async () => {
    const running = await started({ people: FACTS.people ?? [] });
    ({ caller, now } = running);
    close = () => running.simulator.close();
  });
  afterEach(() => close());

  const members = (): ReturnType<Caller['get']> => caller.get('/river/Member/get', { offset: 0, length: 10 });

  it('gives a token flat and without errno, at both addresses', async () => {
    const answer = await caller.login();
    const body = JSON.parse(answer.text) as Record<string, unknown>;
    expect(body).toMatchObject({ expires_in: 1800, token_type: 'Bearer' });
    expect(body).not.toHaveProperty('errno');
    expect(String(body['scope']).split('|')).toContain('river_order');
    const { client_id, client_secret } = caller.simulator.credentials;
    const v2 = await caller.raw('POST', '/river/Auth/authorize/v2', {
      client_id,
      client_secret,
      grant_type: 'client_credentials',
      timestamp: caller.seconds(),
      sign: 'x',
    });
    expect(v2.errno).toBe(19999);
  });

  it('refuses a wrong client, secret, grant and signature', async () => {
    expect((await caller.login({ client_id: 'nobody' })).errno).toBe(10001);
    expect((await caller.login({ client_secret: 'wrong' })).errno).toBe(10001);
    expect((await caller.login({ grant_type: 'password' })).errno).toBe(400);
    await caller.login();
    const tampered = await caller.call('GET', '/river/Member/get', { offset: 0, length: 10 }, { offset: 10 });
    expect(tampered.errno).toBe(19999);
    expect(tampered.data.params_sign_str).toContain('offset=10');
    expect(tampered.status).toBe(200);
  });

  it('lets a token live for 1800 seconds and no longer', async () => {
    await caller.login();
    now.at += 1799_000;
    expect((await members()).errno).toBe(0);
    now.at += 1000;
    expect((await members()).errno).toBe(401);
    await caller.login();
    expect((await members()).errno).toBe(0);
  });

  it('keeps an older token when a new one is asked for', async () => {
    await caller.login();
    const other = new (caller.constructor as new (...args: unknown[]) => Caller)(caller.simulator, () => now.at);
    await other.login();
    expect((await members()).errno).toBe(0);
  });

  it('takes a clock that is at most 300 seconds off', async () => {
    await caller.login();
    const at = (seconds: number): ReturnType<Caller['get']> =>
      caller.get('/river/Member/get', { offset: 0, length: 10, timestamp: NOW / 1000 + seconds });
    expect((await at(300)).errno).toBe(0);
    expect((await at(-300)).errno).toBe(0);
    expect((await at(301)).errno).toBe(400);
    expect((await caller.get('/river/Member/get', { offset: 0, length: 10, timestamp: NOW })).errno).toBe(400);
  });

  it('refuses another company and an address it does not know', async () => {
    expect((await caller.get('/river/Member/get', { offset: 0, length: 10, company_id: '1' })).errno).toBe(10001);
    expect((await caller.get('/river/Nothing/get')).status).toBe(404);
    expect((await caller.post('/river/Order/get')).status).toBe(404);
  });

  it('checks SHA-256 once the console is set to it, and MD5 no longer', async () => {
    await caller.control('POST', '/settings', { signMethod: 'SHA256' });
    expect((await caller.login()).errno).toBe(19999);
    caller.method = 'sha256';
    await caller.login();
    expect((await members()).errno).toBe(0);
    expect((await caller.control('POST', '/settings', { signMethod: 'CRC' })).status).toBe(400);
  });

  it('signs the text of a number and leaves nulls out', async () => {
    await caller.login();
    const answer = await caller.post('/river/BudgetCenter/add', { type: 1, name: '数字', out_budget_id: 'X1', total_quota: '100' });
    expect(answer.errno).toBe(0);
    const nested = await caller.post('/river/BudgetCenter/add', { type: 1, name: { nested: true } });
    expect(nested.errno).toBe(400);
  });

  it('gives the same account the same credentials and another account others', async () => {
    const again = await simulator.start();
    const other = await simulator.start({ account: 'other' });
    expect(again.credentials).toEqual(caller.simulator.credentials);
    expect(again.url).not.toBe(caller.simulator.url);
    expect(other.externalAccount).not.toBe(again.externalAccount);
    expect(Object.values(other.credentials).some((value) => Object.values(again.credentials).includes(value))).toBe(false);
    await Promise.all([again.close(), other.close()]);
  });

  it('keeps neither secrets nor signatures in its log', async () => {
    await members();
    const { json } = await caller.control('GET', '/requests');
    const text = JSON.stringify(json);
    for (const secret of Object.values(caller.simulator.credentials).slice(1)) expect(text).not.toContain(secret);
    expect(json.map((row: { path: string }) => row.path)).toEqual(['/river/Auth/authorize', '/river/Member/get']);
    expect(json[1].params).toEqual(expect.objectContaining({ length: '10' }));
    expect(json[1].params).not.toHaveProperty('sign');
    expect(json[1].params).not.toHaveProperty('access_token');
    expect((await caller.control('GET', `/requests?after=${json[0].seq}`)).json).toHaveLength(1);
  });
});
