import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Caller, Loose } from './caller.fixture.js';
import { started } from './facts.fixture.js';

const FAMILY = 'alibaba.ele.enterprise.employee';

describe('employees', () => {
  let caller: Caller;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const running = await started();
    ({ caller } = running);
    close = () => running.simulator.close();
  });
  afterEach(() => close());

  const update = async (...people: unknown[]): Promise<Loose> =>
    (await caller.call(`${FAMILY}.batchupdate`, { enterprise_datas: JSON.stringify(people) })).body;
  const remove = async (employee_nos: string): Promise<Loose> => (await caller.call(`${FAMILY}.batchdelete`, { employee_nos })).body;
  const all = async (): Promise<Loose[]> => (await caller.control('GET', '/employees')).json;
  const NEW = { employee_no: 'N900', name: '新来的', phone_number: '13800000900', dept_name: '销售部' };

  it('are those of the world, and are made and changed by one call', async () => {
    expect((await all()).map(({ employee_no, phone_number }) => [employee_no, phone_number])).toEqual([
      ['N001', '13800000001'],
      ['N002', '13800000002'],
    ]);
    const made = await update({ ...NEW, cost_center: { add_item_ids: ['1', '2'], delete_item_ids: [] } });
    expect(made.enterprise_data).toEqual({ success: true, error_msgs: {} });
    await update({ employee_no: 'N900', name: '改名的', cost_center: { add_item_ids: ['3'], delete_item_ids: ['1'] } });
    expect((await all())[2]).toEqual({ ...NEW, name: '改名的', cost_centers: ['2', '3'] });
  });

  it('that cannot be are told one by one, the others are done', async () => {
    const taken = { ...NEW, phone_number: '13800000001' };
    const { enterprise_data } = await update(taken, NEW, { name: '没有工号' }, { ...NEW, employee_no: 'N901', phone_number: '123' }, 'x');
    expect(enterprise_data.success).toBe(false);
    const failed: Loose[] = enterprise_data.error_msgs.error_msg;
    expect(failed.map(({ reason }) => reason)).toEqual(['手机号已被其他员工使用', '工号不能为空', '手机号格式错误', '员工信息格式错误']);
    expect(JSON.parse(failed[0].req_body)).toEqual(taken);
    expect((await all()).map(({ employee_no }) => employee_no)).toEqual(['N001', 'N002', 'N900']);
  });

  it('leave, give their phone free, and do not come back with the next facts', async () => {
    expect((await remove('N001,N404')).enterprise_data).toEqual({ success: true, error_msgs: {} });
    expect((await remove(JSON.stringify(['N001', '']))).enterprise_data).toEqual({
      success: false,
      error_msgs: { error_msg: [{ req_body: '', reason: '工号不能为空' }] },
    });
    expect((await update({ ...NEW, phone_number: '13800000001' })).enterprise_data.success).toBe(true);
    await caller.control('POST', '/facts', {});
    expect((await all()).map(({ employee_no }) => employee_no)).toEqual(['N002', 'N900']);
  });

  it('are at most twenty a call, in a list', async () => {
    const many = Array.from({ length: 21 }, (_, index) => ({
      ...NEW,
      employee_no: `M${index}`,
      phone_number: String(13700000000 + index),
    }));
    expect((await update(...many)).sub_code).toBe('isv.invalid-parameter:enterprise_datas');
    expect((await update(...many.slice(1))).enterprise_data.success).toBe(true);
    expect((await remove(many.map(({ employee_no }) => employee_no).join(','))).sub_code).toBe('isv.invalid-parameter:employee_nos');
    for (const enterprise_datas of ['{}', '[', 'N001'])
      expect((await caller.call(`${FAMILY}.batchupdate`, { enterprise_datas })).body.code).toBe(41);
    expect((await caller.call(`${FAMILY}.batchdelete`)).body.code).toBe(40);
  });
});
