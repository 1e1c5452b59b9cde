import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { fen, sum, type Caller } from './caller.fixture.js';
import { ids, started } from './facts.fixture.js';

describe('invoices', () => {
  let caller: Caller;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const running = await started();
    ({ caller } = running);
    close = () => running.simulator.close();
  });
  afterAll(() => close());

  const invoice = (name: string, own: Record<string, unknown>): ReturnType<Caller['call']> => caller.call(`/api/invoice/${name}`, own);
  const submit = (own: Record<string, unknown>): ReturnType<Caller['call']> =>
    invoice('submit', {
      markId: 'M1',
      settlementId: 'S1',
      invoiceType: 2,
      supplierOrder: ids.plain,
      currentBatch: 1,
      totalBatch: 2,
      ...own,
    });

  it('are made once the last batch came, over all its orders', async () => {
    expect((await invoice('select', { markId: 'M1' })).code).toBe('5001');
    expect((await submit({})).result).toBe(true);
    expect((await invoice('select', { markId: 'M1' })).result).toEqual([]);
    expect((await invoice('getInvoiceList', { jdOrderId: ids.plain, ivcType: 2 })).result).toEqual([]);
    await submit({ supplierOrder: `${ids.freight},${ids.mixed}`, currentBatch: 2 });
    const [made] = (await invoice('select', { markId: 'M1' })).result;
    expect(made).toMatchObject({ invoiceDate: '2026-06-20', invoiceAmount: 353.23, invoiceType: 2, success: true });
    expect(Math.round(made.invoiceNakedAmount * 100) + Math.round(made.invoiceTaxRate * 100)).toBe(35_323);
    const [ofOrder] = (await invoice('getInvoiceList', { jdOrderId: ids.freight, ivcType: 2 })).result;
    expect(ofOrder).toMatchObject({ ivcNo: made.invoiceId, ivcCode: made.invoiceCode, bussinessId: ids.freight, totalPrice: 94.06, yn: 1 });
    expect((await invoice('getInvoiceList', { jdOrderId: ids.freight, ivcType: 3 })).result).toEqual([]);
  });

  it('are collected by legal entity the night after orders were finished, unless somebody applied for them', async () => {
    const finished = await caller.call('/api/checkOrder/checkCompleteOrder', { date: '2026-5-14', pageSize: 100 });
    const [own] = finished.result.orders.map(({ jdOrderId }: { jdOrderId: unknown }) => String(jdOrderId));
    expect(own).toBe(ids.own);
    const [row] = (await invoice('getInvoiceList', { jdOrderId: own, ivcType: 2 })).result;
    expect(row).toMatchObject({ ivcNo: '26051401', ivcTitle: '北风科技（北京）有限公司', totalPrice: 50 });
    const { result } = await invoice('queryInvoiceItem', { invoiceId: row.ivcNo, invoiceCode: row.ivcCode });
    expect(result).toMatchObject({ invoiceDate: '2026-05-15', state: 1, invoiceType: 2, title: '北风科技（北京）有限公司' });
    const lines = sum(result.skuDetails, ({ amount }) => amount);
    expect(lines).toBe(fen(result.invoiceAmount));
    expect(fen(result.invoiceNakedAmount) + fen(result.invoiceTaxAmount)).toBe(lines);
    expect(result.invoiceTaxRate).toBe(result.invoiceTaxAmount);
    expect((await invoice('queryInvoiceItem', { invoiceId: '26051499', invoiceCode: row.ivcCode })).code).toBe('5001');
  });

  it('are told by messages of type 11', async () => {
    const { result } = await caller.call('/api/message/get', { type: '11' });
    const marks = result.map((message: { result: { markId: string } }) => message.result.markId);
    expect(marks).toContain('A20260514-1');
    expect(marks).toContain('M1');
    const [first] = (await invoice('select', { markId: 'A20260514-1' })).result;
    expect(first).toMatchObject({ invoiceId: '26051401', success: true });
  });

  it('are refused for orders that are none, too many of them, and batches beyond the last', async () => {
    expect((await submit({ supplierOrder: '4711' })).code).toBe('3001');
    expect((await submit({ markId: 'M2', supplierOrder: Array(501).fill(ids.plain).join(',') })).code).toBe('1001');
    expect((await submit({ markId: 'M2', currentBatch: 3 })).code).toBe('1001');
    expect((await submit({ totalBatch: 3 })).code).toBe('1001');
    expect((await invoice('getInvoiceList', { jdOrderId: '4711' })).code).toBe('3001');
  });
});
