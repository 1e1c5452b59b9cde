import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Caller } from './caller.fixture.js';
import { started } from './facts.fixture.js';
import simulator from './index.js';
import { readBody } from './request.js';

describe('tickets', () => {
  let caller: Caller;
  let now: { at: number };
  let close: () => Promise<void>;

  beforeEach(async () => {
    const running = await started();
    ({ caller, now } = running);
    close = () => running.simulator.close();
  });
  afterEach(() => close());

  const ids = (): ReturnType<Caller['call']> => caller.call('/order/queryOrderIdList', { BeginDate: '2026-05-01', EndDate: '2026-05-31' });
  const codeOf = async (): Promise<number> => (await ids()).json.Status.ErrorCode;

  it('gives a data ticket for both spellings of the fields, at any case of the path, wrapped where a deployment does that', async () => {
    const ticket = { Status: { Success: true, ErrorCode: 0, Message: '调用成功。' }, Ticket: expect.stringMatching(/^[0-9a-f]{24}$/) };
    expect((await caller.login()).json).toEqual(ticket);
    expect((await caller.post('/switchapi/order/TICKET', caller.credentials)).json).toEqual(ticket);
    await caller.control('POST', '/settings', { ticketWrapped: true });
    expect((await caller.post('/SwitchAPI/Order/Ticket', caller.credentials)).json).toEqual({ TicketResult: ticket });
    expect((await caller.control('POST', '/settings', { ticketWrapped: 'yes' })).status).toBe(400);
  });

  it('gives a sign-in token in its own envelope', async () => {
    const answer = await caller.post('/corpservice/authorize/getticket', { ...caller.credentials, TokenType: '1' });
    expect(answer.json).toEqual({ Token: expect.stringMatching(/^[0-9a-f-]{36}$/), Message: '', Code: 0, Success: true });
    const wrong = await caller.post('/corpservice/authorize/getticket', { ...caller.credentials, AppSecurity: 'wrong' });
    expect(wrong.json).toEqual({ Token: '', Message: expect.stringContaining('AppSecurity'), Code: 301, Success: false });
  });

  it('refuses wrong keys, and a ticket of the other kind, with HTTP 200', async () => {
    for (const wrong of [{ AppKey: 'nobody' }, { AppSecurity: '' }]) {
      const answer = await caller.post('/SwitchAPI/Order/Ticket', { ...caller.credentials, ...wrong });
      expect([answer.status, answer.json.Status.ErrorCode, answer.json.Ticket]).toEqual([200, 301, undefined]);
    }
    caller.ticket = (await caller.post('/corpservice/authorize/getticket', caller.credentials)).json.Token;
    expect(await codeOf()).toBe(302);
    expect((await caller.post('/order/queryOrderIdList', {})).json.Status).toMatchObject({ Success: false, ErrorCode: 302 });
  });

  it('lets a ticket live for 7200 seconds after it was last used', async () => {
    await caller.login();
    for (let use = 0; use < 3; use++) {
      now.at += 7_199_000;
      expect(await codeOf()).toBe(0);
    }
    now.at += 7_200_000;
    expect(await codeOf()).toBe(302);
  });

  it('has the same credentials after every start, and others for another account', async () => {
    const [same, other] = [await simulator.start(), await simulator.start({ account: 'other' })];
    const of = ({ credentials, config, externalAccount }: typeof same): unknown[] => [credentials, config, externalAccount];
    expect(of(same)).toEqual(of(caller.simulator));
    expect(of(other)).not.toEqual(of(same));
    expect(same.externalAccount).toBe(same.config['corporation_id']);
    await Promise.all([same.close(), other.close()]);
  });

  it('keeps keys and tickets out of its log', async () => {
    await caller.login();
    await caller.post('/corpservice/authorize/getticket', caller.credentials);
    await ids();
    await caller.post('/corpservice/CorpCustService/SaveCorpCustInfoList', { Appkey: caller.credentials.AppKey, Ticket: caller.ticket });
    const { json } = await caller.control('GET', '/requests?after=0');
    expect(json).toHaveLength(4);
    for (const secret of [caller.ticket, caller.credentials.AppSecurity]) expect(JSON.stringify(json)).not.toContain(secret);
  });

  it('answers nothing else', async () => {
    expect((await caller.post('/switchapi/basedata/v2/queryAllPOIInfo', {})).status).toBe(404);
    expect((await fetch(`${caller.simulator.url}/SwitchAPI/Order/Ticket`)).status).toBe(404);
    expect((await caller.post('/order/queryOrderIdList', '[]')).json.Status.ErrorCode).toBe(100);
  });
});

describe('a body', () => {
  it('keeps the digits of long numbers, and leaves texts alone', () => {
    const body = '{"a":900719925474099301,"b":[12345678901234567,1],"c":"x:12345678901234567,","d":-1.5,"e":1234567890123456.5,"f":"\\"1"}';
    expect(readBody(Buffer.from(body))).toEqual({
      a: '900719925474099301',
      b: ['12345678901234567', 1],
      c: 'x:12345678901234567,',
      d: -1.5,
      e: 1234567890123456.5,
      f: '"1',
    });
  });
});
