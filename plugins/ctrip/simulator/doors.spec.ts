import { createHash } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Answer, Caller, Loose } from './caller.fixture.js';
import { started } from './facts.fixture.js';

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');
const person = (own: Record<string, unknown>): Record<string, unknown> => ({ EmployeeID: 'E0009', Name: '测试员工', Valid: 'A', ...own });

describe('people, approvals and sign-in', () => {
  let caller: Caller;
  let now: { at: number };
  let close: () => Promise<void>;

  beforeEach(async () => {
    const running = await started();
    ({ caller, now } = running);
    close = () => running.simulator.close();
    await caller.login();
  });
  afterEach(() => close());

  const save = (people: Record<string, unknown>[], own: Record<string, unknown> = {}): Promise<Answer> =>
    caller.post('/corpservice/CorpCustService/SaveCorpCustInfoList', {
      Language: 'zh-CN',
      Appkey: caller.credentials.AppKey,
      Ticket: caller.ticket,
      CorporationID: caller.simulator.config['corporation_id'],
      AuthenticationInfoList: people.map((Authentication, index) => ({ Sequence: String(index), Authentication })),
      ...own,
    });
  const token = async (): Promise<string> => (await caller.post('/corpservice/authorize/getticket', caller.credentials)).json.Token;

  const pc = async (fields: Record<string, string>, tamper: Record<string, string> = {}): Promise<string> => {
    const { AppKey, AppSecurity } = caller.credentials;
    const signed = ['UID', 'EmployeeID', 'Email', 'TA'].map((name) => fields[name] ?? '').join('');
    const costs = ['Cost1', 'Cost2', 'Cost3'].map((name) => fields[name] ?? '').join('');
    const Signature = md5(`${AppKey}${signed}${fields['ForCorp'] ?? '0'}${costs}${md5(AppSecurity)}`);
    return caller.form('/corpservice/authorize/login', { AppKey, Ticket: await token(), ...fields, Signature, ...tamper });
  };
  const h5 = async (fields: Record<string, string>, tamper: Record<string, string> = {}): Promise<string> => {
    const { AppKey, AppSecurity } = caller.credentials;
    const all: Record<string, string> = { accessuserid: AppKey, CorpPayType: 'public', ...fields };
    const names = ['accessuserid', 'employeeid', 'CorpPayType', 'CostCenter1', 'CostCenter2', 'CostCenter3'];
    const signature = md5(names.map((name) => all[name] ?? '').join('') + md5(AppSecurity));
    return caller.form('/m/SingleSignOn/H5SignInfo', { appid: AppKey, token: await token(), ...all, signature, ...tamper });
  };

  it('accepts people at once and works on them later', async () => {
    expect((await save([person({ RankName: '普通员工', CostCenterList: [{ CostCenterType: 'C1' }] })])).json).toEqual({
      Result: 'Success',
      ErrorMessageList: [],
    });
    const seen = async (): Promise<Loose[]> => (await caller.control('POST', '/people')).json;
    expect(await seen()).toEqual([expect.objectContaining({ employeeId: 'E0009', active: true, processed: false })]);
    expect(await pc({ EmployeeID: 'E0009' })).toContain('员工不存在');
    now.at += 60_000;
    expect(await seen()).toEqual([expect.objectContaining({ processed: true })]);
    expect(await pc({ EmployeeID: 'E0009' })).toContain('测试员工');
  });

  it('names what is wrong with single people, and refuses lists that are too long', async () => {
    const wrong = await save([person({}), person({ EmployeeID: '' }), person({ Valid: 'X' }), person({ RankName: '船长' })]);
    expect(wrong.json.Result).toBe('Success');
    expect(wrong.json.ErrorMessageList.map(({ Sequence, Message }: Loose) => `${Sequence} ${Message}`)).toEqual([
      '1 EmployeeID 必填',
      '2 Valid 应为 A 或 I',
      '3 职级 船长 不存在',
    ]);
    await caller.control('POST', '/settings', { ranks: ['船长'] });
    expect((await save([person({ RankName: '船长' })])).json.ErrorMessageList).toEqual([]);
    const many = Array.from({ length: 101 }, (_, index) => person({ EmployeeID: `N${index}` }));
    expect((await save(many.slice(1))).json.ErrorMessageList).toEqual([]);
    expect((await save(many)).json).toMatchObject({ Result: 'Failed', ErrorMessageList: [{ ErrorCode: '100' }] });
    expect((await save([person({})], { Ticket: 'no' })).json).toMatchObject({ Result: 'Failed', ErrorMessageList: [{ ErrorCode: '302' }] });
    expect((await save([person({})], { CorporationID: 'X' })).json.ErrorMessageList[0].ErrorCode).toBe('309');
  });

  it('shuts out who left, once that was worked on', async () => {
    expect(await pc({ EmployeeID: 'E0001' })).toContain('登录成功');
    await save([person({ EmployeeID: 'E0001', Name: '林一', Valid: 'I' })]);
    expect(await pc({ EmployeeID: 'E0001' })).toContain('登录成功');
    now.at += 60_000;
    expect(await pc({ EmployeeID: 'E0001' })).toContain('员工已离职');
  });

  it('saves an approval under its number, again and again, in both forms', async () => {
    const approval = {
      ApprovalNumber: 'TA_1',
      Status: 1,
      EmployeeID: 'E0001',
      FlightEndorsementDetails: [
        {
          ProductType: '1',
          DepartDateBegin: '2026-09-01',
          DepartDateEnd: '2026-09-02',
          DepartCityIds: ['1'],
          PassengerList: [{ Name: '林一', EID: 'E0001' }],
        },
      ],
      CarQuickEndorsementDetails: [{ ProductType: 1, Cities: '1,2', BeginUseDate: '2026-09-01', EndUseDate: '2026-09-02' }],
    };
    const saved = { SetApprovalResult: { Status: { Success: true, ErrorCode: 0, Message: '' }, approvalNumber: 'TA_1' } };
    expect((await caller.call('/switchapi/approval/save', approval)).json).toEqual(saved);
    const auth = { AppKey: caller.credentials.AppKey, Ticket: caller.ticket };
    const old = await caller.post('/switchapi/approval.svc/rest/setapproval', { request: { Auth: auth, ...approval, Status: 0 } });
    expect(old.json).toEqual(saved);
    expect((await caller.control('POST', '/approvals')).json).toEqual([
      expect.objectContaining({ number: 'TA_1', valid: false, employeeId: 'E0001', versions: 2 }),
    ]);
    expect(JSON.stringify((await caller.control('POST', '/approvals')).json)).not.toContain(caller.ticket);
  });

  it('refuses approvals it cannot read', async () => {
    const code = async (own: Record<string, unknown>): Promise<number> =>
      (await caller.call('/switchapi/approval/save', { ApprovalNumber: 'TA_2', Status: 1, EmployeeID: 'E0001', ...own })).json
        .SetApprovalResult.Status.ErrorCode;
    expect(await code({})).toBe(0);
    expect(await code({ ApprovalNumber: '' })).toBe(100);
    expect(await code({ Status: 2 })).toBe(100);
    expect(await code({ EmployeeID: '' })).toBe(100);
    expect(await code({ FlightEndorsementDetails: [{ ProductType: 1 }] })).toBe(100);
    expect(await code({ CarQuickEndorsementDetails: [{ ProductType: '1' }] })).toBe(100);
    expect(await code({ CarQuickEndorsementDetails: [{ Cities: ['1'] }] })).toBe(100);
    expect(await code({ HotelEndorsementDetails: [{ CheckInDateBegin: '2026-09-02', CheckInDateEnd: '2026-09-01' }] })).toBe(100);
    expect(await code({ TrainEndorsementDetails: [{ DepartDateBegin: '2026-09-31' }] })).toBe(100);
    expect(await code({ TrainEndorsementDetails: [{ PassengerList: [{ EID: 'E0001' }] }] })).toBe(100);
    caller.ticket = 'no';
    expect(await code({})).toBe(302);
  });

  it('signs in at the PC door by number or mail, with an approval that is there', async () => {
    await caller.call('/switchapi/approval/save', { ApprovalNumber: 'TA_3', Status: 1, EmployeeID: 'E0002' });
    const page = await pc({ Email: 'e0002@north.example', TA: 'TA_3', Cost1: '成本', InitPage: 'FlightSearch' });
    expect(page).toContain('O&#39;Neill &lt;二&gt;（E0002）');
    expect(page).toContain('审批单 TA_3');
    expect(await pc({ EmployeeID: 'E0001', TA: 'TA_9' })).toContain('审批单 TA_9 不存在或已作废');
    expect(await pc({ EmployeeID: 'E0001', ForCorp: '1' })).toContain('登录成功');
    const [row] = (await caller.settled('flight', { DateFrom: '2026-05-03', DateTo: '2026-05-03' })).rows;
    expect(await pc({ UID: row.OrderBaseInfo.Uid })).toContain('林一（E0001）');
    expect(await pc({ UID: '1' })).toContain('员工不存在');
  });

  it('shuts the PC door on forms that were tampered with, and tickets of the other kind', async () => {
    const shut = async (tamper: Record<string, string>): Promise<string> => pc({ EmployeeID: 'E0001' }, tamper);
    expect(await shut({ EmployeeID: 'E0002' })).toContain('签名错误');
    expect(await shut({ ForCorp: '1' })).toContain('签名错误');
    expect(await shut({ Ticket: caller.ticket })).toContain('Ticket 无效或已过期');
    expect(await shut({ AppKey: 'nobody' })).toContain('AppKey 不存在');
    expect(await pc({})).toContain('至少填写一项');
    expect(await pc({ EmployeeID: 'nobody' })).toContain('员工不存在');
  });

  it('signs in at the H5 door, with its own signature', async () => {
    expect(await h5({ employeeid: 'E0001', CostCenter1: 'CC001', initpage: 'Home' })).toContain('林一（E0001）');
    expect(await h5({ employeeid: 'E0001', CorpPayType: 'private' })).toContain('登录成功');
    expect(await h5({ employeeid: 'E0001' }, { CostCenter2: 'x' })).toContain('签名错误');
    expect(await h5({ employeeid: 'E0001', CorpPayType: 'nobody' })).toContain('CorpPayType');
    expect(await h5({ employeeid: 'E0001' }, { token: caller.ticket })).toContain('token 无效或已过期');
    expect(await h5({ employeeid: 'E0001' }, { appid: 'nobody' })).toContain('appid 不存在');
    expect(await h5({ employeeid: 'E0001', endorsementID: 'TA_9' })).toContain('审批单 TA_9');
  });
});
