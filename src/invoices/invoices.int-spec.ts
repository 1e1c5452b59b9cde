import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Invoice as CanonicalInvoice } from '@interline/sdk/canonical';
import { Test, type TestingModule } from '@nestjs/testing';
import { CompanyReader } from '../company/index.js';
import { asActor, TestDirectory, TestExpenses } from '../expenses/expenses.fixture.js';
import { newId, type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import type { SinkSource } from '../sync/index.js';
import type { Invoice, InvoiceFilter } from './invoice.js';
import { toFilter } from './invoice-query.js';
import { InvoiceReader } from './invoice-reader.js';
import { InvoiceRepository } from './invoice.repository.js';
import { InvoiceSink } from './invoice.sink.js';
import { RecordInvoices } from './record-invoices.js';

let db: TestDatabase;
let module: TestingModule;
const directory = new TestDirectory();
let source: SinkSource;
let companyId: Id;
let rawVersion = 0;

beforeAll(async () => {
  db = await createTestDatabase();
  const providers = [InvoiceRepository, RecordInvoices, InvoiceSink, InvoiceReader];
  module = await Test.createTestingModule({ imports: [TestExpenses.on(db.uow, directory, providers)] }).compile();
  directory.companies = module.get(CompanyReader);
});
afterAll(() => db.close());

beforeEach(async () => {
  companyId = await db.company();
  source = { companyId, vendorAccountId: newId(), pluginId: 'vendor', pluginVersion: '1.0.0', stream: 'invoices' };
});

/** An invoice of 113.00, 13.00 of it tax, over orders O1 and O2. */
function testInvoice(over: Partial<CanonicalInvoice> = {}): CanonicalInvoice {
  const number = over.number ?? '12345678';
  return {
    externalId: `C1:${number}`,
    number,
    code: 'C1',
    type: 'vat_special',
    issuedOn: '2026-09-03',
    state: 'valid',
    buyer: { name: 'North Wind Ltd', taxNumber: '91110000000000000X' },
    currency: 'CNY',
    amount: 11_300n,
    amountWithoutTax: 10_000n,
    tax: 1_300n,
    orders: [{ externalId: 'O1', amount: 5_650n, tax: 650n }, { externalId: 'O2' }],
    ...over,
  };
}

const receive = (...invoices: CanonicalInvoice[]): Promise<void> => {
  rawVersion += 1;
  const records = invoices.map((canonical) => ({ externalId: canonical.externalId, rawVersion, canonical }));
  return asActor(companyId, () => module.get(InvoiceSink).receive({ ...source, records }));
};
const list = (filter: InvoiceFilter = {}, company = companyId): Promise<Invoice[]> =>
  asActor(company, async () => (await module.get(InvoiceReader).list(filter, {})).nodes);
const numbers = async (filter: InvoiceFilter = {}): Promise<string[]> => (await list(filter)).map(({ number }) => number);
const ofOrder = (orderId: string, vendorAccountId = source.vendorAccountId, company = companyId): Promise<Invoice[]> =>
  asActor(company, async () => (await module.get(InvoiceReader).ofOrders([{ vendorAccountId, orderId }]))[0]!);
const sql = <Row extends Record<string, unknown>>(text: string, company = companyId): Promise<Row[]> =>
  db.uow.read<Row>(text, [], { company });

describe('invoices', () => {
  it('are kept whole, with what they take of each order', async () => {
    await receive(testInvoice());
    expect(await list()).toMatchObject([
      {
        number: '12345678',
        code: 'C1',
        issuedOn: '2026-09-03',
        buyerTaxNumber: '91110000000000000X',
        sellerName: null,
        amount: 11_300n,
        amountWithoutTax: 10_000n,
        tax: 1_300n,
        orders: [
          { orderId: 'O1', amount: 5_650n, tax: 650n },
          { orderId: 'O2', amount: null, tax: null },
        ],
        version: 1,
      },
    ]);
  });

  it('keep their id and what they said before when they change, and say nothing new when they come again', async () => {
    await receive(testInvoice());
    const [before] = await list();
    await receive(testInvoice());
    await receive(testInvoice({ state: 'reversed' }));
    expect(await list()).toMatchObject([{ id: before!.id, state: 'reversed', version: 2 }]);
    expect(await sql(`SELECT version, facts->>'state' AS state FROM invoice_versions`)).toEqual([{ version: 1, state: 'valid' }]);
    expect(await sql(`SELECT count(*)::int AS events FROM outbox WHERE type = 'invoices.recorded.v1'`)).toEqual([{ events: 2 }]);
  });

  it('are found by the orders they are for now', async () => {
    await receive(testInvoice(), testInvoice({ number: '2', issuedOn: '2026-08-01', orders: [{ externalId: 'O2' }] }));
    expect((await ofOrder('O2')).map(({ number }) => number)).toEqual(['2', '12345678']);
    expect((await ofOrder('O1')).map(({ number }) => number)).toEqual(['12345678']);
    expect(await ofOrder('O1', newId())).toEqual([]);
    await receive(testInvoice({ orders: [{ externalId: 'O3' }] }));
    expect([await ofOrder('O1'), (await ofOrder('O3')).length]).toEqual([[], 1]);
    expect([await numbers({ orderId: 'O1' }), await numbers({ orderId: 'O3' })]).toEqual([[], ['12345678']]);
  });

  it('leave the lists when the vendor has them no more, and come back under the same id', async () => {
    await receive(testInvoice());
    const [before] = await list();
    await asActor(companyId, () =>
      module.get(InvoiceSink).vanished({ ...source, records: [{ externalId: 'C1:12345678', rawVersion: 9 }] }),
    );
    expect([await list(), await ofOrder('O1')]).toEqual([[], []]);
    await receive(testInvoice());
    expect(await list()).toMatchObject([{ id: before!.id, version: 3 }]);
  });

  it('are listed newest first, page by page, and narrowed by account, month and number', async () => {
    await receive(
      testInvoice({ number: '1', issuedOn: '2026-08-31' }),
      testInvoice({ number: '2', issuedOn: '2026-09-01', digitalNumber: '26112000000000000001' }),
      testInvoice({ number: '3', issuedOn: '2026-09-30' }),
    );
    expect(await numbers()).toEqual(['3', '2', '1']);
    expect(await numbers(toFilter({ period: '2026-09' }))).toEqual(['3', '2']);
    expect(await numbers({ number: '1' })).toEqual(['1']);
    expect(await numbers({ number: '26112000000000000001' })).toEqual(['2']);
    expect(await numbers({ vendorAccountId: newId() })).toEqual([]);
    await asActor(companyId, async () => {
      const reader = module.get(InvoiceReader);
      const first = await reader.list({}, { first: 2 });
      const second = await reader.list({}, { first: 2, after: first.pageInfo.endCursor });
      expect([...first.nodes, ...second.nodes].map(({ number }) => number)).toEqual(['3', '2', '1']);
      expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    });
  });

  it('refuse a filter that is none, naming every field', () => {
    expect(() => toFilter({ vendorAccountId: 'x', period: '2026-13' })).toThrow(
      expect.objectContaining({
        options: {
          extensions: {
            problems: [
              { field: 'vendorAccountId', problem: 'not an id' },
              { field: 'period', problem: 'YYYY-MM' },
            ],
          },
        },
      }),
    );
  });

  it('tell a rebuild what stands for each record', async () => {
    await receive(testInvoice());
    const [fact] = await asActor(companyId, () => module.get(InvoiceSink).facts(source, ['C1:12345678']));
    expect(fact).toMatchObject({ externalId: 'C1:12345678', facts: { amount: '11300', tax: '1300', orders: 'O1=5650 O2=' } });
  });

  it('show another company nothing', async () => {
    await receive(testInvoice());
    const [{ id } = { id: newId() }] = await list();
    const other = await db.company();
    expect([await list({}, other), await ofOrder('O1', source.vendorAccountId, other)]).toEqual([[], []]);
    expect(await asActor(other, () => module.get(InvoiceReader).byIds([id]))).toEqual([null]);
    for (const table of ['invoices', 'invoice_orders', 'invoice_versions']) expect(await sql(`SELECT FROM ${table}`, other)).toEqual([]);
  });
});
