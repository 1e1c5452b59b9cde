import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { Caller } from './caller.fixture.js';
import { NOW, started } from './facts.fixture.js';
import simulator from './index.js';

describe('the gate', () => {
  let caller: Caller;
  let now: { at: number };
  let close: () => Promise<void>;

  beforeEach(async () => {
    const running = await started({});
    ({ caller, now } = running);
    close = () => running.simulator.close();
  });
  afterEach(() => close());

  const balance = (): ReturnType<Caller['call']> => caller.call('/api/price/getUnionBalance', { type: '1,2' });
  const codeOf = async (more: Record<string, string>): Promise<string | undefined> => (await caller.login(more)).code;

  it('gives a token in the envelope, in three units of time', async () => {
    const { success, code, result, status } = await caller.login();
    expect([status, success, code]).toEqual([200, true, '0000']);
    expect(result).toMatchObject({ time: NOW, expires_in: 86_399, refresh_token_expires: NOW + 180 * 86_400_000 });
    expect(Object.keys(result).sort()).toEqual(['access_token', 'expires_in', 'refresh_token', 'refresh_token_expires', 'time', 'uid']);
    expect((await balance()).result.balance.pin).toBe(caller.simulator.externalAccount);
  });

  it('refuses a wrong client, signature, password and grant, without repeating them', async () => {
    expect(await codeOf({ client_id: 'nobody' })).toBe('2001');
    expect(await codeOf({ sign: 'X'.repeat(32) })).toBe('2002');
    expect(await codeOf({ username: 'other' })).toBe('2002');
    expect(await codeOf({ grant_type: 'password' })).toBe('1001');
    expect(await codeOf({ timestamp: '' })).toBe('1001');
    const { simulator: running } = caller;
    const wrong = new Caller({ ...running, credentials: { ...running.credentials, password: 'wrong-password' } }, () => now.at);
    const refused = await wrong.login();
    expect([refused.status, refused.success, refused.code, refused.result]).toEqual([200, false, '2004', null]);
    expect(refused.text).not.toContain('wrong-password');
    const stranger = new Caller({ ...running, config: { ...running.config, username: '别家' } }, () => now.at);
    expect((await stranger.login()).code).toBe('2004');
  });

  it('takes a Beijing clock that is at most 30 minutes off', async () => {
    const minute = 60_000;
    const at = async (minutes: number): Promise<string | undefined> => (await caller.login({}, NOW + minutes * minute)).code;
    expect([await at(30), await at(-30), await at(31), await at(-31)]).toEqual(['0000', '0000', '2003', '2003']);
    // A client that signs the time of a server in UTC is eight hours off.
    expect(await at(-480)).toBe('2003');
  });

  it('answers 2007 once a token is 86,399 seconds old, and to one it never gave', async () => {
    await caller.login();
    now.at += 86_398_000;
    expect((await balance()).code).toBe('0000');
    now.at += 1_000;
    expect((await balance()).code).toBe('2007');
    caller.token = 'invented';
    expect((await balance()).code).toBe('2007');
    expect((await caller.raw('/api/price/getUnionBalance', { type: '1' })).code).toBe('2007');
  });

  it('renews by a refresh token, once, with the plain secret', async () => {
    const { result } = await caller.login();
    const { client_id, client_secret } = caller.keys;
    const refresh = (more: Record<string, unknown> = {}): ReturnType<Caller['raw']> =>
      caller.raw('/oauth2/refreshToken', { refresh_token: result.refresh_token, client_id, client_secret, ...more });
    expect((await refresh({ client_secret: 'wrong' })).code).toBe('2004');
    const renewed = await refresh();
    expect(renewed.result.access_token).not.toBe(result.access_token);
    expect((await refresh()).code).toBe('2005');
    caller.token = renewed.result.access_token;
    expect((await balance()).code).toBe('0000');
    now.at += 180 * 86_400_000;
    expect((await refresh({ refresh_token: renewed.result.refresh_token })).code).toBe('2005');
  });

  it('keeps older tokens beside a new one, unless it is set to keep one', async () => {
    await caller.login();
    const first = caller.token;
    await caller.login();
    caller.token = first;
    expect((await balance()).code).toBe('0000');
    await caller.control('POST', '/settings', { singleToken: true });
    await caller.login();
    caller.token = first;
    expect((await balance()).code).toBe('2007');
    expect((await caller.control('POST', '/settings', { balance: 'no' })).status).toBe(400);
  });

  it('knows no other address and no GET', async () => {
    expect((await caller.call('/api/order/unknown')).status).toBe(404);
    expect((await caller.raw('/api/price/getUnionBalance', {}, 'GET')).status).toBe(405);
  });

  it('gives the same account the same credentials and another account others', async () => {
    const [again, other] = await Promise.all([simulator.start(), simulator.start({ account: 'other' })]);
    expect(again.credentials).toEqual(caller.simulator.credentials);
    expect(other.externalAccount).not.toBe(again.externalAccount);
    expect(Object.values(other.credentials).some((value) => Object.values(again.credentials).includes(value))).toBe(false);
    await Promise.all([again.close(), other.close()]);
  });

  it('keeps neither secrets nor tokens in its log', async () => {
    await balance();
    const { json } = await caller.control('GET', '/requests');
    expect(json.map((row: { path: string }) => row.path)).toEqual(['/oauth2/accessToken', '/api/price/getUnionBalance']);
    expect(json[1].params).toEqual({ type: '1,2' });
    const text = JSON.stringify(json);
    for (const secret of [caller.token, caller.loginForm()['password'], caller.loginForm()['sign']]) expect(text).not.toContain(secret);
  });
});
