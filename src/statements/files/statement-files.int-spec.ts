import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import { Test, type TestingModule } from '@nestjs/testing';
import iconv from 'iconv-lite';
import { AuditTrail } from '../../audit/index.js';
import { AuditRepository } from '../../audit/audit.repository.js';
import { TestPlatform } from '../../audit/test-platform.fixture.js';
import { CompanyReader, LockPeriod } from '../../company/index.js';
import { TestQueue } from '../../connections/platform.fixture.js';
import { ConnectionsReader } from '../../connections/index.js';
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
import { MovingClock, newId, type Id } from '../../kernel/index.js';
import { databaseErrors } from '../../platform/database/index.js';
import { createTestDatabase, type TestDatabase } from '../../platform/database/test-database.js';
import { FileStore } from '../../platform/files/index.js';
import { QUEUE } from '../../platform/queue/index.js';
import { RecordLines } from '../record-lines.js';
import { StatementSink } from '../statement.sinks.js';
import { testStatement, testStatements } from '../statements.fixture.js';
import { statementFileUseCases } from './providers.js';
import { PreviewFile } from './preview-file.js';
import { RequestImport } from './request-import.js';
import { SaveMapping } from './save-mapping.js';
import { statementFiles } from './statement.files.js';
import { StatementFileWorker } from './statement-file.worker.js';
import type { StatementImport } from './statement-import.js';
import { StatementImportReader } from './statement-import-reader.js';

let db: TestDatabase;
let module: TestingModule;
const directory = new TestDirectory();
const queue = new TestQueue();
let companyId: Id;
let account: Id;

beforeAll(async () => {
  db = await createTestDatabase();
  const platform = TestPlatform.on(db, new MovingClock(new Date('2026-12-15T00:00:00Z')));
  module = await Test.createTestingModule({
    imports: [
      platform,
      TestExpenses.on(db.uow, directory, [
        ...testStatements,
        ...statementFileUseCases,
        AuditRepository,
        AuditTrail,
        { provide: QUEUE, useValue: queue },
      ]),
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
  (module.get(ConnectionsReader) as unknown as TestAccounts).add(account, '_file', 'Bank');
  directory.people.clear();
  directory.names.clear();
  directory.departments.clear();
  queue.waiting.length = 0;
});

const mapping = {
  currency: 'CNY',
  zone: '+08:00',
  account: 'Account: 77',
  columns: { id: ['No'], order: 'Order', date: ['Day'], amount: { column: 'Amount' }, description: ['Text'] },
  ignore: [
    { when: [{ column: 'Text', startsWith: ['closed'] }], reason: 'closed' },
    { when: [{ column: 'No', is: ['Total'] }], reason: 'total', total: true },
  ],
  controls: [{ name: 'rows', text: 'Rows: {count}, sum {sum}' }],
};
const HEAD = 'Bank export\nAccount: 77\nRows: 4, sum 70.00\n\nNo,Order,Day,Amount,Text\n';
const september = `${HEAD}1,O1,2026-09-02,10.00,taxi\n2,,2026-09-03,"20.00",meal\n3,,2026-09-03,(5.00),back\n4,,2026-09-05,35.00,closed order\nTotal,,,25.00,\n`;

const upload = (content: string | Buffer, name = 'september.csv'): Promise<Id> =>
  asActor(
    companyId,
    async () => (await module.get(FileStore).save({ name, contentType: 'text/csv', purpose: statementFiles }, content)).id,
  );
const save = (document: object): Promise<unknown> => asActor(companyId, () => module.get(SaveMapping).save(account, document));
const request = async (fileId: Id, more: Partial<Parameters<RequestImport['request']>[0]> = {}): Promise<StatementImport> => {
  const asked = await asActor(companyId, () =>
    module.get(RequestImport).request({ fileId, vendorAccountId: account, dryRun: false, days: null, ...more }),
  );
  if ('problems' in asked) throw new Error(JSON.stringify(asked.problems));
  return asked.entry;
};
const read = async (id: Id): Promise<StatementImport> => {
  const [entry] = await asActor(companyId, () => module.get(StatementImportReader).byIds([id]));
  return entry!;
};
/** Finds again what a process left behind. */
const woken = async (): Promise<void> => {
  // The job that failed is gone.
  await queue.drain();
  await module.get(StatementFileWorker).tick();
  await queue.drain();
};
/** Imports a file to its end. */
const imported = async (content: string | Buffer, more: Parameters<typeof request>[1] = {}): Promise<StatementImport> => {
  const { id } = await request(await upload(content), more);
  await queue.drain();
  return read(id);
};
const changesOf = async ({ id }: StatementImport): Promise<string[]> => {
  const page = await asActor(companyId, () => module.get(StatementImportReader).changes(id, null, { first: 200 }));
  return page.nodes.map((each) => `${each.change} ${each.externalId.split(':').at(-1)} ${each.before ?? '-'} ${each.after ?? '-'}`);
};
const sql = <Row extends Record<string, unknown>>(text: string, company = companyId): Promise<Row[]> =>
  db.uow.read<Row>(text, [], { company });
const lines = async (): Promise<string[]> => {
  const rows = await sql<{ text: string }>(
    `SELECT concat_ws(' ', split_part(external_id, ':', 5), company_share, period) AS text FROM statement_lines WHERE NOT reversed ORDER BY external_id`,
  );
  return rows.map(({ text }) => text);
};

describe('a file', () => {
  it('becomes a statement with lines that lead back to its rows', async () => {
    await save(mapping);
    const done = await imported(september);
    expect(done).toMatchObject({
      state: 'done',
      added: 3,
      problem: null,
      report: {
        rows: 4,
        lines: 3,
        days: { from: '2026-09-01', to: '2026-09-30' },
        ignored: [{ reason: 'closed', rows: 1 }],
        sums: [{ currency: 'CNY', lines: 3, consumption: '3000', refund: '-500' }],
        controls: [{ name: 'rows', statedCount: 4, statedSum: '7000', count: 4, sum: '7000', agrees: true }],
      },
    });
    expect(await lines()).toEqual(['1 1000 2026-09', '2 2000 2026-09', '3 -500 2026-09']);
    expect(
      await sql(
        `SELECT stream, raw_version, plugin_version, order_id, line_type FROM statement_lines WHERE company_share < 1500 ORDER BY 2`,
      ),
    ).toEqual([
      { stream: 'file', raw_version: 6, plugin_version: done.id, order_id: 'O1', line_type: 'charge' },
      { stream: 'file', raw_version: 8, plugin_version: done.id, order_id: null, line_type: 'refund' },
    ]);
    const [statement] = await asActor(companyId, () => module.get(StatementImportReader).statementsOf(done));
    expect(statement).toMatchObject({ payable: 2500n, period: '2026-09', derived: true, version: 1 });
  });

  it('bills expenses by their order, like any statement', async () => {
    directory.hire('E1');
    const source = { companyId, vendorAccountId: account, pluginId: '_file', pluginVersion: '1', stream: 'rides' };
    await receiveOrders(module.get(ExpenseSink), source, [{ orderId: 'O1', lines: [testLine({ companyShare: 900n })] }]);
    await save({ ...mapping, kind: 'ride' });
    await imported(september);
    expect(await sql(`SELECT difference::int, expense_count FROM statement_lines WHERE order_id = 'O1'`)).toEqual([
      { difference: 100, expense_count: 1 },
    ]);
  });

  it('is for what the company pays: personal shares stand beside, and its own total is of what the lines bill', async () => {
    await save({
      ...mapping,
      account: undefined,
      columns: { id: ['No'], date: ['Day'], amount: { column: 'Amount' }, personalShare: 'Own' },
      controls: [{ name: 'payable', text: '{count} rows, payable {sum}', amounts: 'billed' }],
      ignore: [],
    });
    const done = await imported('2 rows, payable -4.00\nNo,Day,Amount,Own\n1,2026-09-02,10.00,4.00\n2,2026-09-03,-12.00,-2.00\n');
    expect(done.report).toMatchObject({
      sums: [{ consumption: '600', refund: '-1000' }],
      controls: [{ statedCount: 2, statedSum: '-400', count: 2, sum: '-400', agrees: true }],
    });
    expect(await sql('SELECT company_share::int, personal_share::int FROM statement_lines ORDER BY 1')).toEqual([
      { company_share: -1000, personal_share: -200 },
      { company_share: 600, personal_share: 400 },
    ]);
    const [statement] = await asActor(companyId, () => module.get(StatementImportReader).statementsOf(done));
    expect(statement).toMatchObject({ payable: -400n });
  });

  it('gives back the rows it took nothing from, with the reasons, and no formula', async () => {
    await save(mapping);
    const bad = `${september}5,,2026-09-31,1.00,no day\n6,,2026-09-30,many,=HYPERLINK(1),and,more\n`;
    const done = await imported(bad);
    expect(done.report?.refused).toEqual([
      { code: 'DATE_INVALID', rows: 1 },
      { code: 'AMOUNT_INVALID', rows: 1 },
    ]);
    const { body } = await asActor(companyId, () => module.get(FileStore).open(done.rowsFileId!));
    const rows = (await buffer(body)).toString('utf8').trimEnd().split('\r\n');
    expect(rows.slice(1)).toEqual([
      '9,ignored,,closed,4,,2026-09-05,35.00,closed order,',
      '10,total,,total,Total,,,25.00,,',
      '11,refused,DATE_INVALID,"not a local time: ""2026-09-31""",5,,2026-09-31,1.00,no day,',
      `12,refused,AMOUNT_INVALID,"not an amount: ""many""",6,,2026-09-30,many,'=HYPERLINK(1),and more`,
    ]);
  });

  it('is one statement when it comes twice, in any way it is written', async () => {
    await save(mapping);
    const first = await imported(september);
    const again = await imported(september);
    expect(again.id).toBe(first.id);
    const other = await imported(iconv.encode(september, 'utf-16le', { addBOM: true }));
    expect(other).toMatchObject({ state: 'done', added: 0, changed: 0, removed: 0 });
    expect(await lines()).toHaveLength(3);
  });

  it('that is only tried writes nothing', async () => {
    await save(mapping);
    const tried = await imported(september, { dryRun: true });
    expect(tried).toMatchObject({ state: 'done', added: 0, report: { lines: 3 } });
    expect([await sql('SELECT FROM statements'), await lines()]).toEqual([[], []]);
  });

  it.each([
    ['of another account', september.replace('77', '78'), 'FILE_OF_ANOTHER_ACCOUNT'],
    ['of another kind', 'a,b,c\n1,2,3\n', 'HEADER_NOT_FOUND'],
    ['cut off in a quote', september.slice(0, september.indexOf('"20.00"') + 4), 'FILE_UNREADABLE'],
    ['without a line', HEAD, 'NO_LINES'],
    ['that is no text', Buffer.from([1, 0, 2, 0, 3]), 'FILE_UNREADABLE'],
    ['that is half a workbook', Buffer.from('504b0304140000000800', 'hex'), 'FILE_UNREADABLE'],
  ])('%s fails before anything of it is written', async (_what, content, code) => {
    await save(mapping);
    const failed = await imported(content);
    expect([failed.state, failed.problem?.code]).toEqual(['failed', code]);
    expect([await sql('SELECT FROM statements'), await lines()]).toEqual([[], []]);
    expect(await sql(`SELECT name FROM files WHERE purpose = 'statement_rows'`)).toEqual([]);
  });

  it('for some of the days of another statement fails, so that no money counts twice', async () => {
    await save(mapping);
    const source = { companyId, vendorAccountId: account, pluginId: 'p', pluginVersion: '1', stream: 'bills' };
    const records = [{ externalId: 'S1', rawVersion: 1, canonical: testStatement(1n, { from: '2026-08-26', to: '2026-09-25' }) }];
    await asActor(companyId, () => module.get(StatementSink).receive({ ...source, records }));
    expect((await imported(september)).problem?.code).toBe('STATEMENT_OVERLAPS');
    expect(await imported(september, { days: { from: '2026-09-26', to: '2026-09-30' } })).toMatchObject({ state: 'done' });
  });
});

describe('a file that is issued again', () => {
  const again = september
    .replace('10.00,taxi', '12.00,taxi')
    .replace(/2,,2026.*\n/, '')
    .replace('Total', '9,,2026-09-30,1.00,late\nTotal');

  it('is a version, with what it added, changed and took away', async () => {
    await save(mapping);
    await imported(september);
    const next = await imported(again);
    expect(next).toMatchObject({ state: 'done', added: 1, changed: 1, removed: 1 });
    expect(await changesOf(next)).toEqual(['changed 1 1000 1200', 'added 9 - 100', 'removed 2 2000 -']);
    expect(await lines()).toEqual(['1 1200 2026-09', '3 -500 2026-09', '9 100 2026-09']);
    const [statement] = await asActor(companyId, () => module.get(StatementImportReader).statementsOf(next));
    const versions = await asActor(companyId, () => module.get(StatementImportReader).versions(statement!.id));
    expect(versions.map(({ version, payable, importId }) => [version, payable, importId === next.id])).toEqual([
      [2, 800n, true],
      [1, 2500n, false],
    ]);
    // The first file once more is the newest truth, not the one that was.
    expect(await imported(september)).toMatchObject({ added: 1, changed: 1, removed: 1 });
    expect(await lines()).toEqual(['1 1000 2026-09', '2 2000 2026-09', '3 -500 2026-09']);
  });

  it('leaves a locked month as it is; the differences stand on the next bill', async () => {
    await save(mapping);
    await imported(september);
    await lockMonth(module.get(CompanyReader), module.get(LockPeriod), companyId, '2026-09');
    const next = await imported(again);
    expect(next).toMatchObject({ state: 'done', added: 1, changed: 1, removed: 1 });
    expect(await sql('SELECT period, sum(company_share)::int AS sum FROM statement_lines GROUP BY 1 ORDER BY 1')).toEqual([
      { period: '2026-09', sum: 2500 },
      { period: '2026-10', sum: -1700 },
    ]);
  });

  it('with equal rows keeps each of them', async () => {
    await save({ ...mapping, columns: { date: ['Day'], amount: { column: 'Amount' }, description: ['Text'] } });
    const twice = `${HEAD}1,,2026-09-02,3.00,fare\n1,,2026-09-02,3.00,fare\n`;
    expect(await imported(twice)).toMatchObject({ added: 2 });
    expect(await imported(`${twice}1,,2026-09-02,3.00,fare\n`)).toMatchObject({ added: 1, changed: 0, removed: 0 });
    expect(await imported(twice.replace(/1,,.*\n/, ''))).toMatchObject({ added: 0, changed: 0, removed: 2 });
  });

  it('without one of its currencies withdraws that statement', async () => {
    await save({ ...mapping, currencyColumn: { column: 'Order' } });
    await imported(`${HEAD}1,CNY,2026-09-02,3.00,fare\n2,USD,2026-09-02,4.00,fee\n`);
    expect(await sql('SELECT currency, payable::int FROM statements WHERE NOT withdrawn ORDER BY 1')).toEqual([
      { currency: 'CNY', payable: 300 },
      { currency: 'USD', payable: 400 },
    ]);
    await imported(`${HEAD}1,CNY,2026-09-02,3.00,fare\n`);
    expect(await sql('SELECT currency FROM statements WHERE NOT withdrawn')).toEqual([{ currency: 'CNY' }]);
    expect(await lines()).toEqual(['1 300 2026-09']);
  });
});

describe('an import that is cut off', () => {
  const long = HEAD + Array.from({ length: 3_500 }, (_, at) => `${at},,2026-09-02,1.00,row ${at}\n`).join('');

  it('goes on from its checkpoint; nothing is lost or doubled', async () => {
    await save(mapping);
    const { id } = await request(await upload(long));
    const recordLines = module.get(RecordLines);
    const record = recordLines.record.bind(recordLines);
    let batches = 0;
    recordLines.record = async (...given) => {
      const changes = await record(...given);
      // Its lines are written and not yet committed.
      if ((batches += 1) === 3) throw databaseErrors.DATABASE_UNAVAILABLE('the process is gone');
      return changes;
    };
    await expect(queue.drain()).rejects.toThrow('the process is gone');
    recordLines.record = record;
    expect(await read(id)).toMatchObject({ state: 'importing', linesDone: 2_000 });
    expect(await sql('SELECT count(*)::int AS count FROM statement_lines')).toEqual([{ count: 2_000 }]);
    await woken();
    expect(await read(id)).toMatchObject({ state: 'done', linesDone: 3_500, added: 3_500, changed: 0, removed: 0 });
    expect(await sql('SELECT count(*)::int AS count, sum(company_share)::int AS sum FROM statement_lines')).toEqual([
      { count: 3_500, sum: 350_000 },
    ]);
  });

  it('stops when its process does', async () => {
    await save(mapping);
    const { id } = await request(await upload(long));
    await expect(queue.drain(AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
    await woken();
    expect(await read(id)).toMatchObject({ state: 'done', added: 3_500 });
  });
});

describe('people', () => {
  it('are found by number, or by name and department; others stay unresolved', async () => {
    const [ann, bob] = [directory.hire('E1'), directory.hire('E2')];
    directory.departments.set('Sales', bob);
    directory.names.set('Bob', ['E2']);
    await save({
      ...mapping,
      columns: { ...mapping.columns, order: 'Text', employeeNumber: 'Order', name: 'Text', department: 'Dept' },
    });
    const head = HEAD.replace('Text', 'Text,Dept');
    const done = await imported(
      `${head}1,E1,2026-09-02,1.00,Ann,\n2,,2026-09-02,1.00,Bob,Sales\n3,,2026-09-02,1.00,Bob,\n4,E9,2026-09-02,1.00,Carl,Sales\n`,
    );
    expect(done.report).toMatchObject({ lines: 4, unresolved: 2 });
    expect(await sql('SELECT department_id FROM statement_lines ORDER BY raw_version')).toEqual([
      { department_id: ann.departmentId },
      { department_id: bob.departmentId },
      { department_id: null },
      { department_id: bob.departmentId },
    ]);
  });
});

describe('a mapping', () => {
  it('is a version each time it says something else, and wrong ones are told in every place', async () => {
    expect(await save(mapping)).toMatchObject({ saved: { version: 1 } });
    expect(await save(structuredClone(mapping))).toMatchObject({ saved: { version: 1 } });
    expect(await save({ ...mapping, kind: 'meal' })).toMatchObject({ saved: { version: 2 } });
    expect(await save({ ...mapping, zone: 'Mars', columns: { date: ['Day'] } })).toMatchObject({
      problems: [{ field: 'mapping.zone' }, { field: 'mapping.columns.amount' }],
    });
  });

  it('is guessed on a preview, tried there, and missing before it is saved', async () => {
    const fileId = await upload('流水\n\n交易日期,摘要,支出,收入\n20260902,餐费,12.5,\n20260903,退款,,3\n');
    const preview = async (document: unknown): Promise<unknown> =>
      asActor(companyId, () => module.get(PreviewFile).preview(fileId, account, document));
    const guess = await preview(null);
    expect(guess).toMatchObject({ guessed: true, headerRow: 3, columns: ['交易日期', '摘要', '支出', '收入'] });
    expect((guess as { rows: { read: unknown }[] }).rows.map(({ read: row }) => row)).toMatchObject([
      null,
      null,
      null,
      { outcome: 'line', line: { day: '2026-09-02', amount: 1250n, description: '餐费' } },
      { outcome: 'line', line: { amount: -300n, lineType: 'refund' } },
    ]);
    expect(await preview(mapping)).toMatchObject({ problem: { code: 'HEADER_NOT_FOUND' }, headerRow: null });
    await expect(request(fileId)).rejects.toMatchObject({ code: 'MAPPING_MISSING' });
  });
});

it('shows another company nothing', async () => {
  await save(mapping);
  const { id, fileId } = await imported(september);
  const other = await db.company();
  await asActor(other, async () => {
    const reader = module.get(StatementImportReader);
    expect([await reader.byIds([id]), (await reader.page(null, {})).nodes, await reader.mappings(account)]).toEqual([[null], [], []]);
    expect(await module.get(PreviewFile).preview(fileId, account, null)).toMatchObject({ problems: [{ field: 'fileId' }] });
  });
  for (const table of ['statement_imports', 'statement_mappings', 'statement_import_history', 'statement_import_changes'])
    expect(await sql(`SELECT FROM ${table}`, other)).toEqual([]);
});
