import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { type Answer, type Caller, type Loose, moneyOf } from './caller.fixture.js';
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
  const flights = (PageIndex = 1): Promise<Answer & { rows: Loose[] }> =>
    caller.settled('flight', { DateFrom: '2026-05-01', DateTo: '2026-05-31', PageIndex, PageSize: 2 });
  const idsOf = async (page = 1): Promise<string[]> => (await flights(page)).rows.map((row) => moneyOf('flight', row).id);

  it('counts wrongly, repeats a page and shifts one', async () => {
    const [first, second] = [await idsOf(1), await idsOf(2)];
    await arm({ kind: 'wrong_count', by: 4 });
    expect((await flights()).json).toMatchObject({ TotalRecord: 9, TotalSize: 5 });
    // A repeated page waits for one that has a page before it.
    await arm({ kind: 'repeat_page' });
    expect(await idsOf(1)).toEqual(first);
    expect(await idsOf(2)).toEqual(first);
    expect(await idsOf(2)).toEqual(second);
    await arm({ kind: 'shift_page', by: 1 });
    expect(await idsOf(1)).toEqual([first[1], second[0]]);
  });

  it('leaves the faults of lists to the lists', async () => {
    for (const fault of [{ kind: 'wrong_count', by: 1 }, { kind: 'unknown_enum' }]) {
      await arm(fault);
      await caller.login();
      await caller.form('/corpservice/authorize/login', {});
      expect(await waiting()).toBe(1);
      await flights();
      expect(await waiting()).toBe(0);
    }
    await arm({ kind: 'shift_page', by: 1 });
    await caller.call('/order/queryOrderIdList', { BeginDate: '2026-05-01', EndDate: '2026-05-02' });
    expect(await waiting()).toBe(1);
  });

  it('forgets tickets, speaks its own errors in each envelope', async () => {
    await arm({ kind: 'expire_token' });
    expect((await flights()).json.Status.ErrorCode).toBe(302);
    expect((await flights()).json.Status.ErrorCode).toBe(302);
    await caller.login();
    expect((await flights()).json.Status.ErrorCode).toBe(0);
    await arm({ kind: 'vendor_error', code: '309' }, { times: 3 });
    const refused = await flights();
    expect([refused.status, refused.json]).toEqual([200, { Status: { Success: false, ErrorCode: 309, Message: '没有该接口的访问权限' } }]);
    expect((await caller.call('/switchapi/approval/save', {})).json.SetApprovalResult.Status.ErrorCode).toBe(309);
    const people = await caller.post('/corpservice/CorpCustService/SaveCorpCustInfoList', {});
    expect(people.json.ErrorMessageList[0].ErrorCode).toBe('309');
    await arm({ kind: 'vendor_error', code: '987654' });
    expect((await flights()).json.Status).toEqual({ Success: false, ErrorCode: 987654, Message: '错误 987654' });
  });

  it('believes another time: its Date says so, and nothing else minds', async () => {
    await arm({ kind: 'clock_skew', seconds: 3600 });
    const { json } = await flights();
    expect(json.Status.ErrorCode).toBe(0);
    await arm({ kind: 'clock_skew', seconds: 3600 });
    const response = await fetch(`${caller.simulator.url}/order/queryOrderIdList`, { method: 'POST', body: '{}' });
    expect(response.headers.get('date')).toBe('Sat, 20 Jun 2026 05:00:00 GMT');
  });

  it('says words nobody published', async () => {
    await arm({ kind: 'unknown_enum' });
    expect((await flights()).rows.map((row) => moneyOf('flight', row).type)).toEqual(['Z', 'O']);
    for (const product of ['hotel', 'train', 'car'] as const) {
      await arm({ kind: 'unknown_enum' });
      const { rows } = await caller.settled(product, { DateFrom: '2026-05-01', DateTo: '2026-05-31' });
      expect(moneyOf(product, rows[0]).type).toBe('Z');
    }
    await arm({ kind: 'unknown_enum' });
    const { json } = await caller.call('/switchapi/Order/SearchOrder', { OrderID: `${ids.train},${ids.flight}` });
    expect(json.ItineraryList[0].TrainOrderInfoList[0].BasicInfo.NewOrderStatus).toBe('Z');
    expect(json.ItineraryList[1].FlightOrderInfoList[0].BasicInfo.OrderStatusCode).toBe('S');
  });

  it('is cut, malformed or HTML', async () => {
    await arm({ kind: 'cut', afterBytes: 40 });
    await expect(flights()).rejects.toThrow();
    await arm({ kind: 'malformed' });
    expect((await flights()).json).toBeUndefined();
    await arm({ kind: 'html' });
    expect((await flights()).text).toMatch(/^<!doctype html>/);
    await arm({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    expect((await flights()).status).toBe(429);
    expect((await flights()).json.Status.ErrorCode).toBe(0);
  });

  it('changes, refunds and removes an order after it was read; its rows keep their numbers', async () => {
    const rows = async (id: string): Promise<Loose[]> =>
      (await caller.settled('flight', { OrderID: id })).rows.map((row) => row.OrderSettlementBaseInfo);
    const [before] = await rows(ids.flight);
    expect((await caller.control('POST', `/orders/${ids.flight}`, { refund: { company: '1000' } })).status).toBe(200);
    const after = await rows(ids.flight);
    expect(after).toEqual([before, expect.objectContaining({ OrderDetailType: 'R', Amount: -10, CreateTime: '2026-06-20 12:00:00' })]);
    const today = await caller.settled('flight', { DateFrom: '2026-06-20', DateTo: '2026-06-20', IsCompensation: true });
    expect(today.rows).toHaveLength(2);
    await caller.control('POST', `/orders/${ids.flight}`, { remove: true });
    expect(await rows(ids.flight)).toEqual([]);
    expect((await caller.control('POST', `/orders/${ids.flight}`, { remove: true })).status).toBe(404);
  });

  it('forgets everything but the credentials', async () => {
    await caller.control('POST', '/reset');
    expect((await flights()).json.Status.ErrorCode).toBe(302);
    await caller.login();
    expect((await flights()).rows).toEqual([]);
    expect((await caller.control('GET', '/ledger')).json).toEqual([]);
    expect((await caller.control('POST', '/people')).json).toEqual([]);
    expect((await caller.control('POST', '/approvals')).json).toEqual([]);
  });
});
