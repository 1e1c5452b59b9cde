import { describe, expect, it } from '@jest/globals';
import { contextOf, refusal } from '../fixtures/context.js';
import { disablePerson, upsertPeople, upsertPerson } from './people.js';

const update = 'alibaba_ele_enterprise_employee_batchupdate_response';
const remove = 'alibaba_ele_enterprise_employee_batchdelete_response';
const done = { enterprise_code: '200', enterprise_data: { success: true, error_msgs: {} } };
const refused = (reason: string, wrapper = 'error_msg') => ({
  enterprise_code: '200',
  enterprise_data: { success: false, error_msgs: { [wrapper]: [{ req_body: '{"phone_number":"13800000900"}', reason }] } },
});
const zhang = { employeeNumber: 'N900', name: '张三', phone: '13800000900', email: 'z@x.example', departmentCode: 'D9' };

describe('an employee', () => {
  it('is sent as a batch of one, with what is known of them', async () => {
    const { ctx, asked } = contextOf(() => ({ [update]: done }));
    expect(await upsertPerson(ctx, zhang)).toEqual({ externalId: 'N900', outcome: 'updated' });
    expect(await upsertPerson(ctx, { employeeNumber: 'N901', name: '李四' })).toEqual({ externalId: 'N901', outcome: 'updated' });
    expect(asked.map(({ enterprise_datas: sent }) => JSON.parse(sent!) as unknown)).toEqual([
      [{ employee_no: 'N900', name: '张三', phone_number: '13800000900', dept_name: 'D9' }],
      [{ employee_no: 'N901', name: '李四' }],
    ]);
  });

  it('that Ele.me does not take is an error with its reason, without numbers that name somebody', async () => {
    const reject = (reply: object) => upsertPerson(contextOf(() => ({ [update]: reply })).ctx, zhang);
    const error = (kind: string, message: string) => ({ fault: { class: kind, code: 'PERSON_REFUSED', message } });
    await expect(reject(refused('手机号13800000900已存在'))).rejects.toMatchObject(error('duplicate', 'Ele.me says: 手机号…已存在'));
    await expect(reject(refused('部门不存在', 'whatever'))).rejects.toMatchObject(error('config', 'Ele.me says: 部门不存在'));
    await expect(reject({ ...done, enterprise_data: { success: true, error_msgs: [{ reason: '坏' }] } })).rejects.toMatchObject(
      error('config', 'Ele.me says: 坏'),
    );
    await expect(reject({ enterprise_msg: '停用', enterprise_data: { success: 'false' } })).rejects.toMatchObject(
      error('config', 'Ele.me says: 停用'),
    );
    await expect(reject({ enterprise_code: '500' })).rejects.toMatchObject({ fault: { class: 'vendor_bug', code: 'no_result' } });
    const { ctx } = contextOf(() => refusal(11));
    await expect(upsertPerson(ctx, zhang)).rejects.toMatchObject({ fault: { class: 'config', code: '11' } });
  });

  it('is sent with others, twenty a call; who is refused is named and holds up nobody', async () => {
    const people = Array.from({ length: 25 }, (_, at) => ({ employeeNumber: `N${at}`, name: '李四', phone: `138000000${at + 10}` }));
    const says = (req_body: string) => ({ req_body, reason: '手机号已存在' });
    const errors = [says('{"employee_no":"N3","name":"李四"}'), says('{"phone_number":"13800000014"}')];
    const { ctx, asked } = contextOf(({ enterprise_datas: sent }) => ({
      [update]: JSON.parse(sent!).length === 20 ? { enterprise_data: { success: false, error_msgs: errors } } : done,
    }));
    const { done: taken, refused: left } = await upsertPeople(ctx, { people });
    expect(asked.map(({ enterprise_datas: sent }) => (JSON.parse(sent!) as unknown[]).length)).toEqual([20, 5]);
    expect(left.map(({ employeeNumber, fault }) => [employeeNumber, fault.class])).toEqual([
      ['N3', 'duplicate'],
      ['N4', 'duplicate'],
    ]);
    expect(taken).toHaveLength(23);
  });

  it('is not held to be done where the answer does not say who of several was refused', async () => {
    const { ctx } = contextOf(() => ({ [update]: refused('部门不存在') }));
    const people = ['N1', 'N2'].map((employeeNumber) => ({ employeeNumber, name: '李四' }));
    await expect(upsertPeople(ctx, { people })).rejects.toMatchObject({ fault: { class: 'vendor_bug', code: 'unknown_refusal' } });
  });

  it('who leaves is removed, and leaving twice does no harm', async () => {
    const { ctx, asked } = contextOf(() => ({ [remove]: done }));
    expect(await disablePerson(ctx, { employeeNumber: 'N900' })).toEqual({ externalId: 'N900', outcome: 'updated' });
    expect(JSON.parse(asked[0]!.employee_nos!)).toEqual(['N900']);
    const gone = contextOf(() => ({ [remove]: refused('员工不存在') }));
    expect(await disablePerson(gone.ctx, { employeeNumber: 'N900' })).toEqual({ externalId: 'N900', outcome: 'unchanged' });
    const stuck = contextOf(() => ({ [remove]: refused('有未完成的订单') }));
    await expect(disablePerson(stuck.ctx, { employeeNumber: 'N900' })).rejects.toMatchObject({ fault: { class: 'config' } });
  });
});
