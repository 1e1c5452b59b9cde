import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExpenseLine, Settlement, Statement as CanonicalStatement, StatementLine as CanonicalLine } from '@interline/sdk/canonical';
import { Test, type TestingModule } from '@nestjs/testing';
import { CompanyReader, LockPeriod } from '../company/index.js';
import { ExpenseReader, ExpenseSink } from '../expenses/index.js';
import { asActor, lockMonth, receiveOrders, TestDirectory, TestExpenses, testLine } from '../expenses/expenses.fixture.js';
import { newId, type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import type { SinkSource } from '../sync/index.js';
import { StatementReader, type CheckedStatement } from './statement-reader.js';
import { SettlementSink, StatementLineSink, StatementSink } from './statement.sinks.js';
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

const batch = <Canonical extends { externalId: string }>(
  canonicals: Canonical[],
): SinkSource & { records: { externalId: string; rawVersion: number; canonical: Canonical }[] } => {
  rawVersion += 1;
  return { ...source, records: canonicals.map((canonical) => ({ externalId: canonical.externalId, rawVersion, canonical })) };
};
const orders = (...list: [string, ExpenseLine[]][]): Promise<void> =>
  receiveOrders(
    module.get(ExpenseSink),
    { ...source, stream: 'rides' },
    list.map(([orderId, lines]) => ({ orderId, lines })),
  );
const headers = (...list: CanonicalStatement[]): Promise<void> => asActor(companyId, () => module.get(StatementSink).receive(batch(list)));
const lines = (...list: CanonicalLine[]): Promise<void> => asActor(companyId, () => module.get(StatementLineSink).receive(batch(list)));
const waiting = (...list: Settlement[]): Promise<void> => asActor(companyId, () => module.get(SettlementSink).receive(batch(list)));
const lock = (period: string): Promise<void> => lockMonth(module.get(CompanyReader), module.get(LockPeriod), companyId, period);
const sql = <Row extends Record<string, unknown>>(text: string, company = companyId): Promise<Row[]> =>
  db.uow.read<Row>(text, [], { company });

/** How lines stand: `external id: difference, expenses, period`. */
async function standing(): Promise<Record<string, string>> {
  const rows = await sql<{ external_id: string; figures: string }>(
    `SELECT external_id, concat_ws(' ', difference, expense_count, coalesce(period, '-')) AS figures FROM statement_lines ORDER BY external_id`,
  );
  return Object.fromEntries(rows.map((row) => [row.external_id, row.figures]));
}

async function checked(externalId = 'S1', company = companyId): Promise<CheckedStatement> {
  return asActor(company, async () => {
    const reader = module.get(StatementReader);
    const all = await reader.list({});
    return (await reader.checked(all.filter((statement) => statement.externalId === externalId)))[0]!;
  });
}

describe('joining by exact id', () => {
  const steps: [string, () => Promise<void>][] = [
    ['orders', () => orders(['O1', [testLine()]], ['O2', [testLine({ companyShare: 60n })]])],
    ['lines', () => lines(testStatementLine('O1', 100n), testStatementLine('O2', 50n), testStatementLine('O9', 7n))],
    ['headers', () => headers(testStatement(157n))],
  ];
  const permutations = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];

  it.each(permutations)('gives the same whichever comes first (order %i %i %i)', async (...order) => {
    for (const step of order) await steps[step]![1]();
    expect(await standing()).toEqual({ 'S1:O1': '0 1 2026-09', 'S1:O2': '-10 1 2026-09', 'S1:O9': '7 0 2026-09' });
    expect(
      await sql(`SELECT e.order_id FROM expenses e JOIN statement_lines l ON l.id = e.statement_line_id AND l.order_id = e.order_id`),
    ).toHaveLength(2);
    expect(await checked()).toMatchObject({ lineCount: 3, lineSum: 157n, agrees: true });
  });

  it('follows an expense that changes, is refunded or is taken back after it was billed', async () => {
    for (const [, step] of steps) await step();
    await orders(['O2', [testLine({ companyShare: 50n })]], ['O1', []]);
    expect(await standing()).toMatchObject({ 'S1:O1': '100 1 2026-09', 'S1:O2': '0 1 2026-09' });
    await orders(['O9', [testLine({ companyShare: 7n })]]);
    expect(await standing()).toMatchObject({ 'S1:O9': '0 1 2026-09' });
  });

  it('shows what is billed twice on the later line', async () => {
    await orders(['O1', [testLine()]]);
    await headers(testStatement(100n), testStatement(100n, { externalId: 'S2', from: '2026-10-01', to: '2026-10-31' }));
    await lines(testStatementLine('O1', 100n, { statementExternalId: 'S2', externalId: 'S2:O1' }), testStatementLine('O1', 100n));
    expect(await standing()).toEqual({ 'S1:O1': '0 1 2026-09', 'S2:O1': '100 0 2026-10' });
  });

  it('gives an expense free again when its line vanishes', async () => {
    await orders(['O1', [testLine()]]);
    await headers(testStatement(100n));
    await lines(testStatementLine('O1', 100n));
    await asActor(companyId, () =>
      module.get(StatementLineSink).vanished({ ...source, records: [{ externalId: 'S1:O1', rawVersion: 9 }] }),
    );
    expect(await sql('SELECT statement_line_id FROM expenses')).toEqual([{ statement_line_id: null }]);
    expect(await sql('SELECT amount::int, reversed, expense_count FROM statement_lines')).toEqual([
      { amount: 0, reversed: true, expense_count: 0 },
    ]);
  });

  it('gives an expense free again when its line names another order, or none', async () => {
    await orders(['O1', [testLine()]], ['O2', [testLine({ companyShare: 70n })]]);
    await headers(testStatement(100n));
    const billed = (): Promise<unknown[]> => sql(`SELECT order_id FROM expenses WHERE statement_line_id IS NOT NULL`);
    for (const [orderExternalId, figures] of [
      ['O1', '0 1'],
      ['O2', '30 1'],
      [undefined, '100 0'],
    ] as const) {
      await lines(testStatementLine('O1', 100n, { orderExternalId }));
      expect(await standing()).toEqual({ 'S1:O1': `${figures} 2026-09` });
      expect(await billed()).toEqual(orderExternalId ? [{ order_id: orderExternalId }] : []);
    }
  });

  it('takes the department of the expense, else whom the vendor names', async () => {
    directory.departments.set('D1', directory.hire('E5'));
    await lines(testStatementLine('O1', 100n, { department: { code: 'D1' } }));
    const [named] = await sql('SELECT department_id FROM statement_lines');
    expect(named).toEqual({ department_id: directory.departments.get('D1')!.departmentId });
    await orders(['O1', [testLine()]]);
    expect(await sql('SELECT department_id FROM statement_lines')).toEqual([{ department_id: directory.people.get('E1')!.departmentId }]);
  });
});

describe('statements', () => {
  it('count to the month their last day lies in', async () => {
    await headers(testStatement(0n, { from: '2026-08-26', to: '2026-09-25' }));
    expect((await checked()).period).toBe('2026-09');
  });

  it('keep what they said before when the vendor issues them again', async () => {
    await headers(testStatement(100n));
    await headers(testStatement(100n));
    await headers(
      testStatement(90n, { state: 'confirmed', totals: { consumption: 100n, refund: -10n, priorPeriodRefund: -4n, payable: 90n } }),
    );
    expect(await checked()).toMatchObject({ version: 2, state: 'confirmed', payable: 90n, refund: -10n, priorPeriodRefund: -4n });
    expect(await sql(`SELECT version, facts->>'payable' AS payable FROM statement_versions`)).toEqual([{ version: 1, payable: '100' }]);
  });

  it('agree only with the count and sum that are published', async () => {
    await headers(testStatement(100n, { control: { lineCount: 2, lineSum: 100n } }));
    await lines(testStatementLine('O1', 60n));
    expect(await checked()).toMatchObject({ lineCount: 1, lineSum: 60n, agrees: false });
    await lines(testStatementLine('O2', 40n));
    expect(await checked()).toMatchObject({ lineCount: 2, lineSum: 100n, agrees: true });
  });

  it('are recomputed from their lines, header by header', async () => {
    const refund = { lineType: 'refund' as const, orderLine: undefined };
    await headers(testStatement(60n));
    await lines(testStatementLine('O1', 90n, { currentTerm: true }), testStatementLine('O2', 10n, { lineType: 'fee' }));
    expect((await checked()).ours).toEqual({ consumption: 100n, refund: 0n, priorPeriodRefund: null, adjustment: null });
    await lines(
      testStatementLine('O3', -30n, { ...refund, currentTerm: true }),
      testStatementLine('O4', -8n, { ...refund, currentTerm: false }),
      testStatementLine('x', -2n, { lineType: 'adjustment', orderExternalId: undefined, orderLine: undefined }),
    );
    expect(await checked()).toMatchObject({
      lineSum: 60n,
      agrees: true,
      ours: { consumption: 100n, refund: -38n, priorPeriodRefund: -8n, adjustment: -2n },
    });
  });

  it('form trees whose parts make up the whole', async () => {
    const part = (externalId: string, payable: bigint): CanonicalStatement =>
      testStatement(payable, { externalId, parentExternalId: 'S1', split: { by: 'department', ref: { name: externalId } } });
    await headers(testStatement(100n), part('A', 70n), part('B', 30n));
    await lines(testStatementLine('O1', 100n));
    expect([await checked(), await checked('A')]).toMatchObject([{ agrees: true }, { lineCount: 0, agrees: true }]);
    const node = await checked('A');
    const [whole] = await asActor(companyId, () => module.get(StatementReader).parents([node]));
    expect(whole?.externalId).toBe('S1');
    await headers(part('B', 20n));
    expect([await checked(), await checked('B')]).toMatchObject([{ agrees: false }, { agrees: false }]);
  });

  it('sum the lines of their parts where they have none of their own', async () => {
    await headers(testStatement(100n), testStatement(100n, { externalId: 'A', parentExternalId: 'S1' }));
    await lines(testStatementLine('O1', 100n, { statementExternalId: 'A' }));
    expect(await checked()).toMatchObject({ lineCount: 1, lineSum: 100n, agrees: true });
  });

  it('leave the lists when the vendor has withdrawn them', async () => {
    await headers(testStatement(100n));
    await asActor(companyId, () => module.get(StatementSink).vanished({ ...source, records: [{ externalId: 'S1', rawVersion: 2 }] }));
    expect(await asActor(companyId, () => module.get(StatementReader).list({}))).toEqual([]);
  });
});

describe('rows that are billed later', () => {
  const row = ({ statementExternalId: _none, ...line }: CanonicalLine): Settlement => line;

  it('become the line of a statement under the same id, and never go back', async () => {
    await orders(['O1', [testLine()]]);
    await waiting(row(testStatementLine('O1', 100n)));
    const [before] = await sql<{ id: Id; period: string }>('SELECT id, period, expense_count FROM statement_lines');
    expect(before).toMatchObject({ period: '2026-09', expense_count: 0 });
    expect(await sql('SELECT statement_line_id FROM expenses')).toEqual([{ statement_line_id: null }]);
    await lines(testStatementLine('O1', 100n));
    await headers(testStatement(100n));
    await waiting(row(testStatementLine('O1', 100n)));
    await asActor(companyId, () => module.get(SettlementSink).vanished({ ...source, records: [{ externalId: 'S1:O1', rawVersion: 3 }] }));
    expect(await sql('SELECT id, reversed, expense_count FROM statement_lines')).toEqual([
      { id: before!.id, reversed: false, expense_count: 1 },
    ]);
    expect(await sql('SELECT statement_external_id FROM statement_line_versions')).toEqual([{ statement_external_id: null }]);
  });
});

describe('a locked bill', () => {
  const billed = (): Promise<Record<string, unknown>[]> =>
    sql('SELECT period, sum(company_share)::int AS sum, sum(difference)::int AS difference FROM statement_lines GROUP BY 1 ORDER BY 1');

  it('stays as it is: changes of its lines stand on the next open one, and meet the corrections of the expenses there', async () => {
    await orders(['O1', [testLine()]]);
    await headers(testStatement(100n));
    await lines(testStatementLine('O1', 100n));
    await lock('2026-09');
    await lines(testStatementLine('O1', 90n));
    expect(await billed()).toEqual([
      { period: '2026-09', sum: 100, difference: 0 },
      { period: '2026-10', sum: -10, difference: -10 },
    ]);
    await orders(['O1', [testLine({ companyShare: 90n })]]);
    expect(await billed()).toMatchObject([
      { sum: 100, difference: 0 },
      { sum: -10, difference: 0 },
    ]);
    expect(await checked()).toMatchObject({ lineCount: 1, lineSum: 90n });
    await lines(testStatementLine('O1', 90n));
    await lines(testStatementLine('O1', 100n));
    expect(await billed()).toMatchObject([{ sum: 100 }, { sum: 0 }]);
  });

  it('takes no line that comes late; that stands on the next open one', async () => {
    await lock('2026-09');
    await lines(testStatementLine('O1', 100n));
    await headers(testStatement(100n));
    expect(await billed()).toMatchObject([{ period: '2026-10', sum: 100 }]);
  });
});

it('shows another company nothing', async () => {
  await orders(['O1', [testLine()]]);
  await headers(testStatement(100n));
  await lines(testStatementLine('O1', 100n));
  const { id } = await checked();
  const [line] = await sql<{ id: Id }>('SELECT id FROM statement_lines');
  const other = await db.company();
  await asActor(other, async () => {
    const reader = module.get(StatementReader);
    expect(await reader.list({})).toEqual([]);
    expect(await reader.byIds([id])).toEqual([null]);
    expect(await reader.linesByIds([line!.id])).toEqual([null]);
    const foreign = { id: line!.id, vendorAccountId: source.vendorAccountId, orderId: 'O1' };
    expect(await module.get(ExpenseReader).billedBy([foreign])).toEqual([[]]);
  });
  for (const table of ['statements', 'statement_versions', 'statement_lines', 'statement_line_versions']) {
    expect(await sql(`SELECT FROM ${table}`, other)).toEqual([]);
  }
});
