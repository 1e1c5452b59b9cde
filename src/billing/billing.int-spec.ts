import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StatementLine as CanonicalLine } from '@interline/sdk/canonical';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AuditModule } from '../audit/index.js';
import { CompanyReader, LockPeriod } from '../company/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { ExpenseReader, ExpenseSink } from '../expenses/index.js';
import {
  asActor,
  lockMonth,
  receiveOrders,
  type TestAccounts,
  TestDirectory,
  TestExpenses,
  testLine,
  type TestOrder,
} from '../expenses/expenses.fixture.js';
import { newId, type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import type { TableFormat } from '../platform/files/index.js';
import { cents, rowsOfFile } from '../platform/files/read-table.fixture.js';
import { serveForTest } from '../platform/serving/serve-test.fixture.js';
import { StatementLineSink, StatementSink } from '../statements/index.js';
import { testStatement, testStatementLine, testStatements } from '../statements/statements.fixture.js';
import type { SinkSource } from '../sync/index.js';
import type { Bill } from './bill.js';
import { BillFilesController } from './bill-files.controller.js';
import { fileUrl, type FileContent } from './bill-files.js';
import { BillReader } from './bill-reader.js';
import { BillTables } from './bill-tables.js';
import { BillRepository } from './bill.repository.js';

let db: TestDatabase;
let app: NestFastifyApplication;
let url: string;
const directory = new TestDirectory();
let companyId: Id;
let main: Id;
let source: SinkSource;

beforeAll(async () => {
  db = await createTestDatabase();
  const module = await Test.createTestingModule({
    imports: [TestExpenses.on(db.uow, directory, testStatements), AuditModule],
    providers: [BillRepository, BillReader, BillTables],
    controllers: [BillFilesController],
  }).compile();
  directory.companies = module.get(CompanyReader);
  app = await serveForTest(module);
  url = await app.getUrl();
});
afterAll(async () => {
  await app.close();
  await db.close();
});

beforeEach(async () => {
  companyId = await db.company();
  main = (await app.get(CompanyReader).defaultLegalEntity(companyId)).id;
  source = { companyId, vendorAccountId: newId(), pluginId: 'vendor', pluginVersion: '1.0.0', stream: 'bills' };
  directory.people.clear();
  for (const number of ['E1', 'E2']) directory.hire(number);
});

const orders = (list: TestOrder[]): Promise<void> => receiveOrders(app.get(ExpenseSink), { ...source, stream: 'rides' }, list);
const lines = (list: CanonicalLine[]): Promise<void> =>
  asActor(companyId, () =>
    app
      .get(StatementLineSink)
      .receive({ ...source, records: list.map((canonical) => ({ externalId: canonical.externalId, rawVersion: 1, canonical })) }),
  );
const header = (payable: bigint, externalId = 'S1'): Promise<void> =>
  asActor(companyId, () =>
    app
      .get(StatementSink)
      .receive({ ...source, records: [{ externalId, rawVersion: 1, canonical: testStatement(payable, { externalId }) }] }),
  );
const asFinance = <Result>(work: () => Promise<Result>): Promise<Result> => asActor(companyId, work, { roles: ['finance'] });
const september = (): Promise<Bill> => asFinance(async () => (await app.get(BillReader).find({ legalEntityId: main, period: '2026-09' }))!);
const get = (path: string, what = 'finance', company = companyId): Promise<Response> =>
  fetch(`${url}${path}`, { headers: { authorization: `Bearer ${company} ${what}` } });

/** A month with every case: equal, differing, billed but unknown, known but not billed, without an order, in another currency. */
async function aMonth(): Promise<void> {
  await orders([
    { orderId: 'O1', lines: [testLine()] },
    { orderId: 'O2', lines: [testLine({ companyShare: 60n, personalShare: 7n, traveller: { employeeNumber: 'E2', name: '=cmd()' } })] },
    { orderId: 'O3', lines: [testLine({ kind: 'train', companyShare: 5_000n, traveller: { name: 'nobody' } })] },
    { orderId: 'O4', lines: [testLine({ companyShare: 900n, currency: 'USD' })] },
    // Paid by the employee alone: no statement of the company will show it.
    { orderId: 'O5', lines: [testLine({ companyShare: 0n, personalShare: 35n })] },
  ]);
  await lines([
    testStatementLine('O1', 100n, { traveller: { name: '=cmd()' }, description: 'a, "b"' }),
    testStatementLine('O2', 50n, { personalShare: 7n }),
    testStatementLine('O9', 7n, { kind: 'flight' }),
    testStatementLine('x', -3n, { lineType: 'adjustment', orderExternalId: undefined, orderLine: undefined }),
    testStatementLine('O8', 11n, { currency: 'USD' }),
  ]);
  await header(154n);
}

describe('a bill', () => {
  it('shows statement lines, their expenses, the difference, and what is not billed yet', async () => {
    await aMonth();
    const [sums] = await asFinance(async () => app.get(BillReader).sums([await september()]));
    expect(sums!.base).toEqual({
      currency: 'CNY',
      statementTotal: 154n,
      expenseTotal: 160n,
      accrual: 5_000n,
      announced: 0n,
      lineCount: 4,
      accrualCount: 1,
      differingLineCount: 3,
    });
    expect(sums!.others).toMatchObject([{ currency: 'USD', statementTotal: 11n, expenseTotal: 0n, accrual: 900n, lineCount: 1 }]);
  });

  it.each(['kind', 'department', 'vendor'] as const)('is the sum of its parts by %s', async (dimension) => {
    await aMonth();
    const bill = await september();
    const [{ base }, parts] = await asFinance(async () => [
      (await app.get(BillReader).sums([bill]))[0]!,
      await app.get(BillReader).parts(bill, dimension),
    ]);
    const sum = (pick: (part: (typeof parts)[number]) => bigint): bigint => parts.reduce((total, part) => total + pick(part), 0n);
    expect(sum((part) => part.statementTotal)).toBe(base.statementTotal);
    expect(sum((part) => part.expenseTotal)).toBe(base.expenseTotal);
    expect(sum((part) => part.accrual)).toBe(base.accrual);
    expect(parts.reduce((count, part) => count + part.lineCount, 0)).toBe(base.lineCount);
    expect(new Set(parts.map((part) => part.key)).size).toBe(parts.length);
  });

  it('lists its lines, all or those that differ, page by page', async () => {
    await aMonth();
    const bill = await september();
    const list = async (query: Parameters<BillReader['lines']>[1], first = 50): Promise<string[]> =>
      asFinance(async () => (await app.get(BillReader).lines(bill, query, { first })).nodes.map((line) => line.externalId));
    expect(await list({})).toEqual(['S1:O1', 'S1:O2', 'S1:O9', 'S1:x', 'S1:O8']);
    expect(await list({}, 2)).toEqual(['S1:O1', 'S1:O2']);
    expect(await list({ differing: true })).toEqual(['S1:O2', 'S1:O9', 'S1:x', 'S1:O8']);
    expect(await list({ differing: false })).toEqual(['S1:O1']);
    expect(await list({ kind: 'flight' })).toEqual(['S1:O9']);
    expect(await list({ search: 'O2' })).toEqual(['S1:O2']);
    expect(await list({ departmentId: directory.people.get('E1')!.departmentId })).toEqual(['S1:O1']);
    const accruals = await asFinance(() => app.get(ExpenseReader).list({ legalEntityId: main, period: '2026-09', onStatement: false }, {}));
    expect(accruals.nodes.map((expense) => expense.orderId).sort()).toEqual(['O3', 'O4']);
    expect(await asFinance(() => app.get(BillReader).statementIds(bill))).toHaveLength(1);
  });

  it('stays to the cent once its month is locked, whatever comes later', async () => {
    await aMonth();
    await lockMonth(app.get(CompanyReader), app.get(LockPeriod), companyId, '2026-09');
    const before = await asFinance(async () => app.get(BillReader).sums([await september()]));
    await orders([
      { orderId: 'O1', lines: [testLine({ companyShare: 1n })] },
      { orderId: 'O3', lines: [] },
    ]);
    await lines([testStatementLine('O1', 1n), testStatementLine('O7', 99n)]);
    expect(await asFinance(async () => app.get(BillReader).sums([await september()]))).toEqual(before);
    const bills = await asFinance(() => app.get(BillReader).list({}));
    expect(bills.map(({ period, state }) => `${period} ${state}`)).toEqual(['2026-10 open', '2026-09 locked']);
  });

  it('is not there for another company', async () => {
    await aMonth();
    const bill = await september();
    const other = await db.company();
    await asActor(other, async () => {
      const reader = app.get(BillReader);
      expect(await reader.find(bill)).toBeNull();
      expect(await reader.list({})).toEqual([]);
      expect((await reader.sums([bill]))[0]).toMatchObject({ base: { statementTotal: 0n, accrual: 0n }, others: [] });
      expect((await reader.lines(bill, {}, {})).nodes).toEqual([]);
      expect(await reader.statementIds(bill)).toEqual([]);
    });
  });
});

describe('files of a bill', () => {
  /** Rows by header, money as texts with two decimals: the same from both formats. */
  async function rowsOf(content: FileContent, format: TableFormat, locale = 'en'): Promise<Record<string, string>[]> {
    const response = await get(`${fileUrl({ legalEntityId: main, period: '2026-09' }, content, format)}?locale=${locale}`);
    expect(response.status).toBe(200);
    return rowsOfFile(response, format);
  }

  it.each(['csv', 'xlsx'] as const)('hold the lines, and sum to the screen to the cent (%s)', async (format) => {
    await aMonth();
    const [sums] = await asFinance(async () => app.get(BillReader).sums([await september()]));
    const rows = await rowsOf('lines', format);
    expect(rows).toHaveLength(sums!.base.lineCount + sums!.others[0]!.lineCount);
    const total = (column: string, currency: string): bigint =>
      rows.filter((row) => row['Currency'] === currency).reduce((sum, row) => sum + cents(row[column]!), 0n);
    expect(total('Company share', 'CNY')).toBe(sums!.base.statementTotal);
    expect(total('Of orders', 'CNY')).toBe(sums!.base.expenseTotal);
    expect(total('Difference', 'CNY')).toBe(sums!.base.statementTotal - sums!.base.expenseTotal);
    expect(total('Company share', 'USD')).toBe(11n);
    expect(rows[0]).toMatchObject({ Order: 'O1', Kind: 'Ride', Description: 'a, "b"', Traveller: format === 'csv' ? "'=cmd()" : '=cmd()' });
  });

  it.each(['csv', 'xlsx'] as const)('hold the totals and parts of the screen (%s)', async (format) => {
    await aMonth();
    const bill = await september();
    const [{ base }, kinds] = await asFinance(async () => [
      (await app.get(BillReader).sums([bill]))[0]!,
      await app.get(BillReader).parts(bill, 'kind'),
    ]);
    const rows = await rowsOf('bill', format);
    const [total] = rows.filter((row) => row['Group'] === 'Total');
    expect(cents(total!['On statements']!)).toBe(base.statementTotal);
    expect(cents(total!['Of orders']!)).toBe(base.expenseTotal);
    expect(cents(total!['Not yet billed']!)).toBe(base.accrual);
    expect([total!['Lines'], total!['Orders not yet billed']]).toEqual([String(base.lineCount), String(base.accrualCount)]);
    const parts = rows.filter((row) => row['Group'] === 'By kind');
    expect(parts.map((row) => cents(row['On statements']!))).toEqual(kinds.map((part) => part.statementTotal));
    expect(rows.filter((row) => row['Group'] === 'By department').some((row) => row['Item'] === 'Unassigned')).toBe(true);
  });

  it('speak Chinese unless asked otherwise, and are named for what they are', async () => {
    await aMonth();
    const response = await get(fileUrl({ legalEntityId: main, period: '2026-09' }, 'bill', 'csv'));
    expect(decodeURIComponent(response.headers.get('content-disposition')!)).toContain('账单 MAIN 2026-09.csv');
    expect(await response.text()).toContain('法人主体,账期,币种');
  });

  it('hold only the lines of one account, or that differ, where that is asked for', async () => {
    await aMonth();
    const path = fileUrl({ legalEntityId: main, period: '2026-09' }, 'lines', 'csv');
    const ordersOf = async (query: string): Promise<string[]> =>
      (await rowsOfFile(await get(`${path}?locale=en&${query}`), 'csv')).map((row) => row['Order']!);
    expect(await ordersOf(`vendorAccountId=${source.vendorAccountId}&differing=true`)).toEqual(['O2', 'O9', '', 'O8']);
    expect(await ordersOf(`vendorAccountId=${source.vendorAccountId}`)).toHaveLength(5);
    expect(await ordersOf(`vendorAccountId=${newId()}`)).toEqual([]);
    expect((await get(`${path}?vendorAccountId=x`)).status).toBe(404);
  });

  it('go on over more pages than one', async () => {
    await lines(Array.from({ length: 2_000 }, (_, index) => testStatementLine(`A${index}`, 1n)));
    await lines(Array.from({ length: 501 }, (_, index) => testStatementLine(`B${index}`, 1n)));
    await header(2_501n);
    const rows = await rowsOf('lines', 'csv');
    expect(new Set(rows.map((row) => row['Line id'])).size).toBe(2_501);
  });

  it('open to whom the bill opens, and each is written down', async () => {
    await aMonth();
    const path = fileUrl({ legalEntityId: main, period: '2026-09' }, 'lines', 'csv');
    for (const who of ['owner', 'finance', 'auditor', 'bills:read']) expect((await get(path, who)).status).toBe(200);
    for (const who of ['it', 'manager', 'employee', 'spend:read']) expect((await get(path, who)).status).toBe(403);
    expect((await fetch(`${url}${path}`)).status).toBe(401);
    expect((await get(path, 'finance', await db.company())).status).toBe(404);
    for (const odd of ['lines.pdf', 'lines', 'lines.csv.xlsx']) expect((await get(path.replace('lines.csv', odd))).status).toBe(404);
    expect((await get(`${path}?locale=fr`)).status).toBe(400);
    const entries = await db.uow.read(`SELECT FROM audit_entries WHERE action = 'billing.bill.exported'`, [], { company: companyId });
    expect(entries).toHaveLength(4);
  });
});

it('makes one part of all accounts of a vendor, named as the company names them', async () => {
  const accounts = app.get(ConnectionsReader) as unknown as TestAccounts;
  const [one, two] = [newId(), newId()];
  accounts.add(one, 'rides', 'Headquarters');
  accounts.add(two, 'rides', 'Branch');
  for (const [vendorAccountId, orderId] of [
    [one, 'O1'],
    [two, 'O2'],
  ] as const) {
    source = { ...source, vendorAccountId };
    await orders([{ orderId, lines: [testLine()] }]);
    await lines([testStatementLine(orderId, 90n)]);
    await header(90n);
  }
  const bill = await september();
  const parts = await asFinance(() => app.get(BillReader).parts(bill, 'vendor'));
  expect(parts).toMatchObject([{ key: 'rides', statementTotal: 180n, expenseTotal: 200n, lineCount: 2 }]);
  expect(parts[0]!.label.split(' · ').sort()).toEqual(['Branch', 'Headquarters']);
  const found = async (connectorId: string): Promise<number> =>
    asFinance(async () => (await app.get(BillReader).lines(bill, { connectorId }, {})).nodes.length);
  expect([await found('rides'), await found('unknown')]).toEqual([2, 0]);
});
