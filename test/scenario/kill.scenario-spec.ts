import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Random, type LoggedRequest } from '@interline/sdk/simulator';
import { Installation, type Process, until } from '../installation.js';
import { withDidi } from '../needs.js';
import { Company, inWords } from './company.js';
import { killDatabase } from './kill-database.js';
import { admin, TableLock } from './table-lock.js';
import { Vendor } from './vendor.js';

jest.setTimeout(600_000);

const DAY = 86_400_000;
const ORDERS = 4_000;
/** The same number brings the same kills again: `KILL_SEED=…`. */
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
/** Where the twenty kills strike. The worker dies by `kill -9` each time; with `database` it lives, and the server of the database does. */
const KILLS = { anywhere: 4, fetch: 5, commit: 5, relay: 3, database: 3 };
type Place = keyof typeof KILLS;
/** How long somebody is content to see nothing happen, in milliseconds. */
const HURRY = 2_000;

/** Tables that every commit of a reading writes, in this order: to be stopped at one of them is to be stopped half-way. */
const WRITTEN = ['raw_records', 'raw_heads', 'sync_runs'];
const RELAYED = ['outbox', 'outbox_consumers'];

/** Requests whose answer is one page of one stream; lists of bills are read whole by each reading, and stay out. */
const STREAM_OF: Record<string, string> = {
  '/river/Order/get': 'rides',
  '/open-apis/v1/order/list': 'travel_orders',
  '/river/Bill/getNotGeneratedBillDetail': 'not_billed',
  '/river/Bill/summary': 'statements',
  '/river/Bill/detail': 'statement_lines',
};

let installation: Installation;
let vendor: Vendor;
let gateway: string;
let worker: Process;
let company: Company;
let connectionId: string;
let from: Date;
/** Nothing of the vendor's, refunds neither, is younger than what is read. */
const to = new Date(Date.now() - 10 * DAY);
const random = new Random(SEED);

beforeAll(async () => {
  installation = await Installation.make();
  vendor = await Vendor.start(installation);
  from = new Date(to.getTime() - 75 * DAY);
  const people = Array.from({ length: 20 }, (_each, index) => ({
    id: `p${index}`,
    employeeNumber: `${1000 + index}`,
    name: `Rider ${index}`,
    phone: `199000010${10 + index}`,
    email: `p${index}@kill.example`,
    departmentCode: 'K',
    departmentName: 'Killed',
  }));
  await vendor.facts({ people, legalEntities: [{ code: 'K', name: 'Kill Ltd' }] });
  const kinds = ['ride', 'ride', 'ride', 'ride', 'ride', 'ride', 'flight', 'hotel', 'train'] as const;
  await vendor.generate({ orders: ORDERS, from: from.toISOString(), to: to.toISOString(), seed: 'kill', kinds: [...kinds] });
  const serve = installation.start(['serve', ...vendor.words]);
  gateway = (await serve.ready())!;
  company = await Company.found(installation, gateway, 'kill');
}, 180_000);
afterAll(() => installation.close(), 60_000);

const startWorker = (): Process => installation.start(['worker', ...vendor.words]);

/**
 * Waits for a condition. Readings that lost their reader time and again rest a little; somebody who does not want to wait asks for them, once nothing
 * else is being read.
 */
async function impatiently(what: string, condition: () => Promise<boolean>): Promise<void> {
  let hurryAt = Date.now() + HURRY;
  await until(
    what,
    async () => {
      if (await condition()) return true;
      if (Date.now() < hurryAt) return false;
      hurryAt = Date.now() + HURRY;
      const [waiting, running] = await Promise.all(['waiting', 'running'].map((state) => company.runsIn(connectionId, state)));
      if (running!.length > 0) return false;
      for (const stream of new Set(waiting!.map((run) => run.stream))) await company.requestSync(connectionId, { stream });
      return false;
    },
    120_000,
  );
}

/** Kills when the worker stands before one of these tables, inside a transaction that has begun to write. */
async function killBefore(table: string): Promise<void> {
  const lock = await TableLock.on(installation, table);
  try {
    await impatiently(`the worker to write ${table}`, async () => (await lock.heldUp()) > 0);
    await worker.stop('SIGKILL');
  } finally {
    await lock.release();
  }
}

const strike: Record<Place, () => Promise<void>> = {
  async anywhere() {
    await worker.stop('SIGKILL');
  },
  async fetch() {
    const asked = await vendor.position();
    await vendor.fault({ fault: { kind: 'silent' } });
    await impatiently('a request without an answer', async () => (await vendor.requests(asked)).some(({ fault }) => fault === 'silent'));
    await worker.stop('SIGKILL');
  },
  commit: () => killBefore(random.pick(WRITTEN)),
  relay: () => killBefore(random.pick(RELAYED)),
  database: () => killDatabase(installation, gateway),
};

/** One kill: when it struck, and how much of each window of rides had been committed by then at least. */
interface Death {
  place: Place;
  /** The last request the vendor had seen. */
  at: number;
  /** Committed pages by where an open window begins, as the vendor is told it. */
  committed: Map<string, number>;
}

/** What the vendor keeps, in its own time. */
const inVendorTime = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

async function committedRides(): Promise<Map<string, number>> {
  const open = await Promise.all(['waiting', 'running'].map((state) => company.runsIn(connectionId, state)));
  const rides = open.flat().filter(({ stream }) => stream === 'rides');
  return new Map(rides.map(({ windowFrom, pages }) => [inVendorTime(windowFrom), pages]));
}

/** Whether an answer carries records that are read. The other scopes of a bill give the rows of the first again where, as here, there are no scopes. */
const isRecordPage = ({ path, status, recordIds, params }: LoggedRequest): boolean =>
  path in STREAM_OF && status === 200 && (recordIds.length > 0 || path === '/river/Bill/summary') && !['2', '3'].includes(params['type']!);
const pageOf = ({ path, params: { timestamp: _timestamp, ...params } }: LoggedRequest): string => `${path} ${JSON.stringify(params)}`;
/** Pages that are read one after the other, from one checkpoint to the next. */
const windowOf = ({ path, params }: LoggedRequest): string =>
  `${STREAM_OF[path]} ${params['start_time'] ?? params['start_date'] ?? params['search_time'] ?? ''}`;

withDidi(`twenty kills at moments of chance, seed ${SEED}`, () => {
  const deaths: Death[] = [];

  it('each time goes on where the last commit stood, until everything is read', async () => {
    const places = Object.entries(KILLS).flatMap(([place, times]) => Array.from({ length: times }, () => place as Place));
    for (let index = places.length - 1; index > 0; index--) {
      const other = random.int(0, index);
      [places[index], places[other]] = [places[other]!, places[index]!];
    }
    worker = startWorker();
    connectionId = await company.connect(vendor, from.toISOString().slice(0, 10));
    for (const place of places) {
      const [since, times] = [deaths.at(-1)?.at ?? 0, random.int(3, 20)];
      await impatiently(`${times} requests`, async () => (await vendor.requests(since)).length >= times);
      expect({ place, isSettled: await company.isSettled(connectionId) }).toEqual({ place, isSettled: false });
      // a worker that lives goes on at once, so there the figures before it are the ones that hold
      const before = await committedRides();
      await strike[place]();
      deaths.push({ place, at: await vendor.position(), committed: place === 'database' ? before : await committedRides() });
      if (place !== 'database') worker = startWorker();
    }
    expect(deaths).toHaveLength(20);
    await impatiently('everything to be read', () => company.isSettled(connectionId));
    expect(await company.runsIn(connectionId, 'incomplete')).toEqual([]);
    expect(await company.runsIn(connectionId, 'failed')).toEqual([]);
  });

  it('reads nothing again that was committed: the last page of a stream, or those of one window that had no commit yet', async () => {
    const log = (await vendor.requests()).filter(isRecordPage);
    expect(new Set(log.map(({ path }) => STREAM_OF[path]))).toEqual(new Set(Object.values(STREAM_OF)));
    const answered = new Map<string, number>();
    const windows = new Map<string, string[]>();
    let again = 0;
    for (const request of log) {
      const [page, window] = [pageOf(request), windowOf(request)];
      const walked = windows.get(window) ?? [];
      windows.set(window, walked);
      const place = walked.indexOf(page);
      if (place === -1) walked.push(page);
      else {
        again += 1;
        const death = deaths.findLast(({ at }) => at < request.seq)!;
        expect({ page, since: death.at >= answered.get(page)! }).toEqual({ page, since: true });
        // rides are read ahead of their commits; of the others a page is asked for once the one before it has been committed
        const isRide = STREAM_OF[request.path] === 'rides';
        const first = isRide ? (death.committed.get(request.params['start_time']!) ?? Infinity) : walked.length - 1;
        expect({ page, isLate: place >= first }).toEqual({ page, isLate: true });
      }
      answered.set(page, request.seq);
    }
    expect(again).toBeGreaterThan(0);
  });

  it('holds what the vendor would bill, to the cent', async () => {
    const ledger = await vendor.ledger();
    const [first, last] = [ledger[0]!.period, ledger.at(-1)!.period];
    expect(await company.ledger(first, last)).toEqual(inWords(ledger));
  });

  it('holds nothing twice', async () => {
    const expenses = await company.expenses();
    const keys = expenses.map(({ kind, orderId, line }) => `${kind} ${orderId} ${line}`);
    expect(keys.length).toBeGreaterThan(ORDERS);
    expect(new Set(keys).size).toBe(keys.length);
    expect(expenses.filter(({ version }) => version !== 1)).toEqual([]);

    const file = join(installation.dataDir, 'raw.ndjson');
    await installation.run(['sync', 'export-raw', '--company', 'kill', '--to', file]);
    const orders = new Map<string, number>();
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const { stream, externalId, version } = JSON.parse(line) as { stream: string; externalId: string; version: number };
      const key = `${stream} ${externalId}`;
      expect({ key, version, times: (orders.get(key) ?? 0) + 1 }).toEqual({ key, version: 1, times: 1 });
      orders.set(key, 1);
    }
    expect([...orders.keys()].filter((key) => /^(rides|travel_orders) /.test(key))).toHaveLength(ORDERS);
  });

  it('tells every event once, in an order without gaps', async () => {
    const client = await admin(installation);
    const { rows } = await client.query(
      `SELECT count(*) FILTER (WHERE position IS NULL)::int AS untold, (count(position) - count(DISTINCT position))::int AS twice,
         (count(*) FILTER (WHERE type = 'sync.run_finished.v1') - (SELECT count(*) FROM sync_runs WHERE state = 'complete'))::int AS surplus FROM outbox`,
    );
    await client.end();
    expect(rows).toEqual([{ untold: 0, twice: 0, surplus: 0 }]);
  });
});
