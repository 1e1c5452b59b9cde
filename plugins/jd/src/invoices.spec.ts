import { describe, expect, it } from '@jest/globals';
import { MapError, type Invoice, type Page } from '@interline/sdk';
import { collect, contextOf, lossless, refusal, success, type Books } from '../fixtures/vendor.js';
import type { JdConfig } from './config.js';
import { invoices } from './invoices.js';

const CODE = '011002600111';
const march = { from: new Date('2026-03-01T00:00:00+08:00'), to: new Date('2026-03-12T00:00:00+08:00'), cursor: null };
const newest = { from: new Date('2026-03-19T12:00:00+08:00'), to: new Date('2026-03-20T12:00:00+08:00'), cursor: null };

/** An invoice of 113 yuan over some orders, as queryInvoiceItem tells it. */
function item(invoiceId: string, orders: string[], more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    invoiceId,
    invoiceCode: CODE,
    state: 1,
    invoiceDate: '2026-03-11',
    invoiceNakedAmount: 100,
    invoiceTaxRate: 13,
    invoiceTaxAmount: '13.00',
    invoiceAmount: 113,
    invoiceType: 2,
    title: '北风科技（北京）有限公司',
    taxpayer: '91110000000000000X',
    skuDetails: orders.map((jdOrderId) => ({ jdOrderId, amount: '56.50', taxAmount: 6.5 })),
    ...more,
  };
}

interface Issued {
  finished?: Record<string, string[]>;
  /** The invoices of each order. */
  ofOrder?: Record<string, string[]>;
  items?: Record<string, Record<string, unknown>>;
  applied?: Record<string, unknown[]>;
  messages?: Record<string, unknown>[];
}

/** A made-up JD that has invoices of kind 2. */
function booksOf({ finished = {}, ofOrder = {}, items = {}, applied = {}, messages = [] }: Issued): Books {
  return {
    messages,
    answer: ({ path, form = {} }) => {
      if (path === '/api/checkOrder/checkCompleteOrder') {
        const rows = (finished[form.date!] ?? []).slice((Number(form.pageNo) - 1) * 100, Number(form.pageNo) * 100);
        return success({ total: finished[form.date!]?.length ?? 0, orders: rows.map((jdOrderId) => ({ jdOrderId })) });
      }
      if (path === '/api/invoice/getInvoiceList') {
        const numbers = form.ivcType === '2' ? (ofOrder[form.jdOrderId!] ?? []) : [];
        return success(numbers.map((ivcNo) => ({ ivcNo, ivcCode: CODE })));
      }
      if (path === '/api/invoice/queryInvoiceItem') {
        const found = items[form.invoiceId!];
        return found ? success(found) : refusal('5002', '发票不存在');
      }
      if (path === '/api/invoice/select') return applied[form.markId!] ? success(applied[form.markId!]) : refusal('5001', '申请不存在');
      return undefined;
    },
  };
}

const idsOf = (pages: readonly Page[]): string[][] => pages.map(({ records }) => records.map(({ externalId }) => externalId));
const mapOf = (invoice: Record<string, unknown>): Invoice =>
  invoices.map({ externalId: 'x', data: { invoice: lossless(invoice) } }, {} as JdConfig);

describe('invoices are found', () => {
  it('by the orders finished in the window, each once however many orders it is for', async () => {
    const { ctx, asked } = contextOf(
      booksOf({
        finished: { '2026-3-10': ['1', '2'], '2026-3-11': ['3', '4'] },
        ofOrder: { '1': ['A'], '2': ['A', 'B'], '3': ['B'] },
        items: { A: item('A', ['1', '2']), B: item('B', ['2', '3']) },
      }),
    );
    const pages = await collect(invoices.read(ctx, march));
    expect(idsOf(pages)).toEqual([[`${CODE}:A`, `${CODE}:B`], []]);
    expect(pages.at(-1)!.control).toEqual({ count: 2 });
    // An order without one costs a request for each kind.
    expect(asked('/api/invoice/getInvoiceList').filter(({ jdOrderId }) => jdOrderId === '4')).toHaveLength(3);
    expect(asked('/api/invoice/queryInvoiceItem')).toHaveLength(2);
  });

  it('once over several pages, also when the reading goes on from a cursor between them', async () => {
    const orders = Array.from({ length: 150 }, (_, at) => String(1000 + at));
    const books = booksOf({
      finished: { '2026-3-10': orders },
      ofOrder: { [orders[3]!]: ['A'], [orders[120]!]: ['A', 'B'] },
      items: { A: item('A', [orders[3]!, orders[120]!]), B: item('B', [orders[120]!]) },
    });
    const whole = await collect(invoices.read(contextOf(books).ctx, march));
    expect(idsOf(whole)).toEqual([[`${CODE}:A`], [`${CODE}:B`], []]);
    const rest = await collect(invoices.read(contextOf(books).ctx, { ...march, cursor: whole[0]!.cursor }));
    expect(idsOf(rest)).toEqual([[`${CODE}:B`], []]);
    expect(rest.at(-1)!.control).toEqual({ count: 2 });
  });

  it('by messages, which are deleted once their page was kept', async () => {
    const message = (id: number, result: object): Record<string, unknown> => ({ id, type: 11, time: '2026-03-19 09:00:00', result });
    const books = booksOf({
      applied: { M1: [{ invoiceId: 'A', invoiceCode: CODE, success: true }], M2: [] },
      items: { A: item('A', ['1']) },
      messages: [
        message(1, { markId: 'M1', state: 1 }),
        message(2, { markId: 'M2', state: 2 }),
        message(3, { markId: 'M3', state: 1 }),
        message(4, {}),
      ],
    });
    const { ctx, asked } = contextOf(books);
    const pages = await collect(invoices.read(ctx, newest));
    // What says that there are invoices, and leads to none, is not lost: it waits in quarantine.
    expect(idsOf(pages)).toEqual([[`${CODE}:A`], ['message:3', 'message:4'], []]);
    expect(asked('/api/message/get')[0]).toEqual({ type: '11' });
    expect(asked('/api/message/del').map(({ id }) => id)).toEqual(['1', '2', '3', '4']);
    expect(() => invoices.map(pages[1]!.records[0]!, {} as JdConfig)).toThrow(MapError);
  });

  it('and not asked for where the setting says so; an account without them is told which', async () => {
    const off = contextOf(booksOf({}), { invoices: false });
    expect([await collect(invoices.read(off.ctx, march)), off.requests]).toEqual([[], []]);
    const { ctx } = contextOf({
      ...booksOf({}),
      answer: ({ path, form }) =>
        path.startsWith('/api/checkOrder/')
          ? success({ total: form!.date === '2026-3-10' ? 1 : 0, orders: form!.date === '2026-3-10' ? [{ jdOrderId: '1' }] : [] })
          : refusal('9001', '未开通'),
    });
    await expect(collect(invoices.read(ctx, march))).rejects.toMatchObject({ fault: { class: 'config', code: '9001' } });
  });

  it('aloud where JD names one and gives nothing of it', async () => {
    const { ctx } = contextOf(booksOf({ finished: { '2026-3-10': ['1'] }, ofOrder: { '1': ['A'] } }));
    const [page] = await collect(invoices.read(ctx, march));
    expect(page!.records).toEqual([{ externalId: `${CODE}:A`, data: { invoice: null } }]);
    expect(() => invoices.map(page!.records[0]!, {} as JdConfig)).toThrow('gives nothing of it');
  });
});

describe('an invoice is read', () => {
  it('with number and code, price and tax, and what it takes of each order', () => {
    const twice = [{ jdOrderId: '1', amount: '50', taxAmount: 5 }, { jdOrderId: '1', amount: 6.5, taxAmount: '1.5' }, { jdOrderId: '2' }];
    expect(mapOf(item('10000001', [], { skuDetails: twice }))).toMatchObject({
      number: '10000001',
      code: CODE,
      type: 'vat_special',
      typeName: '增值税专用发票',
      issuedOn: '2026-03-11',
      state: 'valid',
      buyer: { name: '北风科技（北京）有限公司', taxNumber: '91110000000000000X' },
      amount: 11_300n,
      amountWithoutTax: 10_000n,
      tax: 1_300n,
      orders: [{ externalId: '1', amount: 5_650n, tax: 650n }, { externalId: '2' }],
    });
  });

  it('whether invoiceTaxRate is an amount, as documented, or a rate', () => {
    for (const invoiceTaxRate of [13, 0.13, '13%']) {
      const { amountWithoutTax, tax } = mapOf(item('1', [], { invoiceTaxRate, invoiceTaxAmount: undefined }));
      expect([amountWithoutTax, tax]).toEqual([10_000n, 1_300n]);
    }
    const plain = { invoiceNakedAmount: 0, invoiceTaxRate: 0, invoiceType: 3 };
    expect(mapOf(item('1', [], plain))).toMatchObject({ type: 'vat_plain', amountWithoutTax: 10_000n, tax: 1_300n });
    expect(mapOf(item('1', [], { ...plain, invoiceTaxAmount: null })).tax).toBeUndefined();
  });

  it('as a fully digital one where it has twenty digits and no code', () => {
    const number = '26112000000012345678';
    expect(mapOf(item(number, [], { invoiceCode: '' }))).toMatchObject({ number, digitalNumber: number });
  });

  it('as void, as given back, and as one that gives another back', () => {
    const back = {
      invoiceNakedAmount: -100,
      invoiceTaxAmount: -13,
      invoiceAmount: -113,
      originalInvoiceId: '1',
      originalInvoiceCode: CODE,
    };
    expect(mapOf(item('2', [], { state: 2 })).state).toBe('void');
    expect(mapOf(item('2', [], { state: 3 }))).toMatchObject({ state: 'reversed' });
    expect(mapOf(item('2', [], { ...back, state: 3 }))).toMatchObject({
      state: 'valid',
      amount: -11_300n,
      reverses: { number: '1', code: CODE },
    });
  });

  it.each([
    ['an unknown state', { state: 9 }, '/invoice/state'],
    ['no state', { state: null }, '/invoice/state'],
    ['price and tax that are not the amount', { invoiceTaxAmount: 12 }, '/invoice/invoiceTaxAmount'],
    ['more instead of less', { originalInvoiceId: '1' }, '/invoice/invoiceAmount'],
    ['no day', { invoiceDate: null }, '/invoice/invoiceDate'],
    ['no number', { invoiceId: '' }, '/invoice/invoiceId'],
  ])('not at all with %s', (_what, more, pointer) => {
    expect(() => mapOf(item('1', [], more))).toThrow(`(${pointer})`);
  });
});
