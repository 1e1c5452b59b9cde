import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExpenseLine } from '@interline/sdk/canonical';
import { Test, type TestingModule } from '@nestjs/testing';
import { CompanyReader, LockPeriod } from '../company/index.js';
import { newId, type Id, type Period } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import type { SinkSource } from '../sync/index.js';
import { ExpenseReader } from './expense-reader.js';
import { ExpenseSink } from './expense.sink.js';
import { ResolveUnresolved } from './resolve-unresolved.js';
import { asActor, lockMonth, receiveOrders, TestDirectory, TestExpenses, testLine, type TestOrder } from './expenses.fixture.js';

let db: TestDatabase;
let module: TestingModule;
const directory = new TestDirectory();
let companyId: Id;
let main: Id;
let source: SinkSource;

beforeAll(async () => {
  db = await createTestDatabase();
  module = await Test.createTestingModule({ imports: [TestExpenses.on(db.uow, directory)] }).compile();
  directory.companies = module.get(CompanyReader);
});
afterAll(() => db.close());

beforeEach(async () => {
  companyId = await db.company();
  main = (await module.get(CompanyReader).defaultLegalEntity(companyId)).id;
  source = { companyId, vendorAccountId: newId(), pluginId: 'vendor', pluginVersion: '1.0.0', stream: 'rides' };
  directory.people.clear();
  directory.hire('E1');
});

const receiveAll = (orders: TestOrder[], from: SinkSource = source): Promise<void> => receiveOrders(module.get(ExpenseSink), from, orders);
const receive = (orderId: string, lines: ExpenseLine[], from: SinkSource = source): Promise<void> => receiveAll([{ orderId, lines }], from);
const lock = (period: Period): Promise<void> => lockMonth(module.get(CompanyReader), module.get(LockPeriod), companyId, period);

const sql = <Row extends Record<string, unknown>>(text: string, params: unknown[] = [], company = companyId): Promise<Row[]> =>
  db.uow.read<Row>(text, params, { company });

/** Σ company share by booking period. */
async function booked(): Promise<Record<string, string>> {
  const rows = await sql<{ period: string; sum: string }>('SELECT period, sum(company_share) AS sum FROM expenses GROUP BY 1');
  return Object.fromEntries(rows.map((row) => [row.period, row.sum]));
}

/** Roll-up rows that differ from the expenses they sum up; both ways round. */
async function rollUpDifferences(): Promise<unknown[]> {
  const nil = `'00000000-0000-0000-0000-000000000000'::uuid`;
  const sums = 'amount, company_share, personal_share';
  const base = (own: string): string => `
    SELECT business_date, vendor_account_id, kind, legal_entity_id, currency, ${own}, count(*) FILTER (WHERE NOT reversed) AS expense_count,
           sum(amount)::bigint, sum(company_share)::bigint, sum(personal_share)::bigint
    FROM expenses GROUP BY 1, 2, 3, 4, 5, ${own}
    HAVING count(*) FILTER (WHERE NOT reversed) <> 0 OR sum(company_share) <> 0 OR sum(personal_share) <> 0`;
  const cube = (table: string, column: string): string => `
    SELECT business_date, vendor_account_id, kind, legal_entity_id, currency, ${column}, expense_count, ${sums} FROM ${table}
    WHERE expense_count <> 0 OR company_share <> 0 OR personal_share <> 0`;
  const pairs = [
    [base(`coalesce(department_version_id, ${nil})`), cube('spend_by_department', 'department_version_id')],
    [base(`coalesce(cost_centre_id, ${nil})`), cube('spend_by_cost_centre', 'cost_centre_id')],
  ] as const;
  const found = await Promise.all(
    pairs.flatMap(([left, right]) => [sql(`(${left}) EXCEPT (${right})`), sql(`(${right}) EXCEPT (${left})`)]),
  );
  return found.flat();
}

describe('recording', () => {
  it('keeps three versions of A, B, A under one id, and sums that are A again', async () => {
    for (const companyShare of [100n, 250n, 100n]) await receive('O1', [testLine({ companyShare })]);
    const [row] = await sql<{ id: Id; version: number; company_share: string }>('SELECT id, version, company_share FROM expenses');
    expect(row).toMatchObject({ version: 3, company_share: '100' });
    expect(await sql('SELECT expense_id AS id, version, company_share::int AS share FROM expense_versions ORDER BY version')).toEqual([
      { id: row!.id, version: 1, share: 100 },
      { id: row!.id, version: 2, share: 250 },
    ]);
    expect(await rollUpDifferences()).toEqual([]);
  });

  it('changes nothing and says nothing when the same page comes again', async () => {
    await receive('O1', [testLine()]);
    const before = await sql('SELECT count(*)::int AS events FROM outbox');
    await receive('O1', [testLine()]);
    expect(await sql('SELECT count(*)::int AS events FROM outbox')).toEqual(before);
    expect(await sql('SELECT version FROM expenses')).toEqual([{ version: 1 }]);
  });

  it('writes one event a page, with ids and counts only', async () => {
    await receiveAll([
      { orderId: 'O1', lines: [testLine()] },
      { orderId: 'O2', lines: [testLine({ traveller: { employeeNumber: 'E7', name: 'Nobody' } })] },
    ]);
    const events = await sql<{ type: string; data: Record<string, unknown> }>('SELECT type, data FROM outbox');
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: 'expenses.recorded.v1',
      data: { recorded: 2, unresolved: 1, vendorAccountId: source.vendorAccountId },
    });
    expect(JSON.stringify(events)).not.toContain('Nobody');
  });

  it('reverses a line the complete set holds no more, and all of an order that vanished', async () => {
    await receive('O1', [testLine(), testLine({ line: 'fee:service', lineType: 'fee', companyShare: 5n })]);
    await receive('O1', [testLine()]);
    expect(await sql('SELECT line, company_share::int AS share, reversed, version FROM expenses ORDER BY line')).toEqual([
      { line: 'charge', share: 100, reversed: false, version: 1 },
      { line: 'fee:service', share: 0, reversed: true, version: 2 },
    ]);
    await asActor(companyId, () => module.get(ExpenseSink).vanished({ ...source, records: [{ externalId: 'O1', rawVersion: 9 }] }));
    expect(await booked()).toEqual({ '2026-09': '0' });
    expect(await rollUpDifferences()).toEqual([]);
  });

  it('leaves a locked month still; the difference stands in the next open one with its origin', async () => {
    await receive('O1', [testLine()]);
    await lock('2026-09');
    await receive('O1', [testLine({ companyShare: 70n })]);
    expect(await booked()).toEqual({ '2026-09': '100', '2026-10': '-30' });
    await lock('2026-10');
    await receive('O1', [testLine({ companyShare: 70n }), testLine({ line: 'fee', lineType: 'fee', companyShare: 8n })]);
    await receive('O1', []);
    expect(await booked()).toEqual({ '2026-09': '100', '2026-10': '-30', '2026-11': '-70' });
    const [origin] = await sql<{ id: Id }>(`SELECT id FROM expenses WHERE line = 'charge'`);
    expect(await sql(`SELECT DISTINCT origin_id AS id FROM expenses WHERE corrects IS NOT NULL`)).toEqual([origin]);
    expect(await rollUpDifferences()).toEqual([]);
  });

  it('books a refund months later in its own month, pointing at its charge', async () => {
    await receive('O1', [testLine()]);
    await lock('2026-09');
    const refund = testLine({
      line: 'refund:1',
      lineType: 'refund',
      originLine: 'charge',
      companyShare: -40n,
      occurredAt: new Date('2026-11-02T03:00:00Z'),
    });
    await receive('O1', [testLine(), refund]);
    expect(await booked()).toEqual({ '2026-09': '100', '2026-11': '-40' });
    expect(await sql(`SELECT o.line FROM expenses r JOIN expenses o ON o.id = r.origin_id WHERE r.line = 'refund:1'`)).toEqual([
      { line: 'charge' },
    ]);
  });

  it('takes texts that Postgres could not hold', async () => {
    await receive('O1', [testLine({ description: 'a\u0000b \ud800', detail: { note: '\\u0000 "quoted" \u4e2d' } })]);
    expect(await sql('SELECT description, detail FROM expenses')).toEqual([
      { description: 'ab \ufffd', detail: { note: '\\u0000 "quoted" \u4e2d' } },
    ]);
  });

  it('refuses an order with two lines of one key, and keeps nothing of the page', async () => {
    const page = [
      { orderId: 'O1', lines: [testLine()] },
      { orderId: 'O2', lines: [testLine(), testLine({ companyShare: 1n })] },
    ];
    await expect(receiveAll(page)).rejects.toMatchObject({ code: 'ORDER_LINE_TWICE' });
    expect(await sql('SELECT FROM expenses')).toEqual([]);
  });

  it('proves a rebuild by id: the same records give the same facts, another mapping shows its difference', async () => {
    await receiveAll([
      { orderId: 'O1', lines: [testLine()] },
      { orderId: 'O2', lines: [testLine({ companyShare: 5n })] },
    ]);
    await db.uow.run((tx) => tx.query(`UPDATE expenses SET allocation = 'decision', department_id = $1 WHERE order_id = 'O2'`, [main]), {
      company: companyId,
    });
    const facts = (): ReturnType<ExpenseSink['facts']> => asActor(companyId, () => module.get(ExpenseSink).facts(source, ['O1', 'O2']));
    const before = await facts();
    await receiveAll([
      { orderId: 'O1', lines: [testLine()] },
      { orderId: 'O2', lines: [testLine({ companyShare: 6n, traveller: { employeeNumber: 'E5' } })] },
    ]);
    const after = await facts();
    expect(after.map((fact) => fact.id)).toEqual(before.map((fact) => fact.id));
    expect(after[0]).toEqual(before[0]);
    expect([before[1]!.facts.companyShare, after[1]!.facts.companyShare]).toEqual(['5', '6']);
    expect(await sql(`SELECT department_id, allocation FROM expenses WHERE order_id = 'O2'`)).toEqual([
      { department_id: main, allocation: 'decision' },
    ]);
  });

  it('tells the directory whose member ids it saw, of certain people only', async () => {
    const bob = directory.hire('E2');
    await receiveAll([
      { orderId: 'O1', lines: [testLine({ traveller: { employeeNumber: 'E1', memberId: 'm1' } })] },
      { orderId: 'O2', lines: [testLine({ traveller: { employeeNumber: 'E9', memberId: 'm9' } })] },
      {
        orderId: 'O3',
        lines: [testLine({ traveller: { guest: true, memberId: 'm8' }, booker: { employeeNumber: 'E1', memberId: 'm2' } })],
      },
      {
        orderId: 'O4',
        lines: [
          testLine({ traveller: { guest: true, employeeNumber: 'E2', memberId: 'm3' }, booker: { employeeNumber: 'E1', memberId: 'm4' } }),
        ],
      },
    ]);
    const ann = directory.people.get('E1')!.personId;
    expect(Object.fromEntries(directory.members)).toEqual({ m1: ann, m2: ann, m3: bob.personId });
    // The colleague who rode, not the one who called the car.
    expect(await sql(`SELECT person_id, guest FROM expenses WHERE order_id = 'O4'`)).toEqual([{ person_id: bob.personId, guest: true }]);
  });

  it('takes two deliveries of one order at the same time as one after the other', async () => {
    await Promise.all([receive('O1', [testLine()]), receive('O1', [testLine({ companyShare: 90n })]), receive('O2', [testLine()])]);
    expect(await sql(`SELECT version FROM expenses WHERE order_id = 'O1'`)).toEqual([{ version: 2 }]);
    expect(await rollUpDifferences()).toEqual([]);
  });
});

describe('people that are not known yet', () => {
  it('count in totals, and are found once the directory learned of them', async () => {
    const unknown = { traveller: { employeeNumber: 'E9', name: '\u674e\u56db' } };
    await receiveAll([
      { orderId: 'O1', lines: [testLine()] },
      { orderId: 'O2', lines: [testLine(unknown)] },
      { orderId: 'O3', lines: [testLine({ ...unknown, occurredAt: new Date('2026-10-03T00:00:00Z') })] },
    ]);
    expect(await booked()).toEqual({ '2026-09': '200', '2026-10': '100' });
    expect(await asActor(companyId, () => module.get(ResolveUnresolved).run())).toBe(0);
    await lock('2026-09');
    const person = directory.hire('E9');
    expect(await asActor(companyId, () => module.get(ResolveUnresolved).run())).toBe(2);
    expect(await sql('SELECT DISTINCT department_id, refs, cause FROM expenses WHERE person_id = $1', [person.personId])).toEqual([
      { department_id: person.departmentId, refs: null, cause: 'resolved' },
    ]);
    expect(await booked()).toEqual({ '2026-09': '200', '2026-10': '100' });
    expect(await rollUpDifferences()).toEqual([]);
  });
});

describe('reading', () => {
  const numbers = async (
    query: Parameters<ExpenseReader['list']>[0],
    actor?: Parameters<typeof asActor>[2],
    company = companyId,
  ): Promise<string[]> =>
    asActor(company, async () => (await module.get(ExpenseReader).list(query, { first: 50 })).nodes.map((node) => node.orderId), actor);

  beforeEach(async () => {
    const boss = directory.hire('E2');
    directory.led.set(boss.personId, [directory.people.get('E1')!.departmentId]);
    await receiveAll([
      { orderId: 'A100', lines: [testLine()] },
      { orderId: 'A101', lines: [testLine({ traveller: { employeeNumber: 'E2' }, occurredAt: new Date('2026-10-05T02:00:00Z') })] },
      { orderId: 'B200', lines: [testLine({ traveller: { employeeNumber: 'E8', name: '\u738b\u4e94' }, city: '\u4e0a\u6d77' })] },
    ]);
  });

  it('pages newest first, each once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<ExpenseReader['list']>> = await asActor(companyId, () =>
        module.get(ExpenseReader).list({}, { first: 1, after }),
      );
      seen.push(...page.nodes.map((node) => node.orderId));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(['A101', 'B200', 'A100']);
  });

  it('filters and searches', async () => {
    expect(await numbers({ period: '2026-10' })).toEqual(['A101']);
    expect(await numbers({ from: '2026-09-01', to: '2026-09-30', unresolved: false })).toEqual(['A100']);
    expect(await numbers({ city: '\u4e0a\u6d77' })).toEqual(['B200']);
    expect(await numbers({ search: 'A10' })).toEqual(['A101', 'A100']);
    expect(await numbers({ search: 'A100' })).toEqual(['A100']);
    expect(await numbers({ search: '\u738b' })).toEqual(['B200']);
    expect(await numbers({ onStatement: true })).toEqual([]);
    expect(await numbers({ departmentId: directory.people.get('E1')!.departmentId, subtree: true })).toEqual(['A100']);
  });

  it('shows managers the departments they lead and their own, employees their own, others nothing', async () => {
    const [ann, boss] = [directory.people.get('E1')!.personId, directory.people.get('E2')!.personId];
    expect(await numbers({}, { roles: ['finance'] })).toEqual(['A101', 'B200', 'A100']);
    expect(await numbers({}, { roles: ['manager'], personId: boss })).toEqual(['A101', 'A100']);
    expect(await numbers({}, { roles: ['employee'], personId: boss })).toEqual(['A101']);
    expect(await numbers({}, { roles: ['employee'], personId: ann })).toEqual(['A100']);
    expect(await numbers({}, { roles: ['employee'], personId: null })).toEqual([]);
    expect(await numbers({}, { roles: ['it'], personId: null })).toEqual([]);
    const [hidden] = await sql<{ id: Id }>(`SELECT id FROM expenses WHERE order_id = 'A101'`);
    expect(await asActor(companyId, () => module.get(ExpenseReader).byIds([hidden!.id]), { roles: ['employee'], personId: ann })).toEqual([
      null,
    ]);
  });

  it('shows another company nothing, by list or by id', async () => {
    const other = await db.company();
    const ids = (await sql<{ id: Id }>('SELECT id FROM expenses')).map((row) => row.id);
    expect(await numbers({}, { roles: ['owner'] }, other)).toEqual([]);
    const read = asActor(other, () => module.get(ExpenseReader).byIds(ids), { roles: ['owner'] });
    expect(await read).toEqual(ids.map(() => null));
    const versions = asActor(other, () => module.get(ExpenseReader).versions(ids), { roles: ['owner'] });
    expect(await versions).toEqual(ids.map(() => []));
    for (const table of ['expenses', 'expense_versions', 'spend_by_department', 'spend_by_cost_centre']) {
      expect(await sql(`SELECT FROM ${table}`, [], other)).toEqual([]);
    }
  });

  it('cannot be written across companies, nor deleted at all', async () => {
    const other = await db.company();
    await expect(receive('A100', [testLine()], { ...source, companyId: other })).resolves.toBeUndefined();
    expect(await sql('SELECT version FROM expenses WHERE order_id = $1', ['A100'])).toEqual([{ version: 1 }]);
    await expect(db.uow.run((tx) => tx.query('DELETE FROM expenses'), { company: companyId })).rejects.toThrow(/permission denied/);
    await expect(db.uow.run((tx) => tx.query('UPDATE expense_versions SET version = 9'), { company: companyId })).rejects.toThrow(
      /permission denied/,
    );
  });
});

it('takes ten thousand orders in pages of two thousand (figures are printed, not judged)', async () => {
  const pages = [0, 1, 2, 3, 4].map((page) =>
    Array.from({ length: 2_000 }, (_, index) => ({
      orderId: `S${page * 2_000 + index}`,
      lines: [testLine({ occurredAt: new Date(Date.UTC(2026, 8, 1 + (index % 28), 3)), city: '\u676d\u5dde', product: 'fast' })],
    })),
  );
  const began = performance.now();
  for (const page of pages) await receiveAll(page);
  const seconds = (performance.now() - began) / 1_000;
  console.log(`10,000 orders in ${seconds.toFixed(2)} s: ${Math.round(10_000 / seconds)} a second`);
  expect(await booked()).toEqual({ '2026-09': '1000000' });
  expect(await rollUpDifferences()).toEqual([]);
});
