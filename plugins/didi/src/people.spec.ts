import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { VendorRequest } from '@interline/sdk';
import { contextOf, envelope, refusal, type Answer } from '../fixtures/context.js';
import { upsertDepartment } from './departments.js';
import { paced } from './pace.js';
import { disablePerson, upsertPerson } from './people.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(async () => {
  await jest.runAllTimersAsync();
  jest.useRealTimers();
});

const bodyOf = (request: VendorRequest | undefined) => request?.json as Record<string, string>;
const writes = (requests: VendorRequest[]) => requests.filter(({ method }) => method === 'POST');

/** A DiDi with these members and departments. */
const vendorOf =
  (members: object[], departments: { id: string; name: string; out_budget_id: string; parent_id?: string }[] = []) =>
  ({ path, query }: VendorRequest): Answer => {
    if (path === '/river/Member/get') return envelope({ total: members.length, records: members });
    if (path === '/river/BudgetCenter/get') {
      const found = departments.filter((department) => department.out_budget_id === query!.out_budget_id);
      return envelope({ total: found.length, records: found });
    }
    if (path === '/river/Member/del') return { body: { errno: 0, errmsg: 'SUCCESS', data: ['1'] } };
    return path.endsWith('edit')
      ? { body: { errno: 0, errmsg: 'SUCCESS', data: [] } }
      : envelope({ id: '1125990000000000901', phone: '13900000001' });
  };

const person = { employeeNumber: 'E0001', name: '周一', phone: '13900000001', email: 'zhou@example.com', departmentCode: 'D-RD' };
const member = {
  id: '1125990000000000001',
  employee_number: 'E0001',
  realname: '周一',
  phone: '13900000001',
  email: 'zhou@example.com',
  budget_center_id: '55',
  status: 1,
  dismiss_time: '',
};

describe('a person', () => {
  it('DiDi does not know is added, keyed by employee number, as a JSON string', async () => {
    const { ctx, requests } = contextOf(vendorOf([]));
    expect(await upsertPerson(ctx, person)).toEqual({ externalId: '1125990000000000901', outcome: 'created' });
    const [add, ...more] = writes(requests);
    expect([add!.path, add!.idempotent, more.length]).toEqual(['/river/Member/single', undefined, 0]);
    expect(JSON.parse(bodyOf(add).data!)).toEqual({
      member_type: 1,
      employee_number: 'E0001',
      realname: '周一',
      phone: '13900000001',
      email: 'zhou@example.com',
      out_budget_id: 'D-RD',
    });
  });

  it('that is as it should be is left alone', async () => {
    const { ctx, requests } = contextOf(vendorOf([member], [{ id: '55', name: '研发', out_budget_id: 'D-RD' }]));
    expect(await upsertPerson(ctx, person)).toEqual({ externalId: '1125990000000000001', outcome: 'unchanged' });
    expect(writes(requests)).toEqual([]);
  });

  it.each([
    ['another name', { realname: '周一一' }],
    ['another phone', { phone: '13900000009' }],
    ['another department', { budget_center_id: '56' }],
  ])('that has %s is edited', async (_, difference) => {
    const { ctx, requests } = contextOf(vendorOf([{ ...member, ...difference }], [{ id: '55', name: '研发', out_budget_id: 'D-RD' }]));
    expect(await upsertPerson(ctx, person)).toEqual({ externalId: '1125990000000000001', outcome: 'updated' });
    const [edit] = writes(requests);
    expect([edit!.path, bodyOf(edit).member_id]).toEqual(['/river/Member/edit', '1125990000000000001']);
    expect(JSON.parse(bodyOf(edit).data!)).toMatchObject({ realname: '周一', out_budget_id: 'D-RD' });
  });

  it('that left before is added anew; others of the answer are not taken for the person', async () => {
    for (const gone of [
      { ...member, status: 4 },
      { ...member, dismiss_time: '2026-01-01 00:00:00' },
      { ...member, employee_number: 'E00011' },
    ]) {
      expect(await upsertPerson(contextOf(vendorOf([gone])).ctx, person)).toMatchObject({ outcome: 'created' });
      await jest.runAllTimersAsync();
    }
  });

  it('whose phone belongs to somebody else is refused as a duplicate', async () => {
    const { ctx } = contextOf((request) =>
      request.path === '/river/Member/single' ? refusal(30001, '手机号已存在') : vendorOf([])(request),
    );
    await expect(upsertPerson(ctx, person)).rejects.toMatchObject({ fault: { class: 'duplicate', code: '30001' } });
  });

  it('is removed once, and then it is done', async () => {
    const { ctx, requests } = contextOf(vendorOf([member]));
    expect(await disablePerson(ctx, { employeeNumber: 'E0001' })).toEqual({ externalId: '1125990000000000001', outcome: 'updated' });
    expect([writes(requests)[0]!.path, bodyOf(writes(requests)[0])]).toEqual(['/river/Member/del', { member_id: '1125990000000000001' }]);
    const gone = contextOf(vendorOf([{ ...member, status: 4 }]));
    expect(await disablePerson(gone.ctx, { employeeNumber: 'E0001', externalId: '77' })).toEqual({
      externalId: '77',
      outcome: 'unchanged',
    });
    expect(writes(gone.requests)).toEqual([]);
  });
});

describe('a department', () => {
  const known = [
    { id: '50', name: '总部', out_budget_id: 'D-0' },
    { id: '55', name: '研发', out_budget_id: 'D-RD', parent_id: '50' },
  ];

  it('DiDi does not know is added below its parent, without a budget', async () => {
    const { ctx, requests } = contextOf(vendorOf([], known));
    expect(await upsertDepartment(ctx, { code: 'D-QA', name: '测试', parentCode: 'D-0' })).toEqual({
      externalId: '1125990000000000901',
      outcome: 'created',
    });
    expect(bodyOf(writes(requests)[0])).toEqual({
      type: 1,
      name: '测试',
      out_budget_id: 'D-QA',
      parent_id: '50',
      budget_cycle: 0,
      total_quota: '0',
    });
  });

  it('is left alone, renamed or moved', async () => {
    const same = contextOf(vendorOf([], known));
    expect(await upsertDepartment(same.ctx, { code: 'D-RD', name: '研发', parentCode: 'D-0' })).toEqual({
      externalId: '55',
      outcome: 'unchanged',
    });
    expect(writes(same.requests)).toEqual([]);
    for (const input of [
      { code: 'D-RD', name: '研发中心' },
      { code: 'D-0', name: '总部', parentCode: 'D-RD' },
    ]) {
      const { ctx, requests } = contextOf(vendorOf([], known));
      expect(await upsertDepartment(ctx, input)).toMatchObject({ outcome: 'updated' });
      expect(writes(requests)[0]!.path).toBe('/river/BudgetCenter/edit');
      await jest.runAllTimersAsync();
    }
  });

  it('waits for its parent', async () => {
    await expect(
      upsertDepartment(contextOf(vendorOf([], [])).ctx, { code: 'D-RD', name: '研发', parentCode: 'D-0' }),
    ).rejects.toMatchObject({ fault: { class: 'not_found', code: 'no_parent' } });
  });
});

describe('writes of one company', () => {
  it('follow each other with the pause DiDi wants; those of another do not wait', async () => {
    const log: string[] = [];
    const write = (name: string) => () => Promise.resolve(void log.push(name));
    const all = [paced('a', 150, write('a1')), paced('a', 150, write('a2')), paced('b', 150, write('b1'))];
    await jest.advanceTimersByTimeAsync(149);
    expect(log).toEqual(['a1', 'b1']);
    await jest.advanceTimersByTimeAsync(1);
    expect(log).toEqual(['a1', 'b1', 'a2']);
    await Promise.all(all);
  });

  it('go on after one that failed', async () => {
    await expect(paced('c', 10, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const next = paced('c', 10, () => Promise.resolve('yes'));
    await jest.advanceTimersByTimeAsync(10);
    expect(await next).toBe('yes');
  });
});
