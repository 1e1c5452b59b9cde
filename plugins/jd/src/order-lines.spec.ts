import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MapError, parseJson, type JsonObject } from '@interline/sdk';
import { expenseLine } from '@interline/sdk/canonical';
import { balanceRow, leaf, lossless, parent } from '../fixtures/vendor.js';
import type { JdConfig } from './config.js';
import { mapOrder } from './order-lines.js';

const text = readFileSync(new URL('../fixtures/order.child.json', import.meta.url), 'utf8');
const child = (parseJson(text) as { result: JsonObject }).result;
const settings = (config: Partial<JdConfig> = {}) => config as JdConfig;
const mapped = (detail: Record<string, unknown>, more: Record<string, unknown> = {}, config?: Partial<JdConfig>) =>
  mapOrder({ externalId: '1', data: lossless({ detail, refunds: [], ...more }) }, settings(config));
const sums = (detail: Record<string, unknown>, more?: Record<string, unknown>) =>
  mapped(detail, more).lines.map(({ line, lineType, companyShare, personalShare }) => [line, lineType, companyShare, personalShare]);
const refusal = (detail: Record<string, unknown>, more?: Record<string, unknown>) => {
  try {
    return mapped(detail, more);
  } catch (error) {
    return error instanceof MapError ? error.field : error;
  }
};
const pay = (flag: unknown, payMoney: number) => ({ flag, payMoney, paymentType: 4 });

describe('a leaf', () => {
  it('becomes goods and freight, each by who pays, with what the accountant may want to see', () => {
    const refunds = [balanceRow(7, '92233720368547011', 45, '2026-03-18 10:00:00')];
    const config = settings({ client_id: 'demo_client' });
    const { externalId, lines } = mapOrder({ externalId: '92233720368547011', data: lossless({ detail: child, refunds }) }, config);
    for (const line of lines) expect(expenseLine.parse(line)).toEqual(line);
    const order = {
      kind: 'goods',
      externalId: '92233720368547011',
      product: '京东企业采购',
      currency: 'CNY',
      traveller: { name: '林一', phone: '13800000001' },
    };
    const charge = {
      ...order,
      occurredAt: new Date('2026-03-10T01:30:00Z'),
      startAt: new Date('2026-03-10T01:30:00Z'),
      endAt: new Date('2026-03-12T10:00:00Z'),
      detail: {
        items: '2 × 订书机; 1 × 茶叶; 2 × 订书钉（赠品）',
        itemCount: '3',
        skuIds: '1000001, 1000002, 1000003',
        categories: '9001, 9002',
        taxRate: '13%, 9%',
        priceWithoutTax: '107.16',
        tax: '12.84',
        freight: '6.00',
        poNo: 'PO-7',
        parentOrder: '92233720368547001',
        status: '已完成',
        delivery: '妥投',
        payment: '混合支付',
        invoiceType: '增值税专用发票',
        shippedAt: '2026-03-11 08:00:00',
      },
    };
    expect([externalId, lines]).toEqual([
      '92233720368547011',
      [
        {
          ...charge,
          line: 'goods',
          lineType: 'charge',
          description: '2 × 订书机; 1 × 茶叶; 2 × 订书钉（赠品）',
          amount: 12000n,
          companyShare: 9400n,
          personalShare: 2600n,
        },
        { ...charge, line: 'freight', lineType: 'fee', description: '运费', amount: 600n, companyShare: 600n, personalShare: 0n },
        {
          ...order,
          line: 'refund:7',
          lineType: 'refund',
          originLine: 'goods',
          description: '订单92233720368547011',
          amount: -4500n,
          companyShare: -4500n,
          personalShare: 0n,
          occurredAt: new Date('2026-03-18T02:00:00Z'),
          detail: { tradeNo: '8' },
        },
      ],
    ]);
  });

  it.each([
    ['without payments the company pays', {}, [['goods', 'charge', 10000n, 0n]]],
    [
      'freight stands beside the price',
      { freight: '6.5' },
      [
        ['goods', 'charge', 10000n, 0n],
        ['freight', 'fee', 650n, 0n],
      ],
    ],
    [
      'freight is within the price where the payments say so',
      { freight: 6, payDeatails: [pay(2, 100)] },
      [
        ['goods', 'charge', 9400n, 0n],
        ['freight', 'fee', 600n, 0n],
      ],
    ],
    [
      'a person pays the goods first, then the freight',
      { freight: 6, payDeatails: [pay(1, 103), pay(2, 3)] },
      [
        ['goods', 'charge', 0n, 10000n],
        ['freight', 'fee', 300n, 300n],
      ],
    ],
    ['one payment instead of a list', { payDeatails: pay(1, 100) }, [['goods', 'charge', 0n, 10000n]]],
    [
      'a child may repeat what the company paid for its parent',
      { pOrder: 9, payDeatails: [pay('2', 250)] },
      [['goods', 'charge', 10000n, 0n]],
    ],
    ['a gift alone is no line', { orderPrice: 0 }, []],
    [
      'numbers are read digit by digit',
      { orderPrice: 1.1e-1, freight: '1E+1' },
      [
        ['goods', 'charge', 11n, 0n],
        ['freight', 'fee', 1000n, 0n],
      ],
    ],
  ])('%s', (_title, more, lines) => expect(sums(leaf('1', more))).toEqual(lines));

  it.each([
    ['cancelled', { orderState: 0 }],
    ['invalid', { orderState: 2 }],
    ['only reserved', { submitState: 0 }],
    ['not paid yet', { jdOrderState: 2 }],
  ])('that is %s stands for nothing, until money came back: then it was paid', (_state, more) => {
    expect(sums(leaf('1', more))).toEqual([]);
    expect(sums(leaf('1', more), { refunds: [balanceRow(7, '1', 100, '2026-03-11 10:00:00')] })).toEqual([
      ['goods', 'charge', 10000n, 0n],
      ['refund:7', 'refund', -10000n, 0n],
    ]);
  });

  it('has the time of its detail, else that of the list', () => {
    const { createOrderTime: _time, ...timeless } = leaf('1');
    expect(mapped(timeless, { time: '2026-03-09 08:00:00' }).lines[0]!.occurredAt).toEqual(new Date('2026-03-09T00:00:00Z'));
    expect(mapped(leaf('1'), { time: '2026-03-09 08:00:00' }).lines[0]!.occurredAt).toEqual(new Date('2026-03-10T01:00:00Z'));
    expect(refusal(timeless)).toBe('/detail/createOrderTime');
  });

  describe.each([
    ['without', 100, 6],
    ['with', 106, 6],
  ])('whose price is %s the freight', (_how, orderPrice, freight) => {
    const paid = (yuan: number) => ({ payments: [balanceRow(1, '1', -yuan, '2026-03-10 09:00:00')] });
    const wanted = [
      ['goods', 'charge', 10_000n, 0n],
      ['freight', 'fee', 600n, 0n],
    ];

    it('is read as the balance paid it, whether the detail tells who paid or not', () => {
      expect(sums({ ...leaf('1'), orderPrice, freight }, paid(106))).toEqual(wanted);
      expect(sums({ ...leaf('1'), orderPrice, freight, payDeatails: [pay(2, 106)] }, paid(106))).toEqual(wanted);
    });

    it('is read as the balance paid for the order it was split from', () => {
      const brother = { jdOrderId: '2', orderPrice: orderPrice + 50, freight };
      const family = { cOrder: [{ jdOrderId: '1', orderPrice, freight }, brother], ...paid(262) };
      expect(sums({ ...leaf('1'), pOrder: 9, orderPrice, freight }, { parent: family })).toEqual(wanted);
    });

    it('is not read where the balance paid another sum', () => {
      expect(refusal({ ...leaf('1'), orderPrice, freight }, paid(101))).toBe('/payments/0/amount');
      const family = { cOrder: [{ jdOrderId: '1', orderPrice, freight }], ...paid(90) };
      expect(refusal({ ...leaf('1'), pOrder: 9, orderPrice, freight }, { parent: family })).toBe('/parent/payments/0/amount');
    });

    it('has the part that a person paid beside what the balance did', () => {
      const detail = { ...leaf('1'), orderPrice, freight, payDeatails: [pay(1, 30), pay(2, 76)] };
      expect(sums(detail, paid(76))).toEqual([
        ['goods', 'charge', 7_000n, 3_000n],
        ['freight', 'fee', 600n, 0n],
      ]);
      // A person's part that the detail does not tell is missed by the balance.
      expect(refusal({ ...leaf('1'), orderPrice, freight }, paid(76))).toBe('/payments/0/amount');
    });
  });

  it('that was cancelled is shown while what the balance paid for it has not come back', () => {
    const payments = [balanceRow(1, '1', -100, '2026-03-10 09:00:00')];
    expect(sums(leaf('1', { orderState: 0 }))).toEqual([]);
    expect(sums(leaf('1', { orderState: 0 }), { payments })).toEqual([['goods', 'charge', 10_000n, 0n]]);
  });

  it.each([
    ['no price', { orderPrice: null }, '/detail/orderPrice'],
    ['a price finer than a fen', { orderPrice: 1.001 }, '/detail/orderPrice'],
    ['a state nobody published', { orderState: 7 }, '/detail/orderState'],
    ['a payer nobody published', { payDeatails: [pay(3, 100)] }, '/detail/payDeatails/0/flag'],
    ['mixed payments of another sum', { payDeatails: [pay(1, 50), pay(2, 100)] }, '/detail/payDeatails'],
    ['a time that is none', { createOrderTime: '2026-02-30 09:00:00' }, '/detail/createOrderTime'],
  ])('with %s goes to quarantine', (_title, more, field) => expect(refusal(leaf('1', more))).toBe(field));
});

describe('an order that was split', () => {
  it('stands for nothing: its children do', () => expect(sums(parent('1', ['2', '3']))).toEqual([]));

  it('keeps what came back under its own number', () => {
    const refunds = [balanceRow(7, '1', 20, '2026-03-11 10:00:00')];
    expect(sums(parent('1', ['2', '3']), { refunds })).toEqual([['refund:7', 'refund', -2000n, 0n]]);
    const cancelled = parent('1', [], { cOrder: [{ jdOrderId: '2', orderState: 0 }] });
    expect(refusal(cancelled, { refunds })).toBe('/detail/cOrder/0/orderState');
  });

  it('without children is refused', () => expect(refusal(parent('1', []))).toBe('/detail/cOrder'));
});

describe('who an order is for', () => {
  const traveller = (config: Partial<JdConfig>, detail: Record<string, unknown> = {}) =>
    mapOrder({ externalId: '1', data: lossless({ detail: { ...child, ...detail }, refunds: [] }) }, settings(config)).lines[0]!.traveller;

  it('is the consignee where the key is known, else nobody', () => {
    expect(traveller({ client_id: 'demo_client' })).toEqual({ name: '林一', phone: '13800000001' });
    expect(traveller({ client_id: 'other1_client' })).toBeUndefined();
    expect(traveller({})).toBeUndefined();
    expect(traveller({}, { name: '林一', mobile: '138****0001' })).toEqual({ name: '林一' });
  });

  it('is an employee number in poNo, or left open, by the setting', () => {
    expect(traveller({ buyer: 'po_no', client_id: 'demo_client' })).toEqual({ employeeNumber: 'PO-7' });
    expect(traveller({ buyer: 'po_no' }, { poNo: '' })).toBeUndefined();
    expect(traveller({ buyer: 'nobody', client_id: 'demo_client' })).toBeUndefined();
  });
});

it('orders that JD names but does not give, and messages that name none, are refused', () => {
  const fieldOf = (data: JsonObject) => {
    try {
      return mapOrder({ externalId: '1', data }, settings());
    } catch (error) {
      return (error as MapError).field;
    }
  };
  expect(fieldOf({ detail: null })).toBe('/detail');
  expect(fieldOf({ message: {} })).toBe('/message/result');
});
