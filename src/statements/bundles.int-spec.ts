import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExpenseLine, StatementLine as CanonicalLine } from '@interline/sdk/canonical';
import { Test, type TestingModule } from '@nestjs/testing';
import { CompanyReader, LockPeriod } from '../company/index.js';
import { ExpenseReader, ExpenseSink } from '../expenses/index.js';
import { asActor, lockMonth, receiveOrders, TestDirectory, TestExpenses, testLine } from '../expenses/expenses.fixture.js';
import { currentContext, newId, type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { LoaderCache, type GatewayContext } from '../platform/graphql/index.js';
import type { RawReader, SinkSource } from '../sync/index.js';
import { StatementLineResolver } from './statement-line.resolver.js';
import { toStatementLineNode } from './statement-node.js';
import { StatementReader } from './statement-reader.js';
import { StatementLineSink, StatementSink } from './statement.sinks.js';
import { testStatement, testStatementLine, testStatements } from './statements.fixture.js';

let db: TestDatabase;
let module: TestingModule;
const directory = new TestDirectory();
let source: SinkSource;
let companyId: Id;
let rawVersion = 0;

beforeAll(async () => {
  db = await createTestDatabase();
  module = await Test.createTestingModule({ imports: [TestExpenses.on(db.uow, directory, testStatements)] }).compile();
  directory.companies = module.get(CompanyReader);
});
afterAll(() => db.close());

beforeEach(async () => {
  companyId = await db.company();
  source = { companyId, vendorAccountId: newId(), pluginId: 'vendor', pluginVersion: '1.0.0', stream: 'bills' };
  directory.people.clear();
  directory.hire('E1');
});

const sql = <Row extends Record<string, unknown>>(text: string): Promise<Row[]> => db.uow.read<Row>(text, [], { company: companyId });
const order = (...lines: ExpenseLine[]): Promise<void> =>
  receiveOrders(module.get(ExpenseSink), { ...source, stream: 'rides' }, [{ orderId: 'O1', lines }]);
const net = (companyShare: bigint, over: Partial<ExpenseLine> = {}): Promise<void> => order(testLine({ companyShare, ...over }));
const header = (over: Parameters<typeof testStatement>[1] = {}): Promise<void> => {
  const canonical = testStatement(60n, over);
  const records = [{ externalId: canonical.externalId, rawVersion: 1, canonical }];
  return asActor(companyId, () => module.get(StatementSink).receive({ ...source, records }));
};
const lines = (...list: CanonicalLine[]): Promise<void> => {
  rawVersion += 1;
  const records = list.map((canonical) => ({ externalId: canonical.externalId, rawVersion, canonical }));
  return asActor(companyId, () => module.get(StatementLineSink).receive({ ...source, records }));
};
/** What the file of a vendor says of an order: rows that name no line of it. */
const row = (name: string, companyShare: bigint, over: Partial<CanonicalLine> = {}): CanonicalLine =>
  testStatementLine('O1', companyShare, {
    externalId: name,
    lineType: companyShare < 0n ? 'refund' : 'charge',
    orderLine: undefined,
    ...over,
  });
const lock = (period: string): Promise<void> => lockMonth(module.get(CompanyReader), module.get(LockPeriod), companyId, period);

/** How lines stand: `external id: difference, expenses behind it, the line that has them where it is another or it shares them`. */
async function standing(): Promise<Record<string, string>> {
  const rows = await sql<{ external_id: string; figures: string }>(
    `SELECT l.external_id, concat_ws(' ', l.difference, l.expense_count, h.external_id) AS figures
     FROM statement_lines l LEFT JOIN statement_lines h ON h.company_id = l.company_id AND h.id = l.bundle_id ORDER BY l.external_id`,
  );
  return Object.fromEntries(rows.map((each) => [each.external_id, each.figures]));
}

// What the lines of a bill take of expenses is what is joined to them, whatever happened before.
afterEach(async () => {
  const bills = (shares: string): string =>
    `SELECT l.legal_entity_id, l.period, l.currency, sum(${shares})::int AS sum FROM statement_lines l`;
  const taken = await sql(`${bills('l.expense_share')} GROUP BY 1, 2, 3 HAVING sum(l.expense_share) <> 0 ORDER BY 1, 2, 3`);
  const joined = await sql(
    `${bills('e.company_share')} JOIN expenses e ON e.statement_line_id = l.id GROUP BY 1, 2, 3 HAVING sum(e.company_share) <> 0 ORDER BY 1, 2, 3`,
  );
  expect(taken).toEqual(joined);
});

describe('a charge and its refund that are one smaller expense', () => {
  const bundle = { charge: '0 1 charge', refund: '0 1 charge' };
  const steps: [string, () => Promise<void>][] = [
    ['order', () => net(60n)],
    ['lines', () => lines(row('charge', 100n), row('refund', -40n))],
    ['header', () => header()],
  ];

  it.each([
    [0, 1, 2],
    [1, 0, 2],
    [2, 1, 0],
    [1, 2, 0],
  ])('agree together, whichever comes first (order %i %i %i)', async (...sequence) => {
    for (const step of sequence) await steps[step]![1]();
    expect(await standing()).toEqual(bundle);
    expect(
      await sql(
        `SELECT l.external_id, l.department_id = e.department_id AS booked FROM statement_lines l, expenses e WHERE e.statement_line_id = l.bundle_id ORDER BY 1`,
      ),
    ).toEqual([
      { external_id: 'charge', booked: true },
      { external_id: 'refund', booked: true },
    ]);
  });

  it('agree whether the refund was read with the order or after it, and row by row', async () => {
    await header();
    await net(100n);
    await lines(row('charge', 100n));
    expect(await standing()).toEqual({ charge: '0 1' });
    await lines(row('refund', -40n));
    expect(await standing()).toEqual({ charge: '0 1', refund: '-40 0' });
    await net(60n);
    expect(await standing()).toEqual(bundle);
  });

  it('agree where nothing is left of the order, as far as it is known', async () => {
    await header();
    await lines(row('charge', 40n), row('refund', -40n));
    expect(await standing()).toEqual({ charge: '40 0', refund: '-40 0' });
    await net(0n);
    expect(await standing()).toEqual(bundle);
  });

  it('show each reader the order’s expenses and the other line', async () => {
    for (const [, step] of steps) await step();
    await asActor(companyId, async () => {
      const reader = module.get(StatementReader);
      const [statement] = await reader.list({});
      const { nodes } = await reader.linesOf(statement!, { first: 10 });
      const resolver = new StatementLineResolver(reader, module.get(ExpenseReader), {} as RawReader);
      const context: GatewayContext = { request: currentContext()!, loaders: new LoaderCache(), withheld: new Map() };
      const shown = nodes.map(toStatementLineNode).map(async (line) => ({
        line: [line.externalId, line.expenseShare.amount, line.difference.amount],
        expenses: (await resolver.expenses(line, {}, context)).map(({ companyShare }) => companyShare.amount),
        others: (await resolver.bundledWith(line, {}, context)).map(({ externalId }) => externalId),
      }));
      expect(await Promise.all(shown)).toEqual([
        { line: ['charge', '1.00', '0.00'], expenses: ['0.60'], others: ['refund'] },
        { line: ['refund', '-0.40', '0.00'], expenses: ['0.60'], others: ['charge'] },
      ]);
    });
    const other = await db.company();
    const [line] = await sql<{ bundle_id: Id }>('SELECT bundle_id FROM statement_lines LIMIT 1');
    expect(await asActor(other, () => module.get(StatementReader).bundles([line!.bundle_id]))).toEqual([[]]);
  });

  describe('differ again', () => {
    beforeEach(async () => {
      for (const [, step] of steps) await step();
      expect(await standing()).toEqual(bundle);
    });

    it('when the order says something else, until the vendor does', async () => {
      await net(55n);
      expect(await standing()).toEqual({ charge: '45 1', refund: '-40 0' });
      await lines(row('refund', -45n));
      expect(await standing()).toEqual(bundle);
    });

    it('when one of them is reversed, or the statement is issued again otherwise', async () => {
      await asActor(companyId, () =>
        module.get(StatementLineSink).vanished({ ...source, records: [{ externalId: 'refund', rawVersion: 9 }] }),
      );
      expect(await standing()).toEqual({ charge: '40 1', refund: '0 0' });
      await lines(row('refund', -40n));
      expect(await standing()).toEqual(bundle);
      await lines(row('charge', 101n));
      expect(await standing()).toEqual({ charge: '41 1', refund: '-40 0' });
      await lines(row('charge', 60n), row('refund', -40n, { orderExternalId: undefined }));
      expect(await standing()).toEqual({ charge: '0 1', refund: '-40 0' });
    });

    it('when the order is gone, or costs in another currency', async () => {
      await order();
      expect(await standing()).toEqual({ charge: '100 1', refund: '-40 0' });
      await net(60n, { currency: 'USD' });
      expect(await standing()).toEqual({ charge: '100 0', refund: '-40 0' });
    });

    it('when the order is corrected after the month was locked, until the vendor corrects its row', async () => {
      await lock('2026-09');
      await net(55n);
      expect(await standing()).toEqual({ charge: '45 2', refund: '-40 0' });
      await lines(row('refund', -45n));
      expect(await standing()).toEqual({ ...bundle, 'refund~2026-10': '0 1' });
    });
  });
});

it('keep their differences where they stand on bills of different months', async () => {
  await header();
  await header({ externalId: 'S2', from: '2026-10-01', to: '2026-10-31' });
  await net(60n);
  await lines(row('charge', 100n), row('refund', -40n, { statementExternalId: 'S2' }));
  expect(await standing()).toEqual({ charge: '40 1', refund: '-40 0' });
});

it('join a refund of a later month with the correction it brought about in a locked one', async () => {
  await header();
  await net(100n);
  await lines(row('charge', 100n));
  await lock('2026-09');
  await net(60n);
  await header({ externalId: 'S2', from: '2026-10-01', to: '2026-10-31' });
  await lines(row('refund', -40n, { statementExternalId: 'S2' }));
  expect(await standing()).toEqual({ charge: '0 1', refund: '0 1' });
});
