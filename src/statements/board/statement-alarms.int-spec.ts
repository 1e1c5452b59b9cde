import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { TestPlatform } from '../../audit/test-platform.fixture.js';
import { CompanyReader } from '../../company/index.js';
import { ConnectionsReader } from '../../connections/index.js';
import { TestQueue } from '../../connections/platform.fixture.js';
import { asActor, type TestAccounts, TestDirectory, TestExpenses } from '../../expenses/expenses.fixture.js';
import { businessDate, newId, type Clock, type Id } from '../../kernel/index.js';
import { CLOCK } from '../../platform/clock.js';
import { createTestDatabase, type TestDatabase } from '../../platform/database/test-database.js';
import { QUEUE } from '../../platform/queue/index.js';
import { StatementSink } from '../statement.sinks.js';
import { testStatement, testStatements } from '../statements.fixture.js';
import { RaiseAlarms } from './raise-alarms.js';
import { ReadBoard } from './read-board.js';
import { StatementAlarmRepository } from './statement-alarm.repository.js';
import { StatementAlarmWorker } from './statement-alarm.worker.js';
import { StatementBoardRepository } from './statement-board.repository.js';

let db: TestDatabase;
let module: TestingModule;
// Goes back with each test.
let now: Date;
const clock: Clock = { now: () => now };
const queue = new TestQueue();
const directory = new TestDirectory();
let [companyId, account] = ['', ''];

beforeAll(async () => {
  db = await createTestDatabase();
  const board = [StatementBoardRepository, ReadBoard, StatementAlarmRepository, RaiseAlarms, StatementAlarmWorker];
  module = await Test.createTestingModule({
    imports: [
      TestPlatform.on(db, clock),
      TestExpenses.on(db.uow, directory, [
        ...testStatements,
        ...board,
        { provide: QUEUE, useValue: queue },
        { provide: CLOCK, useValue: clock },
      ]),
    ],
  }).compile();
  directory.companies = module.get(CompanyReader);
  directory.today = async (of: Id = companyId) => businessDate(clock.now(), (await directory.companies.get(of)).timeZone);
  await module.get(StatementAlarmWorker).start();
});
afterAll(async () => {
  await module?.close();
  await db.close();
});

const accounts = (): TestAccounts => module.get(ConnectionsReader) as unknown as TestAccounts;
beforeEach(async () => {
  now = new Date('2026-11-10T15:59:00Z');
  companyId = await db.company();
  account = newId();
  accounts().add(account, 'rides', 'Rides');
  // September's came; of October nothing is heard.
  await statement('2026-09-01', '2026-09-30');
});

const source = () => ({ companyId, vendorAccountId: account, pluginId: 'v', pluginVersion: '1.0.0', stream: 'bills' });
const statement = (from: string, to: string): Promise<void> => {
  const canonical = testStatement(100n, { externalId: from, from, to });
  return asActor(companyId, () =>
    module.get(StatementSink).receive({ ...source(), records: [{ externalId: from, rawVersion: 1, canonical }] }),
  );
};
const withdrawn = (externalId: string): Promise<void> =>
  asActor(companyId, () => module.get(StatementSink).vanished({ ...source(), records: [{ externalId, rawVersion: 2 }] }));
const look = (): Promise<void> => asActor(companyId, () => module.get(RaiseAlarms).run(companyId));
const events = async (company = companyId): Promise<unknown[]> =>
  (await db.uow.read(`SELECT data FROM outbox WHERE type = 'statement.missing.v1' ORDER BY position, id`, [], { company })).map(
    ({ data }) => data as unknown,
  );
const alarms = (): Promise<unknown[]> =>
  db.uow.read(
    `SELECT period, raised_at AS raised, cleared_at AS cleared FROM statement_alarms WHERE company_id = $1 ORDER BY period`,
    [companyId],
    { company: companyId },
  );
const october = () => ({ vendorAccountId: account, legalEntityId: expect.any(String), period: '2026-10', dueOn: '2026-11-10' });
const LATE = new Date('2026-11-10T16:00:00Z');

describe('a statement that does not come', () => {
  it('is told of once, from the first day in the company’s zone on which it is late', async () => {
    await look();
    expect(await events()).toEqual([]);
    now = LATE;
    for (let time = 0; time < 2; time++) await look();
    expect(await events()).toEqual([october()]);
    expect(await alarms()).toEqual([{ period: '2026-10', raised: LATE, cleared: null }]);
    const board = await asActor(companyId, () => module.get(ReadBoard).read({ from: '2026-10' }), { roles: ['finance'] });
    expect(board.cells.map(({ period, alarmedAt }) => [period, alarmedAt])).toEqual([
      ['2026-11', null],
      ['2026-10', LATE],
    ]);
  });

  it('is told of once by two that look at the same time', async () => {
    now = LATE;
    await Promise.all([look(), look(), look()]);
    expect(await events()).toEqual([october()]);
  });

  it('is told of by whoever looks next when one was cut off: row and event go together', async () => {
    now = LATE;
    const cut = db.uow.run(
      async () => {
        await look();
        throw new Error('killed');
      },
      { company: companyId },
    );
    await expect(cut).rejects.toThrow('killed');
    expect([await events(), await alarms()]).toEqual([[], []]);
    await look();
    expect(await events()).toEqual([october()]);
  });

  it('is done with when it comes, and told of again when it goes missing again', async () => {
    now = LATE;
    await look();
    await statement('2026-10-01', '2026-10-31');
    const came = new Date('2026-11-12T00:00:00Z');
    now = came;
    await look();
    expect(await alarms()).toEqual([{ period: '2026-10', raised: LATE, cleared: came }]);
    await withdrawn('2026-10-01');
    const again = new Date('2026-11-13T00:00:00Z');
    now = again;
    await look();
    expect(await alarms()).toEqual([{ period: '2026-10', raised: again, cleared: null }]);
    expect(await events()).toEqual([october(), october()]);
  });

  it('is done with when the account expects none any more', async () => {
    now = LATE;
    await look();
    accounts().list.at(-1)!.statementDueDays = null;
    await look();
    expect(await alarms()).toEqual([{ period: '2026-10', raised: LATE, cleared: LATE }]);
  });

  it('is followed for longer than a year', async () => {
    now = LATE;
    await look();
    await statement('2026-11-01', '2026-11-30');
    const late = new Date('2028-01-20T00:00:00Z');
    now = late;
    await look();
    expect((await alarms())[0]).toEqual({ period: '2026-10', raised: LATE, cleared: null });
    await statement('2026-10-01', '2026-10-31');
    await look();
    expect((await alarms())[0]).toEqual({ period: '2026-10', raised: LATE, cleared: late });
  });

  it('is not told of on an account’s first day, when its statements may still be read', async () => {
    now = LATE;
    accounts().list.at(-1)!.createdAt = new Date(LATE.getTime() - 3_600_000);
    await look();
    expect(await events()).toEqual([]);
    now = new Date(LATE.getTime() + 23 * 3_600_000);
    await look();
    expect(await events()).toEqual([october()]);
  });
});

describe('the worker', () => {
  it('looks at every company, each in a job of its own', async () => {
    now = LATE;
    expect(queue.scheduled).toEqual(['statements.alarms']);
    await queue.add('statements.alarms', {});
    const jobs = await queue.drain();
    expect(jobs.filter((name) => name === 'statements.alarm')).toHaveLength((await module.get(CompanyReader).allIds()).length);
    expect(await events()).toEqual([october()]);
    expect(await events(await db.company())).toEqual([]);
  });
});
