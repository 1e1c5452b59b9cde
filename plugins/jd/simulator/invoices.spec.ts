import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Caller } from './caller.fixture.js';
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

  it('are refused for orders that are none, too many of them, and batches beyond the last', async () => {
    expect((await submit({ supplierOrder: '4711' })).code).toBe('3001');
    expect((await submit({ markId: 'M2', supplierOrder: Array(501).fill(ids.plain).join(',') })).code).toBe('1001');
    expect((await submit({ markId: 'M2', currentBatch: 3 })).code).toBe('1001');
    expect((await submit({ totalBatch: 3 })).code).toBe('1001');
    expect((await invoice('getInvoiceList', { jdOrderId: '4711' })).code).toBe('3001');
  });
});
