import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { AuditTrail } from '../audit/index.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { TestPlatform } from '../audit/test-platform.fixture.js';
import { CompanyReader, LockPeriod } from '../company/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { TestQueue } from '../connections/platform.fixture.js';
import { ExpenseSink } from '../expenses/index.js';
import {
  asActor,
  lockMonth,
  receiveOrders,
  type TestAccounts,
  TestDirectory,
  TestExpenses,
  testLine,
} from '../expenses/expenses.fixture.js';
import { MovingClock, newId, type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { FileStore } from '../platform/files/index.js';
import { QUEUE } from '../platform/queue/index.js';
import { ReadBoard } from './board/read-board.js';
import { StatementBoardRepository } from './board/statement-board.repository.js';
import { statementFileUseCases } from './files/providers.js';
import { RequestImport } from './files/request-import.js';
import { SaveMapping } from './files/save-mapping.js';
import { statementFiles } from './files/statement.files.js';
import { StatementFileWorker } from './files/statement-file.worker.js';
import { StatementImportReader } from './files/statement-import-reader.js';
import type { Statement } from './statement.js';
import { StatementReader } from './statement-reader.js';
import { StatementLineSink, StatementSink } from './statement.sinks.js';
import { testStatement, testStatementLine, testStatements } from './statements.fixture.js';
import { WithdrawStatement } from './withdraw-statement.js';

let db: TestDatabase;
let module: TestingModule;
const directory = new TestDirectory();
const queue = new TestQueue();
let [companyId, account] = ['', ''];

beforeAll(async () => {
  db = await createTestDatabase();
  const more = [WithdrawStatement, StatementBoardRepository, ReadBoard, AuditRepository, AuditTrail];
  module = await Test.createTestingModule({
    imports: [
      TestPlatform.on(db, new MovingClock(new Date('2026-12-15T00:00:00Z'))),
      TestExpenses.on(db.uow, directory, [...testStatements, ...statementFileUseCases, ...more, { provide: QUEUE, useValue: queue }]),
    ],
  }).compile();
  directory.companies = module.get(CompanyReader);
  await module.get(StatementFileWorker).start();
});
afterAll(async () => {
  await module?.close();
  await db.close();
});

beforeEach(async () => {
  companyId = await db.company();
  account = newId();
  (module.get(ConnectionsReader) as unknown as TestAccounts).add(account, 'rides', 'Rides');
  await db.uow.run(
    (tx) =>
      tx.query(
        `INSERT INTO vendor_accounts (company_id, id, plugin_id, environment, external_account, name, created_at)
         VALUES ($1, $2, 'rides', 'production', 'rides', 'Rides', now())`,
        [companyId, account],
      ),
    { company: companyId },
  );
  directory.hire('E1');
  await asActor(companyId, () => module.get(SaveMapping).save(account, mapping));
  const orders = ['O1', 'O2'].map((orderId) => ({ orderId, lines: [testLine()] }));
  await receiveOrders(module.get(ExpenseSink), { ...source(), stream: 'rides' }, orders);
});

const mapping = {
  currency: 'CNY',
  kind: 'ride',
  zone: '+08:00',
  columns: { id: ['No'], order: 'Order', date: ['Day'], amount: { column: 'Amount' } },
};
const september = 'No,Order,Day,Amount\n1,O1,2026-09-03,1.00\n2,O2,2026-09-03,1.00\n';
const source = () => ({ companyId, vendorAccountId: account, pluginId: 'rides', pluginVersion: '1.0.0', stream: 'bills' });
const sql = <Row extends Record<string, unknown>>(text: string): Promise<Row[]> => db.uow.read<Row>(text, [], { company: companyId });

/** Asks for a file of September to be read. @returns the reading's id */
async function asked(content = september): Promise<Id> {
  const name = 'september.csv';
  return asActor(companyId, async () => {
    const { id: fileId } = await module
      .get(FileStore)
      .save({ name, contentType: 'text/csv', purpose: statementFiles }, Buffer.from(content));
    const days = { from: '2026-09-01', to: '2026-09-30' };
    const result = await module.get(RequestImport).request({ fileId, vendorAccountId: account, dryRun: false, days, mappingVersion: null });
    if ('problems' in result) throw new Error(JSON.stringify(result.problems));
    return result.entry.id;
  });
}
async function imported(): Promise<string | undefined> {
  const id = await asked();
  await queue.drain();
  const [entry] = await asActor(companyId, () => module.get(StatementImportReader).byIds([id]));
  return entry!.problem?.code ?? entry!.state;
}
/** What the connection reads: the same two orders, with a bill for some days. */
async function connected(from = '2026-09-01', to = '2026-09-30'): Promise<void> {
  const lines = ['O1', 'O2'].map((orderId) => testStatementLine(orderId, 100n));
  const records = lines.map((canonical) => ({ externalId: canonical.externalId, rawVersion: 1, canonical }));
  const canonical = testStatement(200n, { from, to });
  await asActor(companyId, async () => {
    await module.get(StatementSink).receive({ ...source(), records: [{ externalId: 'S1', rawVersion: 1, canonical }] });
    await module.get(StatementLineSink).receive({ ...source(), records });
  });
}
const withdraw = (id: Id, company = companyId) =>
  asActor(company, () => module.get(WithdrawStatement).withdraw(id), { roles: ['finance'] });

/** Every statement that counts, with those it overlaps with, by origin. */
async function overlaps(): Promise<Record<string, string[]>> {
  const reader = module.get(StatementReader);
  const origin = ({ stream }: Statement): string => (stream === 'file' ? 'file' : 'connection');
  return asActor(companyId, async () => {
    const all = await reader.list({});
    const found = await reader.overlaps(all);
    return Object.fromEntries(all.map((each, index) => [origin(each), found[index]!.map(origin)]));
  });
}
const standing = async (stream: 'file' | 'bills'): Promise<Id> =>
  (await sql<{ id: Id }>(`SELECT id FROM statements WHERE stream = '${stream}'`))[0]!.id;
/** Of September's cell: its total in fen, how many of its statements overlap, how many lines differ. */
async function cell(period = '2026-09'): Promise<[bigint, number, number]> {
  const { cells } = await asActor(companyId, () => module.get(ReadBoard).read({ from: period, to: period }), { roles: ['finance'] });
  return [cells[0]!.base.statementTotal, cells[0]!.overlapCount, cells[0]!.base.differingLineCount];
}
const BOTH = { file: ['connection'], connection: ['file'] };

describe('a bill that comes twice', () => {
  it('as a file and then from a connection is kept and said on both, and is one again when the file’s is withdrawn', async () => {
    expect(await imported()).toBe('done');
    expect([await overlaps(), await cell()]).toEqual([{ file: [] }, [200n, 0, 0]]);
    await connected();
    expect([await overlaps(), await cell()]).toEqual([BOTH, [400n, 2, 2]]);
    const id = await standing('file');
    expect(await withdraw(id)).toMatchObject({ statement: { id, withdrawn: true } });
    expect([await overlaps(), await cell()]).toEqual([{ connection: [] }, [200n, 0, 0]]);
    // The expenses are those of the connection's lines now.
    expect(await sql('SELECT DISTINCT l.stream FROM expenses e JOIN statement_lines l ON l.id = e.statement_line_id')).toEqual([
      { stream: 'bills' },
    ]);
    const [entry] = await sql(`SELECT target, detail FROM audit_entries WHERE action = 'statements.statement.withdrawn'`);
    expect(entry).toMatchObject({ target: `statement:${id}`, detail: { vendorAccountId: account, from: '2026-09-01', lines: 2 } });
  });

  it('from a connection and then as a file is refused', async () => {
    await connected();
    expect(await imported()).toBe('STATEMENT_OVERLAPS');
    expect([await overlaps(), await cell()]).toEqual([{ connection: [] }, [200n, 0, 0]]);
  });

  it('is none where the days are others, or the account is', async () => {
    await imported();
    await connected('2026-10-01', '2026-10-31');
    expect(await overlaps()).toEqual({ file: [], connection: [] });
    await connected('2026-09-30', '2026-10-31');
    expect(await overlaps()).toEqual(BOTH);
    const first = await standing('file');
    account = newId();
    await connected();
    const [other] = await sql<{ id: Id }>(`SELECT id FROM statements WHERE vendor_account_id = '${account}'`);
    const reader = module.get(StatementReader);
    const [ofOther, ofFirst] = await asActor(companyId, async () => reader.overlaps(await found(reader, [other!.id, first])));
    expect([ofOther!.length, ofFirst!.length]).toEqual([0, 1]);
  });
});

const found = async (reader: StatementReader, ids: Id[]): Promise<Statement[]> => (await reader.byIds(ids)).filter((each) => each !== null);

describe('withdrawing a statement', () => {
  it('leaves a locked bill as it is; the next one has the corrections', async () => {
    await imported();
    await lockMonth(module.get(CompanyReader), module.get(LockPeriod), companyId, '2026-09');
    await withdraw(await standing('file'));
    expect(await sql('SELECT period, sum(company_share)::int AS sum FROM statement_lines GROUP BY 1 ORDER BY 1')).toEqual([
      { period: '2026-09', sum: 200 },
      { period: '2026-10', sum: -200 },
    ]);
  });

  it('once more changes nothing, and the very file may be imported again', async () => {
    await imported();
    const id = await standing('file');
    for (let time = 0; time < 2; time++) expect(await withdraw(id)).toMatchObject({ statement: { withdrawn: true, version: 2 } });
    expect(await sql(`SELECT FROM audit_entries WHERE action = 'statements.statement.withdrawn'`)).toHaveLength(1);
    expect(await imported()).toBe('done');
    expect([await standing('file'), await cell()]).toEqual([id, [200n, 0, 0]]);
  });

  it('is refused for what a connection read, for nobody’s and for another company’s', async () => {
    await connected();
    expect(await withdraw(await standing('bills'))).toMatchObject({ problem: { code: 'STATEMENT_NOT_FROM_FILE' } });
    await expect(withdraw(newId())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(withdraw(await standing('bills'), await db.company())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('waits for a file of the account that is being read', async () => {
    await imported();
    await asked(`${september}3,,2026-09-04,2.00\n`);
    const id = await standing('file');
    expect(await withdraw(id)).toMatchObject({ problem: { code: 'IMPORT_UNDER_WAY' } });
    await queue.drain();
    expect(await withdraw(id)).toMatchObject({ statement: { withdrawn: true } });
    expect(await sql('SELECT FROM statement_lines WHERE NOT reversed')).toEqual([]);
  });
});
