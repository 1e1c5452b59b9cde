import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseJson, sortedSignature, type JsonObject, type SigningInput } from '@interline/sdk';
import { contextOf, orderOf, person, responseOf } from '../fixtures/context.js';
import connector from './index.js';
import { faultOf } from './errors.js';
import { mapOrder } from './map-order.js';
import { orders } from './orders.js';
import { upsertPerson } from './people.js';
import { sign } from './sign.js';

const folder = new URL('../../../../shared/vendors/samples/eleme/', import.meta.url);
const present = existsSync(folder);
const sample = (name: string) => parseJson(readFileSync(new URL(name, folder), 'utf8')) as JsonObject;

interface Vector {
  secret: string;
  params: Record<string, string>;
  sign_md5: string;
  sign_hmac_md5: string;
  sign_hmac_sha256: string;
}

/** The signature over the vector's parameters with a method of its own among them. */
function signed({ secret, params }: Vector, sign_method: string): string {
  const { app_key, timestamp, format: _format, v: _v, sign_method: _method, ...form } = params;
  const input: SigningInput = {
    secrets: { app_key: app_key!, app_secret: secret },
    config: { sign_method },
    token: null,
    now: new Date(`${timestamp!.replace(' ', 'T')}+08:00`),
  };
  return sign({ method: 'POST', path: '/router/rest', form }, input).form!.sign!;
}

/** The vector's HMACs are over the same parameters as its MD5, `sign_method` still saying `md5`. */
function hmacOver(vector: Vector, digest: 'hmac-md5' | 'hmac-sha256'): string {
  const rule = { digest, pair: 'kv', join: '', place: 'none', case: 'upper' } as const;
  return sortedSignature(rule, vector.params, vector.secret);
}

/** What belongs to Ele.me's platform for restaurants is neither asked for nor taken in. */
function expectForeign(): void {
  const manifest = readFileSync(new URL('../manifest.yaml', import.meta.url), 'utf8');
  expect(manifest).not.toContain('shop.ele.me');
  expect(connector.hook).toBeUndefined();
}

/** One proof a row of the README's table. */
const PROOFS: Record<string, () => void | Promise<void>> = {
  'top-sign-vector.json': () => {
    const vector = sample('top-sign-vector.json') as unknown as Vector;
    expect(signed(vector, 'md5')).toBe(vector.sign_md5);
    expect(hmacOver(vector, 'hmac-md5')).toBe(vector.sign_hmac_md5);
    expect(hmacOver(vector, 'hmac-sha256')).toBe(vector.sign_hmac_sha256);
  },
  'top-error.response.json': () =>
    expect(faultOf(responseOf(sample('top-error.response.json')))).toMatchObject({ class: 'auth', code: '25:isv.invalid-signature' }),
  'enterprise-ordernew-get.response.json': async () => {
    const answer = sample('enterprise-ordernew-get.response.json');
    const message = { id: '1', content: '{"message_id":"1","order_id":"3000000000000000001"}' };
    let messages: object[] = [message];
    const { ctx } = contextOf(
      ({ method }) => {
        if (method === 'alibaba.ele.enterprise.ordernew.get') return answer;
        if (method === 'alibaba.ele.enterprise.ordernew.getstatus')
          return { alibaba_ele_enterprise_ordernew_getstatus_response: { enterprise_data: { u_no: 'E0001' } } };
        if (method === 'taobao.tmc.messages.confirm') {
          messages = [];
          return { tmc_messages_confirm_response: { is_success: true } };
        }
        return { tmc_messages_consume_response: { messages: { tmc_message: messages } } };
      },
      { people: [person('E0001', '13800000001')] },
    );
    const records = [];
    for await (const page of orders.read(ctx, { from: new Date(0), to: new Date(), cursor: null })) records.push(...page.records);
    expect(records).toEqual([{ externalId: '3000000000000000001', data: { u_no: 'E0001', order: orderOf(answer) } }]);
    const { externalId, lines } = mapOrder(records[0]!);
    expect(externalId).toBe('3000000000000000001');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      kind: 'meal',
      line: 'meal',
      lineType: 'charge',
      description: '测试餐厅',
      currency: 'CNY',
      amount: 3540n,
      companyShare: 3000n,
      personalShare: 540n,
      occurredAt: new Date('2019-10-01T08:40:34Z'),
      traveller: { employeeNumber: 'E0001', phone: '13800000001', name: '测试员工A' },
      costCentre: { name: '研发部' },
      detail: { foods: '套餐A ×1 30.40', extras: '配送费 ×1 5.00', status: '11' },
    });
  },
  'enterprise-employee-batchupdate.request.json': async () => {
    const published = sample('enterprise-employee-batchupdate.request.json') as Record<string, string>;
    const [{ cost_center: _costCentre, ...employee }] = JSON.parse(published.enterprise_datas!) as [Record<string, string>];
    const { ctx, asked } = contextOf(() => ({
      alibaba_ele_enterprise_employee_batchupdate_response: { enterprise_data: { success: true } },
    }));
    const { employee_no, name, phone_number, dept_name } = employee as Record<string, string>;
    await upsertPerson(ctx, { employeeNumber: employee_no!, name: name!, phone: phone_number!, departmentCode: dept_name! });
    expect(asked[0]!.method).toBe(published.method);
    expect(JSON.parse(asked[0]!.enterprise_datas!)).toEqual([employee]);
  },
  'nop-error.response.json': () => {
    expectForeign();
    expect(faultOf(responseOf(sample('nop-error.response.json')))).toMatchObject({ class: 'vendor_bug', code: 'no_envelope' });
  },
  'nop-push.json': expectForeign,
  'nop-request.json': expectForeign,
  'nop-sign-vectors.json': expectForeign,
};

describe('the published samples', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const listed = [...readme.matchAll(/^\| `([\w.-]+\.json)` +\|/gm)].map(([, name]) => name!);

  it('are each in the table of the README and proven here', () => {
    expect([...listed].sort()).toEqual(Object.keys(PROOFS).sort());
    if (present) expect([...listed].sort()).toEqual(readdirSync(folder).sort());
  });

  if (!present) console.warn('skipped: the published samples are not beside this checkout, so the table of the README is not proven');
  (present ? it : it.skip).each(Object.keys(PROOFS))('%s becomes what the table says', async (name) => {
    await PROOFS[name]!();
  });
});
