import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { asActor } from '../../expenses/expenses.fixture.js';
import { databaseErrors } from '../../platform/database/index.js';
import { RecordLines } from '../record-lines.js';
import { CheckFile } from './check-file.js';
import { RunImport } from './run-import.js';
import { StatementFileWorker } from './statement-file.worker.js';
import { Overtaken, StatementImportRepository } from './statement-import.repository.js';
import { StatementImportReader } from './statement-import-reader.js';
import { HEAD, mapping, september, TestStatementFiles } from './statement-files.fixture.js';

const files = new TestStatementFiles();
const { queue, upload, save, request, read, woken, imported, sql, lines } = files;

beforeAll(() => files.open());
afterAll(() => files.close());
beforeEach(async () => {
  await files.begin();
  await save(mapping);
});
afterEach(() => void jest.restoreAllMocks());

const repository = (): StatementImportRepository => files.module.get(StatementImportRepository);
const SEPTEMBER = { from: '2026-09-01', to: '2026-09-30' };
const long = HEAD + Array.from({ length: 3_500 }, (_, at) => `${at},,2026-09-02,1.00,row ${at}\n`).join('');

describe('a file', () => {
  it('that ended its process three times is given up, and the next of the account is read', async () => {
    const { id } = await request(await upload(september));
    for (let killed = 0; killed < 3; killed += 1) {
      const open = await repository().nextOpen(files.companyId, files.account);
      // All that a process leaves that is killed before it has read the file.
      await repository().begin(files.companyId, open!);
    }
    const next = await request(await upload(`${september}5,,2026-09-30,1.00,more\n`));
    await woken();
    expect(await read(id)).toMatchObject({ state: 'failed', problem: { code: 'IMPORT_GAVE_UP' }, report: null });
    expect(await read(next.id)).toMatchObject({ state: 'done', added: 4 });
  });

  it('is not blamed for processes that stop, or for a database that is lost', async () => {
    const { id } = await request(await upload(september));
    for (let stop = 0; stop < 4; stop += 1) {
      const controller = new AbortController();
      const check = jest.spyOn(files.module.get(CheckFile), 'check').mockImplementationOnce(async () => {
        controller.abort(new Error('stopping'));
        throw new Error('stopping');
      });
      await files.module.get(StatementFileWorker).tick();
      await expect(queue.drain(controller.signal)).rejects.toThrow('stopping');
      check.mockRestore();
    }
    expect(await read(id)).toMatchObject({ state: 'checking', attempts: 0 });
    for (let lost = 0; lost < 4; lost += 1) {
      jest.spyOn(files.module.get(CheckFile), 'check').mockImplementationOnce(async () => {
        const down = databaseErrors.DATABASE_UNAVAILABLE('down');
        // It cannot even be told that the run does not count.
        jest.spyOn(repository(), 'giveBack').mockRejectedValueOnce(down);
        throw down;
      });
      await files.module.get(StatementFileWorker).tick();
      await expect(queue.drain()).rejects.toThrow('down');
    }
    await woken();
    expect(await read(id)).toMatchObject({ state: 'done', added: 3 });
  });

  it('is tried again when something fails on our side', async () => {
    const { id } = await request(await upload(september));
    const check = jest.spyOn(files.module.get(CheckFile), 'check');
    for (let failed = 0; failed < 2; failed += 1) {
      check.mockRejectedValueOnce(Object.assign(new Error('EIO'), { code: 'EIO' }));
      await files.module.get(StatementFileWorker).tick();
      await expect(queue.drain()).rejects.toThrow('EIO');
    }
    await woken();
    expect(await read(id)).toMatchObject({ state: 'done', added: 3 });
  });

  it('that fails for good in the middle says so, and is completed by importing it again', async () => {
    const { id } = await request(await upload(long));
    const recordLines = files.module.get(RecordLines);
    const record = recordLines.record.bind(recordLines);
    let batches = 0;
    jest.spyOn(recordLines, 'record').mockImplementation(async (...given) => {
      if ((batches += 1) >= 3) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      return record(...given);
    });
    for (let failed = 0; failed < 3; failed += 1) {
      await expect(queue.drain()).rejects.toThrow('deadlock');
      await files.module.get(StatementFileWorker).tick();
    }
    jest.restoreAllMocks();
    const failed = await read(id);
    expect(failed).toMatchObject({ state: 'failed', linesDone: 2_000, problem: { code: 'IMPORT_INCOMPLETE' } });
    expect(failed.problem?.message).toMatch(/^2000 of 3500 lines are written/);
    const [statement] = await asActor(files.companyId, () => files.module.get(StatementImportReader).statementsOf(failed));
    expect(statement).toMatchObject({ payable: 350_000n });
    expect(await imported(long)).toMatchObject({ state: 'done', linesDone: 3_500 });
    expect(await sql('SELECT sum(company_share)::int AS sum FROM statement_lines')).toEqual([{ sum: 350_000 }]);
  });

  it('without a line takes nothing away, also when its process was killed before it could say so', async () => {
    await imported(september, { days: SEPTEMBER });
    const { id } = await request(await upload(HEAD), { days: SEPTEMBER });
    const move = repository().move.bind(repository());
    jest.spyOn(repository(), 'move').mockImplementation(async (...given) => {
      if (given[2] === 'failed') throw databaseErrors.DATABASE_UNAVAILABLE('killed');
      return move(...given);
    });
    await expect(queue.drain()).rejects.toThrow('killed');
    jest.restoreAllMocks();
    await woken();
    expect(await read(id)).toMatchObject({ state: 'failed', problem: { code: 'NO_LINES' } });
    expect(await lines()).toHaveLength(3);
  });

  it('is reported by the process that goes on with it, not by one that was overtaken', async () => {
    const done = await imported(september);
    const late = { ...done.report!, lines: 0 };
    await expect(repository().saveReport(files.companyId, done.id, late, null)).rejects.toThrow(Overtaken);
    expect((await read(done.id)).report?.lines).toBe(3);
  });
});

it('a company has two imports at the same time, so that others find room; the third waits for one of them', async () => {
  const accounts = [files.account, await files.accountOf(files.companyId), await files.accountOf(files.companyId)];
  const running: { account: string; end: () => void }[] = [];
  jest
    .spyOn(files.module.get(RunImport), 'next')
    .mockImplementation((_company, account) => new Promise((resolve) => running.push({ account, end: () => resolve(false) })));
  const worker = files.module.get(StatementFileWorker);
  const jobs: Promise<string[]>[] = [];
  for (const account of accounts) {
    await worker.hurry(files.companyId, account);
    jobs.push(queue.drain());
  }
  expect(await jobs[2]).toEqual(['statements.file']);
  expect(running.map(({ account }) => account)).toEqual(accounts.slice(0, 2));
  running[0]!.end();
  expect(await jobs[0]).toEqual(['statements.file', 'statements.tick']);
  running[1]!.end();
  expect(await jobs[1]).toEqual(['statements.file']);
});
