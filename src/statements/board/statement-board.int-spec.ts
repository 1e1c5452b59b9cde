import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExpenseLine, Settlement, Statement as CanonicalStatement, StatementLine as CanonicalLine } from '@interline/sdk/canonical';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AuditModule } from '../../audit/index.js';
import { CompanyReader, LegalEntityRegister, LockPeriod } from '../../company/index.js';
import { ConnectionsReader } from '../../connections/index.js';
import { ConnectorCatalogue } from '../../connectors/index.js';
import { ExpenseSink } from '../../expenses/index.js';
import {
  asActor,
  lockMonth,
  receiveOrders,
  type TestAccounts,
  TestDirectory,
  TestExpenses,
  testLine,
} from '../../expenses/expenses.fixture.js';
import { newId, type Id } from '../../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../../platform/database/test-database.js';
import { cents, rowsOfFile } from '../../platform/files/read-table.fixture.js';
import { serveForTest } from '../../platform/serving/serve-test.fixture.js';
import { SettlementSink, StatementLineSink, StatementSink } from '../statement.sinks.js';
import { testStatement, testStatementLine, testStatements } from '../statements.fixture.js';
import { BoardFilesController } from './board-files.controller.js';
import { BoardTable } from './board-table.js';
import { boardUrl } from './board-url.js';
import { ReadBoard, type Board, type BoardQuestion } from './read-board.js';
import type { BoardCell } from './statement-board.js';
import { StatementBoardRepository } from './statement-board.repository.js';

// Today is 15 December 2026.
let db: TestDatabase;
let app: NestFastifyApplication;
const directory = new TestDirectory();
let companyId: Id;
let [main, branch, rides, meals] = ['', '', '', ''];

beforeAll(async () => {
  db = await createTestDatabase();
  const module = await Test.createTestingModule({
    imports: [TestExpenses.on(db.uow, directory, testStatements), AuditModule],
    providers: [
      StatementBoardRepository,
      ReadBoard,
      BoardTable,
      { provide: ConnectorCatalogue, useValue: { nameOf: (id: string, locale: string) => `${id} (${locale})` } },
    ],
    controllers: [BoardFilesController],
  }).compile();
  directory.companies = module.get(CompanyReader);
  app = await serveForTest(module);
});
afterAll(async () => {
  await app.close();
  await db.close();
});

beforeEach(async () => {
  companyId = await db.company();
  await app.get(LegalEntityRegister).put([{ code: 'BRANCH', name: 'Branch', taxNumber: null }], companyId);
  const entities = await app.get(CompanyReader).legalEntities(companyId);
  [main, branch] = [entities.find((each) => each.isDefault)!.id, entities.find((each) => each.code === 'BRANCH')!.id];
  const accounts = app.get(ConnectionsReader) as unknown as TestAccounts;
  accounts.list.length = 0;
  [rides, meals] = [newId(), newId()];
  accounts.add(rides, 'rides', 'Rides');
  accounts.add(meals, 'meals', 'Meals of the branch');
  accounts.list[1]!.legalEntityId = branch;
  directory.people.clear();
  directory.hire('E1');
});

const sourceOf = (vendorAccountId: Id, stream: string) => ({ companyId, vendorAccountId, pluginId: 'v', pluginVersion: '1.0.0', stream });
const orders = (account: Id, ...list: [string, ExpenseLine[]][]): Promise<void> =>
  receiveOrders(
    app.get(ExpenseSink),
    sourceOf(account, 'orders'),
    list.map(([orderId, lines]) => ({ orderId, lines })),
  );
const recordsOf = <Canonical extends { externalId: string }>(list: Canonical[]) =>
  list.map((canonical) => ({ externalId: canonical.externalId, rawVersion: 1, canonical }));
const headers = (account: Id, ...list: CanonicalStatement[]): Promise<void> =>
  asActor(companyId, () => app.get(StatementSink).receive({ ...sourceOf(account, 'bills'), records: recordsOf(list) }));
const lines = (account: Id, ...list: CanonicalLine[]): Promise<void> =>
  asActor(companyId, () => app.get(StatementLineSink).receive({ ...sourceOf(account, 'bills'), records: recordsOf(list) }));
const waiting = (account: Id, ...list: Settlement[]): Promise<void> =>
  asActor(companyId, () => app.get(SettlementSink).receive({ ...sourceOf(account, 'bills'), records: recordsOf(list) }));

const board = (question: BoardQuestion = {}, company = companyId): Promise<Board> =>
  asActor(company, () => app.get(ReadBoard).read(question), { roles: ['finance'] });
/** Cells as `account entity month: state, late since`. */
async function states(question: BoardQuestion = {}): Promise<string[]> {
  const name = (cell: BoardCell): string =>
    `${cell.vendorAccountId === rides ? 'rides' : 'meals'} ${cell.legalEntityId === main ? 'main' : 'branch'} ${cell.period}`;
  return (await board(question)).cells.map((cell) => `${name(cell)}: ${cell.state}${cell.lateSince ? ` ${cell.lateSince}` : ''}`).sort();
}
const cellOf = async (period: string, account: Id): Promise<BoardCell> =>
  (await board()).cells.find((cell) => cell.period === period && cell.vendorAccountId === account)!;
/** Somebody the directory does not know: his expense belongs to the account's entity. */
const stranger = { traveller: { name: 'nobody' } };
const inMonth = (period: string): { occurredAt: Date } => ({ occurredAt: new Date(`${period}-03T02:00:00Z`) });

describe('what is expected', () => {
  it('follows from what was spent, by account, entity and month, and is missing ten days after the month', async () => {
    await orders(rides, ['O1', [testLine()]], ['O2', [testLine(inMonth('2026-11'))]], ['O3', [testLine(inMonth('2026-12'))]]);
    await orders(meals, ['M1', [testLine({ kind: 'meal', ...stranger, ...inMonth('2026-11') })]]);
    await headers(rides, testStatement(100n));
    expect(await states()).toEqual([
      'meals branch 2026-11: missing 2026-12-11',
      'rides main 2026-09: received',
      // October had nothing of its own, but September had a statement.
      'rides main 2026-10: missing 2026-11-11',
      'rides main 2026-11: missing 2026-12-11',
      'rides main 2026-12: expected',
    ]);
  });

  it('is due when the account says', async () => {
    await orders(rides, ['O2', [testLine(inMonth('2026-11'))]]);
    const [account] = (app.get(ConnectionsReader) as unknown as TestAccounts).list;
    account!.statementDueDays = 15;
    expect(await states()).toEqual(['rides main 2026-11: expected']);
    expect(await cellOf('2026-11', rides)).toMatchObject({ dueOn: '2026-12-15' });
    account!.statementDueDays = 14;
    expect(await states()).toEqual(['rides main 2026-11: missing 2026-12-15']);
  });

  it('is one a month for a year after the last, from an account of which nothing else is heard', async () => {
    // Nothing was spent: its orders are not read, or not any more.
    await headers(rides, testStatement(100n, { from: '2025-10-01', to: '2025-10-31' }));
    const october = ['rides main 2026-10: missing 2026-11-11'];
    expect(await states({ from: '2026-10' })).toEqual(october);
    const year = await states({ from: '2025-10', to: '2026-12' });
    expect(year).toHaveLength(13);
    expect(year.slice(-1)).toEqual(october);
    expect(await states({ from: '2026-01', to: '2026-02' })).toEqual(year.slice(3, 5));
    expect(await states({ from: '2026-11' })).toEqual([]);
  });

  it('is of the entity its lines are for, of months before those asked for too', async () => {
    directory.legalEntities.set('BRANCH', branch);
    await headers(rides, testStatement(100n));
    await lines(rides, testStatementLine('O1', 100n, { legalEntity: { code: 'BRANCH' } }));
    const december = ['rides branch 2026-12: expected'];
    expect(await states({ from: '2026-12' })).toEqual(december);
    expect((await states()).filter((state) => state.includes('2026-12:'))).toEqual(december);
  });

  it('is none where the account says so: what has come stays', async () => {
    await headers(rides, testStatement(100n));
    await orders(rides, ['O2', [testLine(inMonth('2026-11'))]]);
    const [account] = (app.get(ConnectionsReader) as unknown as TestAccounts).list;
    account!.statementDueDays = null;
    expect(await states()).toEqual(['rides main 2026-09: received']);
  });

  it('is nothing where only employees paid, and nothing in months that have not begun', async () => {
    await orders(rides, ['O1', [testLine({ companyShare: 0n, personalShare: 30n })]]);
    await headers(rides, testStatement(0n, { from: '2026-12-01', to: '2026-12-31' }));
    expect(await states({ from: '2026-06', to: '2027-02' })).toEqual(['rides main 2026-12: received']);
  });

  it('follows from rows that are announced, and from a statement in the making', async () => {
    const { statementExternalId: _none, ...row } = testStatementLine('O1', 100n);
    await waiting(rides, row);
    await headers(meals, testStatement(0n, { state: 'generating', from: '2026-12-01', to: '2026-12-31' }));
    await orders(meals, ['M1', [testLine({ kind: 'meal', ...stranger, ...inMonth('2026-12') })]]);
    expect(await states()).toEqual(['meals branch 2026-12: expected', 'rides main 2026-09: missing 2026-10-11']);
    expect((await cellOf('2026-09', rides)).base).toMatchObject({ announced: 100n, statementTotal: 0n, lineCount: 0 });
  });

  it('ends when the vendor withdraws its statement', async () => {
    await headers(rides, testStatement(100n));
    await asActor(companyId, () =>
      app.get(StatementSink).vanished({ ...sourceOf(rides, 'bills'), records: [{ externalId: 'S1', rawVersion: 2 }] }),
    );
    expect(await states()).toEqual([]);
  });
});

describe('where one legal entity is billed for all', () => {
  // The account is the branch's; the meals of the main entity say whose they are.
  const mainCell = async (): Promise<BoardCell> =>
    (await board()).cells.find((cell) => cell.period === '2026-09' && cell.legalEntityId === main)!;
  const september = async (): Promise<string[]> => (await states()).filter((state) => state.includes('2026-09'));
  const meal = (orderId: string, companyShare: bigint, over: Partial<CanonicalLine> = {}): CanonicalLine =>
    testStatementLine(orderId, companyShare, { kind: 'meal', ...over });

  beforeEach(async () => {
    directory.legalEntities.set('MAIN', main);
    const paid = testLine({ kind: 'meal', legalEntity: { code: 'MAIN' } });
    await orders(meals, ['B1', [testLine({ kind: 'meal', ...stranger })]], ['M1', [paid]], ['M2', [paid]]);
  });

  it('covers the others as soon as it bills something of theirs, and leaves them what it does not', async () => {
    await headers(meals, testStatement(200n));
    await lines(meals, meal('B1', 100n));
    expect(await september()).toEqual(['meals branch 2026-09: received', 'meals main 2026-09: missing 2026-10-11']);
    await lines(meals, meal('M1', 100n));
    expect(await september()).toEqual(['meals branch 2026-09: received', 'meals main 2026-09: covered']);
    const [other] = (await board({ filter: { legalEntityId: branch } })).cells.filter(({ period }) => period === '2026-09');
    expect(await mainCell()).toMatchObject({
      statementIds: [],
      coveredBy: other!.statementIds,
      base: { statementTotal: 0n, expenseTotal: 0n, spend: 200n, accrual: 100n, accrualCount: 1 },
    });
    expect(other!.base).toMatchObject({ statementTotal: 200n, expenseTotal: 200n, spend: 100n, differingLineCount: 0 });
    expect(await states({ filter: { state: 'covered' } })).toEqual(['meals main 2026-09: covered']);
  });

  it('ends with a statement of their own, and with the one that covered them', async () => {
    const withdraw = (externalId: string): Promise<void> =>
      asActor(companyId, () => app.get(StatementSink).vanished({ ...sourceOf(meals, 'bills'), records: [{ externalId, rawVersion: 2 }] }));
    await lines(meals, meal('M1', 100n));
    await headers(meals, testStatement(100n), testStatement(0n, { externalId: 'S2', legalEntity: { code: 'MAIN' } }));
    expect(await mainCell()).toMatchObject({ state: 'received', coveredBy: [] });
    await withdraw('S2');
    expect(await mainCell()).toMatchObject({ state: 'covered', coveredBy: [expect.any(String)] });
    await withdraw('S1');
    expect(await mainCell()).toMatchObject({ state: 'missing', coveredBy: [] });
  });

  it('is not done by a statement in the making, of another month or of another account', async () => {
    await lines(meals, meal('M1', 100n));
    await headers(meals, testStatement(100n, { state: 'generating' }));
    expect((await mainCell()).state).toBe('missing');
    await headers(meals, testStatement(100n, { from: '2026-10-01', to: '2026-10-31' }));
    await headers(rides, testStatement(100n, { externalId: 'S2' }));
    expect((await board()).cells.find((cell) => cell.vendorAccountId === meals && cell.legalEntityId === main)).toMatchObject({
      period: '2026-09',
      state: 'missing',
    });
  });

  it.each(['csv', 'xlsx'] as const)('is said in the file too (%s)', async (format) => {
    await lines(meals, meal('M1', 100n));
    await headers(meals, testStatement(100n, { title: 'September' }));
    const url = `${await app.getUrl()}${boardUrl(await board({ filter: { legalEntityId: main } }), format)}`;
    const rows = await rowsOfFile(await fetch(`${url}&locale=en`, { headers: { authorization: `Bearer ${companyId} finance` } }), format);
    expect(rows.find((row) => row['Month'] === '2026-09')).toMatchObject({
      State: 'Covered',
      'Billed on statements of': 'BRANCH September',
    });
  });
});

describe('what a cell holds', () => {
  it('is the statement beside its expenses, what is not billed yet, and how many lines differ', async () => {
    await orders(
      rides,
      ['O1', [testLine()]],
      ['O2', [testLine({ companyShare: 60n })]],
      ['O3', [testLine({ companyShare: 30n })]],
      ['O4', [testLine({ companyShare: 900n, currency: 'USD' })]],
    );
    await lines(rides, testStatementLine('O1', 100n), testStatementLine('O2', 50n), testStatementLine('O9', 7n));
    await headers(rides, testStatement(157n));
    const cell = await cellOf('2026-09', rides);
    expect(cell).toMatchObject({
      state: 'received',
      legalEntityId: main,
      statementIds: [expect.any(String)],
      base: {
        currency: 'CNY',
        statementTotal: 157n,
        expenseTotal: 160n,
        spend: 190n,
        accrual: 30n,
        announced: 0n,
        lineCount: 3,
        differingLineCount: 2,
        accrualCount: 1,
      },
      others: [{ currency: 'USD', statementTotal: 0n, spend: 900n, accrual: 900n, accrualCount: 1 }],
    });
  });

  it('is the root of a tree, by the entity its lines are for, wherever in the tree they stand', async () => {
    const part = (externalId: string, payable: bigint): CanonicalStatement =>
      testStatement(payable, { externalId, parentExternalId: 'S1', split: { by: 'department', ref: { name: externalId } } });
    await headers(meals, testStatement(100n), part('A', 70n), part('B', 30n));
    await lines(
      meals,
      testStatementLine('O1', 70n, { statementExternalId: 'A' }),
      testStatementLine('O2', 30n, { statementExternalId: 'B' }),
    );
    const cell = await cellOf('2026-09', meals);
    const [root] = await db.uow.read<{ id: Id }>(`SELECT id FROM statements WHERE external_id = 'S1'`, [], { company: companyId });
    expect(cell).toMatchObject({ legalEntityId: branch, statementIds: [root!.id], base: { statementTotal: 100n, lineCount: 2 } });
  });

  it('is late lines of a locked month too, which make no statement of that month', async () => {
    await orders(rides, ['O7', [testLine(inMonth('2026-10'))]]);
    await headers(rides, testStatement(100n));
    await lockMonth(app.get(CompanyReader), app.get(LockPeriod), companyId, '2026-09');
    await lines(rides, testStatementLine('O1', 100n));
    const [september, october] = [await cellOf('2026-09', rides), await cellOf('2026-10', rides)];
    expect(september).toMatchObject({ state: 'received', base: { statementTotal: 0n } });
    expect(october).toMatchObject({ state: 'missing', statementIds: september.statementIds, base: { statementTotal: 100n, spend: 100n } });
  });
});

describe('the question', () => {
  beforeEach(async () => {
    await orders(rides, ['O1', [testLine()]], ['O2', [testLine(inMonth('2026-12'))]]);
    await orders(meals, ['M1', [testLine({ kind: 'meal', ...stranger })]]);
    await lines(meals, testStatementLine('M1', 90n, { kind: 'meal' }));
    await headers(meals, testStatement(90n));
  });

  it('may narrow the months, the account, the vendor, the entity, the state and what differs', async () => {
    const asked = async (question: BoardQuestion): Promise<number> => (await board(question)).cells.length;
    // Those with something of their own, and the meals' months after their statement.
    expect(await asked({})).toBe(6);
    expect(await asked({ from: '2026-09', to: '2026-09' })).toBe(2);
    expect(await asked({ filter: { vendorAccountId: rides } })).toBe(2);
    expect(await asked({ filter: { connectorId: 'meals' } })).toBe(4);
    expect(await asked({ filter: { connectorId: 'none' } })).toBe(0);
    expect(await asked({ filter: { legalEntityId: main } })).toBe(2);
    expect(await states({ filter: { state: 'expected' } })).toEqual(['meals branch 2026-12: expected', 'rides main 2026-12: expected']);
    expect(await states({ filter: { differing: true } })).toEqual(['meals branch 2026-09: received']);
  });

  it('must name months that are some, and not too many', async () => {
    const refused = { code: 'BAD_INPUT' };
    await expect(board({ from: '2026-13' })).rejects.toMatchObject(refused);
    await expect(board({ from: '2026-10', to: '2026-09' })).rejects.toMatchObject(refused);
    await expect(board({ from: '2023-01', to: '2026-09' })).rejects.toMatchObject(refused);
    await expect(board({ filter: { vendorAccountId: 'x' } })).rejects.toMatchObject(refused);
    expect(await board()).toMatchObject({ from: '2026-01', to: '2026-12' });
  });

  it('is answered from the asking company alone', async () => {
    expect((await board({}, await db.company())).cells).toEqual([]);
  });

  it.each(['csv', 'xlsx'] as const)('gives the same cells as a file (%s)', async (format) => {
    const shown = await board({ filter: { connectorId: 'meals' } });
    const get = (path: string, what = 'finance', company = companyId): Promise<Response> =>
      app.getUrl().then((url) => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${company} ${what}` } }));
    const path = `${boardUrl(shown, format)}&locale=en`;
    const rows = await rowsOfFile(await get(path), format);
    expect(rows.map((row) => [row['Month'], row['State'], cents(row['On statements']!), cents(row['Difference']!)])).toEqual(
      shown.cells.map(({ period, state, base }) => [
        period,
        state[0]!.toUpperCase() + state.slice(1),
        base.statementTotal,
        base.statementTotal - base.expenseTotal,
      ]),
    );
    expect(rows[1]).toMatchObject({ Vendor: 'meals (en)', 'Vendor account': 'Meals of the branch', 'Legal entity': 'BRANCH Branch' });
    for (const who of ['it', 'manager', 'employee', 'bills:read']) expect((await get(path, who)).status).toBe(403);
    expect((await get(path.replace(`.${format}`, '.pdf'))).status).toBe(404);
    expect((await get(`${path}&state=odd`)).status).toBe(400);
    expect(await rowsOfFile(await get(path, 'finance', await db.company()), format)).toEqual([]);
    const entries = await db.uow.read(`SELECT FROM audit_entries WHERE action = 'statements.board.exported'`, [], { company: companyId });
    expect(entries).toHaveLength(1);
  });
});
