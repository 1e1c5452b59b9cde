import { Random } from '@interline/sdk/simulator';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Installation, type Process, until } from '../installation.js';
import { Company } from './company.js';
import { killDatabase } from './kill-database.js';
import { StatementDesk } from './statement-desk.js';
import { TableLock } from './table-lock.js';

jest.setTimeout(300_000);

/** The same number brings the same kills again: `KILL_SEED=…`. */
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
const random = new Random(SEED);
const ROWS = 3_000;

const MAPPING = {
  currency: 'CNY',
  zone: '+08:00',
  columns: { id: ['No'], date: ['Day'], amount: { column: 'Amount' }, description: ['Text'], employeeNumber: 'Staff' },
  ignore: [{ when: [{ column: 'Text', is: ['closed'] }], reason: 'closed' }],
  controls: [{ name: 'rows', text: 'Rows: {count}, sum {sum}' }],
};
/** What makes the rows of the first issue others in the second. */
interface Issue {
  corrected: (at: number) => boolean;
  gone: (at: number) => boolean;
  more: number;
}
const FIRST: Issue = { corrected: () => false, gone: () => false, more: 0 };
const SECOND: Issue = { corrected: (at) => at % 7 === 3, gone: (at) => at % 11 === 5, more: 900 };

/** A file of rows, a tenth of them closed or without an amount. */
function fileOf({ corrected, gone, more }: Issue): string {
  const numbers = Array.from({ length: ROWS + more }, (_each, at) => at).filter((at) => !gone(at));
  const minor = (at: number): number => 100 + ((at * 7_919) % 90_000) + (corrected(at) ? 1 : 0);
  const rows = numbers.map((at) => {
    const amount = at % 20 === 4 ? 'none' : (minor(at) / 100).toFixed(2);
    return `${at},2026-03-${String(1 + (at % 28)).padStart(2, '0')},${amount},${at % 20 === 9 ? 'closed' : `row ${at}`},E${at % 50}`;
  });
  const counted = numbers.filter((at) => at % 20 !== 4);
  const sum = counted.reduce((total, at) => total + minor(at), 0);
  return `Rows: ${numbers.length}, sum ${(sum / 100).toFixed(2)}\nNo,Day,Amount,Text,Staff\n${rows.join('\n')}\n`;
}

/** Where workers die that import the first issue, each into an account of its own: inside the transaction that writes the last of these tables. */
const STATIONS = [
  // All is written but that it is done.
  ['audit_entries'],
  random.pick([['statements'], ['statement_lines'], ['statement_lines', 'statement_lines']]),
  // It is being checked: the list of its other rows lies on the disk, and nobody knows of it.
  ['files'],
];
const STRUCK = STATIONS.map((tables) => tables.join(' '));
/** The second issue commits its lines four times, and takes away what is gone with the fifth. */
const REMOVAL = Array.from({ length: 5 }, () => 'statement_import_changes');

let installation: Installation;
let gateway: string;
let desk: StatementDesk;
const [first, second] = [fileOf(FIRST), fileOf(SECOND)];
const accounts = new Map<string, string>();

beforeAll(async () => {
  installation = await Installation.make();
  gateway = (await installation.start(['serve']).ready())!;
  desk = new StatementDesk((await Company.found(installation, gateway, 'imports')).owner);
  for (const name of ['undisturbed', 'database', ...STRUCK]) accounts.set(name, await desk.account(name, MAPPING));
});
afterAll(() => installation.close(), 60_000);

async function startWorker(): Promise<Process> {
  const worker = installation.start(['worker']);
  await worker.ready();
  return worker;
}
const ask = (account: string, content: string): Promise<string> => desk.ask(accounts.get(account)!, `${account}.csv`, content);

/** Lets a worker go from table to table, waiting at each, and kills it at the last. */
async function killAt(tables: readonly string[], worker: Process, begin: () => Promise<unknown>): Promise<void> {
  let lock: TableLock | null = null;
  // What is asked for writes to some of the tables too: it comes before the first lock, while nobody works.
  worker.child.kill('SIGSTOP');
  await begin();
  for (const table of tables) {
    // Stands behind the worker that waits, where it is the same table again.
    const next = TableLock.on(installation, table);
    if (lock) await lock.release();
    const held = (lock = await next);
    worker.child.kill('SIGCONT');
    await until(`a worker to write ${table}`, async () => (await held.heldUp()) > 0);
  }
  await worker.stop('SIGKILL');
  await lock!.release();
}

/** What a reading made, in words that are the same on every account. */
async function madeBy(id: string): Promise<object> {
  const { id: _id, rowsFileUrl: _url, statements, ...facts } = await desk.reading(id);
  const [lines, others] = [await desk.linesOf({ statements }), await desk.otherRows({ rowsFileUrl: _url })];
  return { ...facts, statements: statements.map(({ id: _statement, ...said }) => said), lines, others };
}

describe(`imports whose processes are killed, seed ${SEED}`, () => {
  const readings = new Map<string, string>();
  const again = new Map<string, string>();

  it('go on where the last commit stood', async () => {
    for (const [at, name] of STRUCK.entries()) {
      const doomed = await startWorker();
      await killAt(STATIONS[at]!, doomed, async () => readings.set(name, await ask(name, first)));
    }
    const worker = await startWorker();
    const struck = await ask('database', first);
    const least = random.int(1, 2_000);
    await until('some lines', async () => (await desk.reading(struck)).linesDone >= least);
    await killDatabase(installation, gateway);
    for (const name of ['undisturbed', 'database']) again.set(name, await ask(name, first));
    await Promise.all([...again.values()].map((id) => desk.ended(id)));
    expect(again.get('database')).toBe(struck);
    for (const [name, id] of again) readings.set(name, id);

    await killAt(REMOVAL, worker, async () => again.set('database', await ask('database', second)));
    await startWorker();
    again.set('undisturbed', await ask('undisturbed', second));
    for (const id of [...readings.values(), ...again.values()]) expect(await desk.ended(id)).toMatchObject({ id, state: 'done' });
  });

  it('end with the lines and sums of one that nothing happened to', async () => {
    const undisturbed = await madeBy(readings.get(STRUCK[0]!)!);
    expect(undisturbed).toMatchObject({
      linesDone: 2_700,
      added: 2_700,
      changed: 0,
      removed: 0,
      report: { rows: ROWS, lines: 2_700, refused: [{ rows: 150 }], ignored: [{ rows: 150 }], controls: [{ agrees: true }] },
      statements: [{ version: 1, lineCount: 2_700, agrees: true }],
    });
    for (const name of STRUCK) expect({ name, ...(await madeBy(readings.get(name)!)) }).toEqual({ name, ...undisturbed });
  });

  it('so does one that is issued again', async () => {
    const undisturbed = await madeBy(again.get('undisturbed')!);
    expect(undisturbed).toMatchObject({
      added: 736,
      changed: 351,
      removed: 245,
      problem: null,
      statements: [{ version: 2, agrees: true }],
    });
    expect(await madeBy(again.get('database')!)).toEqual(undisturbed);
  });

  it('are written down once each', async () => {
    const { auditEntries } = await desk.client.get<{ auditEntries: { nodes: { target: string }[] } }>(
      '{ auditEntries(action: "statements.file.imported", first: 100) { nodes { target } } }',
    );
    const told = auditEntries.nodes.map(({ target }) => target).sort();
    expect(told).toEqual([...readings.values(), ...again.values()].map((id) => `statement_import:${id}`).sort());
  });
});
