import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseJson, type JsonObject, type SigningInput, type VendorResponse } from '@interline/sdk';
import { collect, contextOf, responseOf, success, type Books } from '../fixtures/vendor.js';
import { faultOf } from './errors.js';
import { orders } from './orders.js';
import { sign } from './sign.js';
import { token } from './token.js';
import type { JdConfig } from './config.js';

const folder = new URL('../../../../shared/vendors/samples/jd/', import.meta.url);
const present = existsSync(folder);
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const sample = (name: string): VendorResponse => responseOf(textOf(name));
const resultOf = (name: string): JsonObject => (parseJson(textOf(name)) as { result: JsonObject }).result;
const config = { client_id: 'demo_client_id', username: '测试企业' } as JdConfig;

const input: SigningInput = {
  secrets: { client_secret: 'demo_secret', password: 'demo_password' },
  config,
  token: null,
  now: new Date('2026-08-01T04:00:00Z'),
};

const DETAIL = 'select-jd-order.child.response.json';
/** The sample's order, listed under its own number at the time the list's sample has. */
const listed = { jdOrderId: '86403369569', time: '2018-11-07 10:00:00' };
const november = { from: new Date('2018-11-06T16:00:00Z'), to: new Date('2018-11-07T16:00:00Z'), cursor: null };
/** Long after: the newest window is another. */
const answering = (answer: NonNullable<Books['answer']>) => contextOf({ answer }, { balance: false });

/** One proof a row of the README's table. */
const PROOFS: Record<string, () => void | Promise<void>> = {
  'access-token-sign-vector.json': () => {
    const [vector] = JSON.parse(textOf('access-token-sign-vector.json')) as { sign: string }[];
    expect(sign(token.request({}), input).form!.sign).toBe(vector!.sign);
  },
  'access-token.request.form.json': () =>
    expect(sign(token.request({}), input).form).toEqual(JSON.parse(textOf('access-token.request.form.json'))),
  'access-token.response.json': () => {
    const response = sample('access-token.response.json');
    expect(faultOf(response)).toBeNull();
    expect(token.read(response)).toEqual({ accessToken: '0'.repeat(28), expiresInSeconds: 86_399 });
  },
  'token-expired.response.json': () =>
    expect(faultOf(sample('token-expired.response.json'))).toMatchObject({ class: 'token', code: '2007' }),
  'check-new-order.response.json': async () => {
    const { ctx, asked } = answering(({ path }) =>
      path === '/api/checkOrder/checkNewOrder'
        ? sample('check-new-order.response.json')
        : success({ jdOrderId: '82439393004', type: 2, orderState: 1, orderPrice: '99.76' }),
    );
    const [page, last] = await collect(orders.read(ctx, november));
    expect(asked('/api/checkOrder/checkNewOrder').map(({ date }) => date)).toEqual(['2018-11-7']);
    expect(asked('/api/order/selectJdOrder').map(({ jdOrderId }) => jdOrderId)).toEqual(['82439393004']);
    expect(page!.records).toMatchObject([{ externalId: '82439393004', data: { time: '2018-11-07 10:00:00' } }]);
    expect(last!.control).toEqual({ count: 1 });
    expect(orders.map(page!.records[0]!, config).lines).toMatchObject([
      { line: 'goods', amount: 9976n, occurredAt: new Date('2018-11-07T02:00:00Z') },
    ]);
  },
  [DETAIL]: async () => {
    const { ctx } = answering(({ path }) =>
      path === '/api/checkOrder/checkNewOrder' ? success({ total: 1, totalPage: 1, orders: [listed] }) : sample(DETAIL),
    );
    const [page] = await collect(orders.read(ctx, november));
    const { externalId, lines } = orders.map(page!.records[0]!, config);
    expect([externalId, lines.length]).toEqual(['86403369569', 1]);
    expect(lines[0]).toMatchObject({
      kind: 'goods',
      line: 'goods',
      lineType: 'charge',
      description: '1 × 小米（MI）小米手环3 智能运动 心率监测 智能提醒 睡眠监测 计步 触摸大屏 50米防水',
      currency: 'CNY',
      amount: 15916n,
      companyShare: 15916n,
      personalShare: 0n,
      occurredAt: new Date('2018-11-07T02:00:00Z'),
      detail: {
        skuIds: '7545792',
        taxRate: '16%',
        priceWithoutTax: '137.21',
        tax: '21.95',
        poNo: '11',
        status: '已完成',
        delivery: '妥投',
      },
    });
  },
  'get-balance-detail.response.json': async () => {
    const data = resultOf('get-balance-detail.response.json').data as JsonObject[];
    // Each of its two orders is asked for; the sample says that there are 281 rows and shows two.
    const { ctx } = contextOf({
      answer: ({ path, form }) => {
        if (path === '/api/checkOrder/checkNewOrder') return success({ total: 0, orders: [] });
        if (path === '/api/order/selectJdOrder')
          return success({ jdOrderId: form!.jdOrderId!, type: 2, orderState: 1, orderPrice: 1, createOrderTime: '2018-12-27 09:00:00' });
        return form!.startDate === '20181227' && form!.orderId === undefined
          ? sample('get-balance-detail.response.json')
          : success({ total: 0 });
      },
    });
    const window = { from: new Date('2018-12-26T16:00:00Z'), to: new Date('2019-01-04T16:00:00Z'), cursor: null };
    const [page, last] = await collect(orders.read(ctx, window));
    expect(page!.records.map(({ externalId, data: { refunds } }) => [externalId, refunds])).toEqual([['84079230412', [data[1]]]]);
    expect(last!.control).toEqual({ count: 1 + 279 });
    expect(orders.map(page!.records[0]!, config).lines).toMatchObject([
      { line: 'goods', amount: 100n },
      {
        line: 'refund:2417527803',
        lineType: 'refund',
        originLine: 'goods',
        description: '订单84079230412退款为京东余额',
        companyShare: -100n,
        occurredAt: new Date('2018-12-27T06:07:06Z'),
        detail: { tradeNo: '3420482480' },
      },
    ]);
  },
  'message-get.response.json': async () => {
    const deleted: string[] = [];
    const { ctx, asked } = answering(({ path, form }) => {
      if (path === '/api/checkOrder/checkNewOrder') return success({ total: 0, orders: [] });
      if (path === '/api/message/get') return deleted.length > 0 ? success([]) : sample('message-get.response.json');
      if (path === '/api/message/del') deleted.push(form!.id!);
      return success({ jdOrderId: form!.jdOrderId!, type: 2 });
    });
    const now = ctx.now();
    const [page] = await collect(orders.read(ctx, { from: new Date(now.getTime() - 3_600_000), to: now, cursor: null }));
    expect(asked('/api/order/selectJdOrder').map(({ jdOrderId }) => jdOrderId)).toEqual(['82439393004', '82439212677']);
    expect(page!.records.map(({ externalId }) => externalId)).toEqual(['82439393004', '82439212677']);
    expect(deleted.sort()).toEqual(['1', '2']);
  },
};

describe('the published samples', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `([\w.-]+\.json)` +\|/gm)].map(([, name]) => name!);

  it('are each in the table of the README and proven here', () => {
    expect([...rows].sort()).toEqual(Object.keys(PROOFS).sort());
    if (present) expect([...rows].sort()).toEqual(readdirSync(folder).sort());
  });

  if (!present) console.warn('skipped: the published samples are not beside this checkout, so the table of the README is not proven');
  (present ? it : it.skip).each(Object.keys(PROOFS))('%s becomes what the table says', async (name) => {
    await PROOFS[name]!();
  });
});
