import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import type { Answer, Caller } from './caller.fixture.js';
import { FACTS, started } from './facts.fixture.js';

describe('members and departments', () => {
  let caller: Caller;
  let close: () => Promise<void>;

  beforeEach(async () => {
    jest.spyOn(performance, 'now').mockImplementation(() => real);
    const running = await started(FACTS, 'strict');
    ({ caller } = running);
    close = () => running.simulator.close();
    await caller.login();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await close();
  });

  /** The pacing limits run in real time; here it moves only when told to. */
  let real = 0;
  const pause = (milliseconds: number): void => {
    real += milliseconds;
  };
  const add = (data: Record<string, unknown>): Promise<Answer> => caller.post('/river/Member/single', { data: JSON.stringify(data) });
  const list = (own: Record<string, unknown> = {}): Promise<Answer> => caller.get('/river/Member/get', { offset: 0, length: 100, ...own });

  it('knows the people of the facts', async () => {
    const { data } = await list();
    expect(data.total).toBe(2);
    expect(data.records).toContainEqual(
      expect.objectContaining({
        realname: '林一',
        employee_number: 'N001',
        status: 1,
        budget_center_id: expect.stringMatching(/^1125\d{12}$/),
      }),
    );
    expect((await list({ employee_number: 'N002' })).data.records).toHaveLength(1);
    expect((await list({ realname: '周' })).data.records).toHaveLength(1);
    expect((await caller.get('/river/Member/detail', { employee_number: 'N001' })).data).toMatchObject({ phone: '13800000001' });
    expect((await caller.get('/river/Member/detail', { phone: '13800000002' })).data).toMatchObject({ employee_number: 'N002' });
    expect((await caller.get('/river/Member/detail', { employee_number: 'N9' })).errno).toBe(10001);
  });

  it('adds, edits and removes one', async () => {
    const added = await add({ member_type: 1, employee_number: 'N003', realname: '吴三', phone: '13800000003', out_budget_id: 'D1' });
    expect(added).toMatchObject({ errno: 0, data: { phone: '13800000003' } });
    expect(added.text).toMatch(/"id":1125\d{12}\b/);
    const edited = await caller.post('/river/Member/edit', {
      employee_number: 'N003',
      data: JSON.stringify({ realname: '吴三三', phone: '' }),
    });
    expect(edited.errno).toBe(0);
    expect((await caller.get('/river/Member/detail', { employee_number: 'N003' })).data).toMatchObject({ realname: '吴三三', status: 6 });
    const removed = await caller.post('/river/Member/del', { employee_number: JSON.stringify(['N003']) });
    expect(removed.data).toEqual([added.data.id]);
    expect((await list({ status: 4 })).data.records).toEqual([
      expect.objectContaining({ employee_number: 'N003', dismiss_time: '2026-06-20 12:00:00' }),
    ]);
  });

  it('checks each key that is sent for doubles, and what is required', async () => {
    expect((await add({ member_type: 1, employee_number: 'N009', realname: '甲', phone: '13800000001' })).errno).toBe(10001);
    pause(160);
    expect((await add({ member_type: 0, realname: '甲' })).errno).toBe(400);
    pause(160);
    expect((await add({ member_type: 2, email: 'a@north.example' })).errno).toBe(400);
    pause(160);
    expect((await caller.post('/river/Member/single', { data: 'plain' })).errno).toBe(400);
    expect((await caller.post('/river/Member/edit', { employee_number: 'N404', data: '{}' })).errno).toBe(10001);
    expect((await caller.post('/river/Member/del', { member_id: Array.from({ length: 101 }, (_, index) => index).join('_') })).errno).toBe(
      400,
    );
  });

  it('wants 150 ms between adds and 200 ms between edits', async () => {
    expect((await add({ member_type: 1, employee_number: 'N011', realname: '甲' })).errno).toBe(0);
    expect((await add({ member_type: 1, employee_number: 'N012', realname: '乙' })).errno).toBe(400);
    pause(155);
    expect((await add({ member_type: 1, employee_number: 'N012', realname: '乙' })).errno).toBe(0);
    const edit = (): Promise<Answer> => caller.post('/river/Member/edit', { employee_number: 'N011', data: '{"realname":"丙"}' });
    expect((await edit()).errno).toBe(0);
    expect((await edit()).errno).toBe(400);
    pause(205);
    expect((await edit()).errno).toBe(0);
  });

  it('pages by offset, a multiple of the length, or by last_id from 0', async () => {
    expect((await list({ offset: 3, length: 2 })).errno).toBe(400);
    const first = await caller.get('/river/Member/get', { last_id: '0', length: 1 });
    expect(first.data).toMatchObject({ total: 2, records: [expect.anything()], last_id: first.data.records[0].id });
    const second = await caller.get('/river/Member/get', { last_id: first.data.last_id, length: 1, realname: 'nobody' });
    expect(second.data.records).toHaveLength(1);
    expect(second.data.records[0].id).not.toBe(first.data.records[0].id);
    expect((await caller.get('/river/Member/get', { last_id: second.data.last_id, length: 1 })).data.records).toEqual([]);
  });

  it('keeps departments and projects in one place', async () => {
    const find = async (own: Record<string, unknown>): Promise<Answer> =>
      caller.get('/river/BudgetCenter/get', { offset: 0, length: 100, ...own });
    expect((await find({ type: 1 })).data).toMatchObject({
      total: '2',
      records: expect.arrayContaining([expect.objectContaining({ out_budget_id: 'D1', name: '销售部' })]),
    });
    expect((await find({ type: 2 })).data.records).toEqual([expect.objectContaining({ out_budget_id: 'CC9' })]);
    const added = await caller.post('/river/BudgetCenter/add', {
      type: 1,
      name: '华东销售',
      out_budget_id: 'D11',
      out_parent_id: 'D1',
      budget_cycle: 1,
      total_quota: '5000',
    });
    expect(added.errno).toBe(0);
    const parent = (await find({ out_budget_id: 'D1' })).data.records[0];
    expect((await find({ out_budget_id: 'D11' })).data.records).toEqual([
      expect.objectContaining({ id: added.data.id, parent_id: parent.id, total_quota: '5000.00' }),
    ]);
    expect(
      (
        await caller.post('/river/BudgetCenter/edit', {
          type: 1,
          out_budget_id: 'D11',
          name: '东区销售',
          parent_id: '0',
          out_parent_id: 'D1',
        })
      ).errno,
    ).toBe(0);
    expect((await find({ out_budget_id: 'D11' })).data.records[0]).toMatchObject({ name: '东区销售', parent_id: '0' });
    expect((await caller.post('/river/BudgetCenter/del', { type: 1, out_budget_id: 'D11' })).errno).toBe(0);
    expect((await find({ out_budget_id: 'D11' })).data.records).toEqual([]);
  });

  it('refuses departments without code, doubled, mispriced or under nobody', async () => {
    const refused = async (own: Record<string, unknown>): Promise<number | undefined> =>
      (await caller.post('/river/BudgetCenter/add', { type: 1, name: '部门', out_budget_id: 'D50', ...own })).errno;
    expect(await refused({ out_budget_id: '' })).toBe(400);
    expect(await refused({ out_budget_id: 'x'.repeat(65) })).toBe(400);
    expect(await refused({ out_budget_id: 'D1' })).toBe(10001);
    expect(await refused({ total_quota: '10.5' })).toBe(400);
    expect(await refused({ out_parent_id: 'D404' })).toBe(10001);
    expect(await refused({ type: 3 })).toBe(400);
    expect(await refused({ budget_cycle: 8 })).toBe(400);
  });

  it('refuses departments added at once', async () => {
    const codes = ['D61', 'D62', 'D63', 'D64', 'D65'];
    const answers = await Promise.all(
      codes.map((code) => caller.post('/river/BudgetCenter/add', { type: 1, name: code, out_budget_id: code })),
    );
    const codesOf = new Set(answers.map(({ errno }) => errno));
    expect([...codesOf].sort()).toEqual([0, 400]);
  });
});
