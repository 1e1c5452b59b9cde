import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LosslessNumber } from '@interline/sdk';
import { Test, type TestingModule } from '@nestjs/testing';
import { Client } from 'pg';
import {
  ChangeConnection,
  ConnectionsReader,
  CreateConnection,
  StreamSchedule,
  UpdateCredentials,
  type VendorConnection,
} from '../connections/index.js';
import { fault, testCatalogue, testManifest, TestPlatform, TestVendor } from '../connections/test-vendor.js';
import { ConnectorCatalogue } from '../connectors/index.js';
import { MovingClock, newId, withContext, type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { PlanStream } from './plan-stream.js';
import { ErasePersonal } from './raw/erase-personal.js';
import { RawReader } from './raw/raw-reader.js';
import { RawRepository } from './raw/raw.repository.js';
import { RebuildStream } from './rebuild-stream.js';
import { Recount } from './recount.js';
import { RECORD_SINKS } from './record-sink.js';
import { ReplayQuarantine } from './replay-quarantine.js';
import { RequestSync } from './request-sync.js';
import { RunWindow } from './run-window.js';
import { StopClosed } from './stop-closed.js';
import { SyncModule } from './sync.module.js';
import { SyncRunRepository } from './sync-run.repository.js';
import type { SyncRun } from './sync-run.js';
import type { SyncRunState } from './sync-run.states.js';
import { makeLanded, TestSink } from './test-sink.js';

const HOUR = 3_600_000;
const START = new Date('2026-10-04T00:00:00Z');

let db: TestDatabase;
let module: TestingModule;
let vendor: TestVendor;
let clock: MovingClock;
let company: Id;
let orders: TestSink<'orders'>;
let rows: TestSink<'settlements'>;
const log: string[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  await makeLanded(db.ownerUrl);
}, 60_000);
afterAll(() => db.close());
beforeEach(async () => {
  vendor = new TestVendor();
  clock = new MovingClock(START);
  module = await build();
  company = await db.company();
});

/** The rooms as one process has them. @param options `readAhead`: pages may share commits */
async function build(options: { readAhead?: boolean } = {}): Promise<TestingModule> {
  orders = new TestSink('orders', db.uow);
  rows = new TestSink('settlements', db.uow);
  const catalogue = testCatalogue(vendor, options);
  const sinks = { provide: RECORD_SINKS, useValue: [orders, rows] };
  return Test.createTestingModule({ imports: [TestPlatform.on(db.uow, { catalogue, clock, log, providers: [sinks] }), SyncModule] })
    .overrideProvider(ConnectorCatalogue)
    .useValue(catalogue)
    .compile();
}

const as = <Result>(work: () => Promise<Result>, companyId = company): Promise<Result> =>
  withContext({ traceId: newId(), actor: { kind: 'system', name: 'test', companyId }, ip: null }, work);
const sql = <Row extends Record<string, unknown>>(text: string, params: unknown[] = [], companyId = company): Promise<Row[]> =>
  db.uow.read<Row>(text, params, { company: companyId });
const never = new AbortController().signal;

async function connect(more: object = {}, companyId = company): Promise<VendorConnection> {
  const input = {
    connectorId: 'test',
    environment: 'production',
    externalAccount: 'A',
    since: '2026-10-01',
    config: { account: 'A' },
    credentials: { key: 'right' },
  };
  const result = await as(() => module.get(CreateConnection).create({ ...input, ...more }), companyId);
  if (!('created' in result)) throw new Error(JSON.stringify(result));
  return result.created;
}

const keyOf = (connection: VendorConnection, stream: string): { companyId: Id; connectionId: Id; stream: string } => ({
  companyId: company,
  connectionId: connection.id,
  stream,
});
const plan = (connection: VendorConnection, stream: string): Promise<Id[]> => module.get(PlanStream).plan(keyOf(connection, stream));
const execute = (runId: Id, signal = never): Promise<SyncRunState | null> => module.get(RunWindow).execute(runId, signal, company);
const run = async (id: Id): Promise<SyncRun> => (await module.get(SyncRunRepository).byIds(company, [id]))[0]!;

/** Plans what is due of a stream and reads it. @returns the last run */
async function read(connection: VendorConnection, stream = 'orders'): Promise<SyncRun> {
  let last: Id | undefined;
  for (const id of await plan(connection, stream)) {
    await execute(id);
    last = id;
  }
  return run(last!);
}

const landed = (): Promise<Record<string, unknown>[]> =>
  sql('SELECT external_id AS id, raw_version AS version, share::int AS share FROM landed ORDER BY external_id');
const versions = async (): Promise<string[]> =>
  (await sql<{ v: string }>(`SELECT external_id || ' ' || version AS v FROM raw_records ORDER BY external_id, version`)).map(
    (row) => row.v,
  );

/** Lets the lease of a reader that was killed run out. */
async function leasesEnd(): Promise<void> {
  const client = new Client({ connectionString: db.adminUrl });
  await client.connect();
  await client.query(`UPDATE sync_runs SET lease_until = clock_timestamp() - interval '1 second' WHERE state = 'running'`);
  await client.end();
}

describe('reading a window', () => {
  it('keeps each record raw, hands it on and proves the window with the figures of the vendor', async () => {
    for (const [id, yuan] of [
      ['9007199254740993', '10.50'],
      ['9007199254740995', '0.01'],
      ['3', '7'],
    ] as const)
      vendor.order(id, yuan);
    const connection = await connect();
    const done = await read(connection);
    expect(done).toMatchObject({
      state: 'complete',
      pages: 2,
      records: 3,
      distinctRecords: 3,
      changed: 3,
      repeated: 0,
      quarantined: 0,
      vendorCount: 3,
      vendorSum: 1751n,
      shareSum: 1751n,
      trouble: null,
    });
    expect(await landed()).toEqual([
      { id: '3', version: 1, share: 700 },
      { id: '9007199254740993', version: 1, share: 1050 },
      { id: '9007199254740995', version: 1, share: 1 },
    ]);
    expect(await sql('SELECT from_state, to_state FROM sync_run_history ORDER BY id')).toEqual([
      { from_state: null, to_state: 'waiting' },
      { from_state: 'waiting', to_state: 'running' },
      { from_state: 'running', to_state: 'complete' },
    ]);
    const [status] = await module.get(StreamSchedule).of(company, [connection.id]);
    expect(status).toMatchObject({ stream: 'orders', plannedTo: START, syncedTo: START, nextRunAt: new Date(START.getTime() + HOUR / 4) });
    expect((await as(() => module.get(ConnectionsReader).connections([connection.id])))[0]).toMatchObject({
      lastOkAt: START,
      trouble: null,
    });
  });

  it('writes nothing but that it saw them when the same records come again, and reads only the overlap', async () => {
    vendor.order('1', '5', 0);
    vendor.order('2', '6', 2.99);
    const connection = await connect();
    await read(connection);
    const before = await sql('SELECT count(*)::int AS n FROM raw_pages');
    clock.moveBy(HOUR);
    const again = await read(connection);
    expect(again).toMatchObject({ state: 'complete', records: 1, changed: 0, windowFrom: new Date(START.getTime() - HOUR) });
    expect(await sql('SELECT count(*)::int AS n FROM raw_pages')).toEqual(before);
    expect(orders.batches).toEqual([['1', '2']]);
    expect(await sql('SELECT external_id AS id, last_seen_at AS at FROM raw_heads ORDER BY 1')).toEqual([
      { id: '1', at: START },
      { id: '2', at: clock.now() },
    ]);
  });

  it('keeps a version for A, B and A again, and none for a change of a volatile field', async () => {
    const connection = await connect();
    vendor.manifest.streams['orders']!.window.overlapMinutes = 60 * 24 * 30;
    const states: [string, string][] = [
      ['1.00', 'first'],
      ['2.00', 'first'],
      ['1.00', 'first'],
      ['1.00', 'second'],
    ];
    for (const [yuan, asked_at] of states) {
      vendor.order('1', yuan, 0, { asked_at });
      expect((await read(connection)).state).toBe('complete');
      clock.moveBy(HOUR);
    }
    expect(await versions()).toEqual(['1 1', '1 2', '1 3']);
    expect(await landed()).toEqual([{ id: '1', version: 3, share: 100 }]);
    const seen = await sql('SELECT version, first_seen_at AS first, last_seen_at AS last FROM raw_records ORDER BY version');
    const at = (hours: number): Date => new Date(START.getTime() + hours * HOUR);
    expect(seen).toEqual([
      { version: 1, first: at(0), last: at(0) },
      { version: 2, first: at(1), last: at(1) },
      { version: 3, first: at(2), last: null },
    ]);
  });

  it('tells 1.0 from 1.00: digits are kept as they came', async () => {
    const connection = await connect();
    vendor.order('1', '1.0');
    await read(connection);
    const { vendorAccountId } = connection;
    const record = await as(() => module.get(RawReader).read({ vendorAccountId, stream: 'orders', externalId: '1', version: 1 }));
    expect(record!.data).toEqual({ id: '1', yuan: '1.0' });
  });

  it('shares data between two connections of one account, without doubles', async () => {
    vendor.order('1', '5');
    const [one, two] = [await connect(), await connect()];
    expect((await read(one)).changed).toBe(1);
    expect(await read(two)).toMatchObject({ state: 'complete', changed: 0, records: 1 });
    expect(await landed()).toHaveLength(1);
    expect(await versions()).toEqual(['1 1']);
  });

  it('cuts history into windows that run one after the other', async () => {
    clock.moveTo(new Date('2026-10-20T00:00:00Z'));
    for (let day = 0; day < 18; day += 1) vendor.order(String(100 + day), '1', day);
    const connection = await connect();
    const ids = await plan(connection, 'orders');
    expect(ids).toHaveLength(3);
    expect(await plan(connection, 'orders')).toEqual([]);
    await execute(ids[1]!);
    const synced = async (): Promise<unknown> => (await sql(`SELECT synced_to FROM streams WHERE stream = 'orders'`))[0]!['synced_to'];
    expect(await synced()).toBeNull();
    await execute(ids[0]!);
    expect(await synced()).toEqual((await run(ids[1]!)).windowTo);
    await execute(ids[2]!);
    expect(await synced()).toEqual(clock.now());
    expect(await landed()).toHaveLength(18);
  });
});

describe('a reading that breaks', () => {
  for (const readAhead of [false, true]) {
    it(`goes on from every page it can break at, reading none twice that was committed${readAhead ? ', also when pages share commits' : ''}`, async () => {
      module = await build({ readAhead });
      for (let id = 1; id <= 9; id += 1) vendor.order(String(id), '1', id / 10);
      for (const broken of [0, 2, 4, 6, 8]) {
        company = await db.company();
        vendor.calls.length = 0;
        const [id] = await plan(await connect(), 'orders');
        vendor.beforePage = ({ offset }) => {
          if (offset === broken) throw fault('transient', '503', 'down');
        };
        expect(await execute(id!)).toBe('waiting');
        expect(await run(id!)).toMatchObject({
          records: broken,
          trouble: { code: 'VENDOR_UNAVAILABLE', owner: 'vendor', message: '503: down' },
        });
        expect(await execute(id!)).toBeNull();
        vendor.beforePage = () => undefined;
        clock.moveTo((await run(id!)).dueAt!);
        expect(await execute(id!)).toBe('complete');
        expect(await run(id!)).toMatchObject({ records: 9, distinctRecords: 9, repeated: 0, trouble: null });
        expect(vendor.calls.map(({ offset }) => offset)).toEqual([0, 2, 4, 6, 8]);
        expect(await landed()).toHaveLength(9);
      }
    });
  }

  it('loses nothing and doubles nothing when a process dies in a commit, at any page', async () => {
    for (let id = 1; id <= 7; id += 1) vendor.order(String(id), '1', id / 10);
    for (const dies of [1, 2, 3, 4]) {
      company = await db.company();
      vendor.calls.length = 0;
      const connection = await connect();
      const [id] = await plan(connection, 'orders');
      let commits = 0;
      // A dead process says nothing more: its commit never ends, and its lease runs out.
      let awake!: () => void;
      const silence = new Promise<void>((resolve) => (awake = resolve));
      let died!: () => void;
      const dead = new Promise<void>((resolve) => (died = resolve));
      orders.after = () => {
        commits += 1;
        if (commits !== dies) return undefined;
        died();
        return silence;
      };
      const doomed = execute(id!);
      await dead;
      await killBackends();
      module = await build();
      expect(await execute(id!)).toBeNull();
      await leasesEnd();
      expect(await execute(id!)).toBe('complete');
      expect(await landed()).toHaveLength(7);
      expect(await versions()).toHaveLength(7);
      const twice = vendor.calls.map(({ offset }) => offset).filter((offset, at, all) => all.indexOf(offset) !== at);
      expect(twice).toEqual([(dies - 1) * 2]);
      expect(await sql(`SELECT reason FROM sync_run_history WHERE reason = 'reader fell silent'`)).toHaveLength(1);
      // Only for the test's own sake: its connection has to go back to the pool.
      awake();
      expect(await doomed).toBeNull();
    }
  });

  it('writes nothing once another reader has taken over', async () => {
    for (let id = 1; id <= 4; id += 1) vendor.order(String(id), '1');
    const connection = await connect();
    const [id] = await plan(connection, 'orders');
    let resume!: () => void;
    const asleep = new Promise<void>((resolve) => (resume = resolve));
    let reached!: () => void;
    const second = new Promise<void>((resolve) => (reached = resolve));
    vendor.beforePage = ({ offset }) => {
      if (offset !== 2) return undefined;
      vendor.beforePage = () => undefined;
      reached();
      return asleep;
    };
    const sleeper = execute(id!);
    await second;
    await leasesEnd();
    expect(await execute(id!)).toBe('complete');
    resume();
    expect(await sleeper).toBeNull();
    expect(await run(id!)).toMatchObject({ state: 'complete', records: 4, pages: 2 });
    expect(await landed()).toHaveLength(4);
  });

  it('lets one reader at a time into a stream of an account', async () => {
    vendor.order('1', '1');
    const [one, two] = [await connect(), await connect()];
    const [[first], [second]] = [await plan(one, 'orders'), await plan(two, 'orders')];
    let go!: () => void;
    const gate = new Promise<void>((resolve) => (go = resolve));
    let reached!: () => void;
    const inside = new Promise<void>((resolve) => (reached = resolve));
    vendor.beforePage = () => {
      reached();
      return gate;
    };
    const reading = execute(first!);
    await inside;
    expect(await execute(second!)).toBeNull();
    go();
    expect(await reading).toBe('complete');
    expect(await execute(second!)).toBe('complete');
  });

  it('hands back when the process stops, and goes on from the checkpoint', async () => {
    for (let id = 1; id <= 6; id += 1) vendor.order(String(id), '1');
    const connection = await connect();
    const [id] = await plan(connection, 'orders');
    const stop = new AbortController();
    vendor.onAcknowledge = ({ offset }) => {
      if (offset === 2) stop.abort(new Error('the process is stopping'));
    };
    expect(await execute(id!, stop.signal)).toBe('waiting');
    expect(await run(id!)).toMatchObject({ records: 4, trouble: null, attempts: 0 });
    expect(await execute(id!)).toBe('complete');
    expect(vendor.calls.map(({ offset }) => offset)).toEqual([0, 2, 4]);
  });

  it('asks for a page only after the last is committed, so that the plugin may acknowledge', async () => {
    for (let id = 1; id <= 4; id += 1) vendor.order(String(id), '1', id / 10);
    const seen: number[] = [];
    vendor.onAcknowledge = async () => void seen.push((await landed()).length);
    await read(await connect());
    expect(seen).toEqual([2, 4]);
  });
});

/** Ends every connection of the app to the database, as a crash would. */
async function killBackends(): Promise<void> {
  const client = new Client({ connectionString: db.adminUrl });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'interline_app' AND state LIKE 'idle in transaction%'`,
  );
  await client.end();
}

describe('what the vendor says does not agree', () => {
  it('is incomplete, with both figures, and read again by itself until it agrees', async () => {
    vendor.order('1', '1');
    vendor.bend = (_call, page) => ({ ...page, control: { count: 2 } });
    const connection = await connect();
    const first = await read(connection);
    expect(first).toMatchObject({
      state: 'incomplete',
      vendorCount: 2,
      distinctRecords: 1,
      trouble: { code: 'WINDOW_INCOMPLETE', owner: 'vendor', message: 'the vendor counts 2 records, 1 came' },
    });
    expect((await sql(`SELECT synced_to FROM streams WHERE stream = 'orders'`))[0]!['synced_to']).toBeNull();
    expect((await as(() => module.get(ConnectionsReader).connections([connection.id])))[0]).toMatchObject({
      state: 'active',
      trouble: { code: 'WINDOW_INCOMPLETE' },
    });
    expect(await module.get(PlanStream).planAgain(company, first.id)).toBeNull();
    clock.moveTo(first.dueAt!);
    vendor.bend = (_call, page) => page;
    const again = await module.get(PlanStream).planAgain(company, first.id);
    expect(await execute(again!)).toBe('complete');
    expect(await run(first.id)).toMatchObject({ state: 'incomplete', rereadBy: again, dueAt: null });
    expect((await sql(`SELECT synced_to FROM streams WHERE stream = 'orders'`))[0]!['synced_to']).toEqual(START);
    expect((await as(() => module.get(ConnectionsReader).connections([connection.id])))[0]!.trouble).toBeNull();
  });

  it('gives up after three more readings, and stays incomplete', async () => {
    vendor.order('1', '1');
    vendor.bend = (_call, page) => ({ ...page, control: { sum: 101n } });
    let id: Id | null = (await read(await connect())).id;
    const waits: number[] = [];
    for (;;) {
      const { dueAt, state }: SyncRun = await run(id);
      expect(state).toBe('incomplete');
      if (!dueAt) break;
      waits.push((dueAt.getTime() - clock.now().getTime()) / 60_000);
      clock.moveTo(dueAt);
      id = (await module.get(PlanStream).planAgain(company, id))!;
      await execute(id);
    }
    expect(waits).toEqual([15, 120, 1440]);
    expect(await run(id)).toMatchObject({
      rereads: 3,
      trouble: { message: "the vendor's sum is 101, what came sums to 100, in minor units" },
    });
  });

  it('is answered for by a later complete reading of a longer span that somebody asked for', async () => {
    vendor.order('1', '1');
    vendor.bend = (_call, page) => ({ ...page, control: { count: 5 } });
    const connection = await connect();
    const first = await read(connection);
    vendor.bend = (_call, page) => page;
    const request = { connectionId: connection.id, stream: 'orders', from: new Date('2026-09-29T00:00:00Z'), to: clock.now() };
    const result = await as(() => module.get(RequestSync).request(request));
    const [again] = (result as { runs: SyncRun[] }).runs;
    expect(await execute(again!.id)).toBe('complete');
    expect((await run(first.id)).rereadBy).toBe(again!.id);
    expect((await sql(`SELECT synced_to FROM streams WHERE stream = 'orders'`))[0]!['synced_to']).toEqual(START);
  });

  it('notices a repeated page: nothing is doubled, and without a count the window is read again until nothing new comes', async () => {
    vendor.controls = false;
    for (let id = 1; id <= 6; id += 1) vendor.order(String(id), '1', id / 10);
    const pages: string[][] = [];
    // The second page comes in the place of the third, so 5 and 6 are missing.
    const bend: TestVendor['bend'] = (call, page) => {
      pages.push(call.ids);
      if (call.offset !== 4) return page;
      const records = vendor.records['orders']!.filter(({ id }) => ['3', '4'].includes(id)).map(({ id, data }) => ({
        externalId: id,
        data,
      }));
      return { ...page, records };
    };
    vendor.bend = bend;
    const connection = await connect();
    const first = await read(connection);
    expect(first).toMatchObject({ state: 'incomplete', records: 6, distinctRecords: 4, repeated: 2, trouble: { code: 'PAGES_SHIFTED' } });
    expect(await landed()).toHaveLength(4);
    vendor.bend = (_call, page) => page;
    clock.moveTo(first.dueAt!);
    const again = await module.get(PlanStream).planAgain(company, first.id);
    expect(await execute(again!)).toBe('complete');
    expect(await landed()).toHaveLength(6);
  });

  it('takes a repeated record for what it is when the vendor counts, or when a second reading brings nothing new', async () => {
    vendor.controls = false;
    vendor.order('1', '1');
    vendor.bend = (_call, page) => ({ ...page, records: [...page.records, ...page.records] });
    const first = await read(await connect());
    expect(first).toMatchObject({ state: 'incomplete', repeated: 1, changed: 1 });
    clock.moveTo(first.dueAt!);
    expect(await execute((await module.get(PlanStream).planAgain(company, first.id))!)).toBe('complete');
    expect(await versions()).toEqual(['1 1']);
  });
});

describe('records that cannot be read', () => {
  it('go to quarantine with reason and field, the others land; after the plugin was corrected they land too', async () => {
    vendor.controls = false;
    vendor.order('1', '1');
    vendor.order('2', '2', 0.1, { yuan: 'much', who: { name: '王小明' } });
    vendor.order('3', '3', 0.2);
    const connection = await connect();
    expect(await read(connection)).toMatchObject({ state: 'complete', changed: 3, quarantined: 1, shareSum: 400n });
    expect(await landed()).toHaveLength(2);
    expect(await sql('SELECT external_id, version, reason, field FROM quarantine WHERE resolved_at IS NULL')).toEqual([
      { external_id: '2', version: 1, reason: 'the amount is no amount', field: '/yuan' },
    ]);
    const replay = (): ReturnType<ReplayQuarantine['replay']> => as(() => module.get(ReplayQuarantine).replay(connection.id));
    expect(await replay()).toEqual({ landed: 0, remaining: 1 });
    const connector = vendor.connector();
    const map = connector.streams['orders']!.map as (record: object, config: object) => unknown;
    const corrected = {
      ...connector.streams['orders'],
      map: (record: { externalId: string; data: object }) => map({ ...record, data: { ...record.data, yuan: '2.22' } }, {}),
    };
    vendor.connector = () => ({ ...connector, streams: { ...connector.streams, orders: corrected as never } });
    module = await build();
    expect(await replay()).toEqual({ landed: 1, remaining: 0 });
    expect(await landed()).toContainEqual({ id: '2', version: 1, share: 222 });
    expect(await sql('SELECT count(*)::int AS open FROM quarantine WHERE resolved_at IS NULL')).toEqual([{ open: 0 }]);
    expect(await replay()).toEqual({ landed: 0, remaining: 0 });
  });

  it('are tried again by the next reading once the plugin has a new version, and leave when the vendor corrects them', async () => {
    vendor.controls = false;
    vendor.manifest.streams['orders']!.window.overlapMinutes = 60 * 24 * 30;
    vendor.order('1', '1', 0, { yuan: 'much' });
    const connection = await connect();
    await read(connection);
    clock.moveBy(HOUR);
    expect(await read(connection)).toMatchObject({ changed: 0, quarantined: 0 });
    vendor.manifest.version = '1.0.1';
    clock.moveBy(HOUR);
    expect(await read(connection)).toMatchObject({ changed: 0, quarantined: 1 });
    expect(await sql('SELECT plugin_version, since FROM quarantine')).toEqual([{ plugin_version: '1.0.1', since: START }]);
    vendor.order('1', '8');
    clock.moveBy(HOUR);
    expect(await read(connection)).toMatchObject({ changed: 1, quarantined: 0, shareSum: 800n });
    expect(await sql('SELECT resolved_at IS NOT NULL AS resolved FROM quarantine')).toEqual([{ resolved: true }]);
    expect(await versions()).toEqual(['1 1', '1 2']);
  });

  it('are found when it is the sink or its table that refuses one, and do not hold up the others', async () => {
    vendor.pageSize = 50;
    vendor.controls = false;
    for (let id = 1; id <= 20; id += 1) vendor.order(String(id), id === 13 ? '99999999.99' : '1', id / 100);
    const connection = await connect();
    expect(await read(connection)).toMatchObject({
      state: 'complete',
      records: 20,
      distinctRecords: 20,
      changed: 20,
      quarantined: 1,
      pages: 1,
      repeated: 0,
    });
    expect(await landed()).toHaveLength(19);
    expect(await sql('SELECT external_id, reason FROM quarantine')).toEqual([
      { external_id: '13', reason: 'it was refused by those who keep it (23514)' },
    ]);
    orders.after = ({ records }) => {
      if (records.some(({ externalId }) => externalId === '21')) throw new TypeError('a stumble');
    };
    vendor.order('21', '1', 0.5);
    vendor.order('22', '1', 0.6);
    await as(() =>
      module
        .get(RequestSync)
        .request({ connectionId: connection.id, stream: 'orders', from: new Date('2026-10-01T00:00:00Z'), to: clock.now() }),
    );
    const [again] = await sql<{ id: Id }>(`SELECT id FROM sync_runs WHERE state = 'waiting'`);
    await execute(again!.id);
    expect(await landed()).toHaveLength(20);
    expect((await sql('SELECT external_id FROM quarantine ORDER BY 1')).map((row) => row['external_id'])).toEqual(['13', '21']);
  });

  it('fail the reading when it is every record: that is code that is wrong, not records', async () => {
    vendor.pageSize = 100;
    for (let id = 1; id <= 60; id += 1) vendor.order(String(id), '1', id / 100);
    orders.after = () => {
      throw new TypeError('a stumble');
    };
    const [id] = await plan(await connect(), 'orders');
    expect(await execute(id!)).toBe('waiting');
    expect(await run(id!)).toMatchObject({
      trouble: { code: 'INTERNAL', owner: 'interline', message: 'something failed on our side; the log has the cause' },
    });
    expect((await sql('SELECT count(*)::int AS n FROM quarantine'))[0]!['n']).toBeLessThanOrEqual(20);
  });
});

describe('records that vanish', () => {
  it('are taken back by a complete reading of their span, and come back when the vendor shows them again', async () => {
    for (const id of ['a', 'b', 'c']) vendor.row(id, '5', 1);
    vendor.row('later', '5', 2.9);
    const connection = await connect();
    await read(connection, 'rows');
    vendor.remove('rows', 'b');
    clock.moveBy(2 * HOUR);
    const second = await read(connection, 'rows');
    expect(second).toMatchObject({ state: 'complete', vanished: 1, changed: 0 });
    expect(await landed()).toContainEqual({ id: 'b', version: 1, share: 0 });
    expect(await versions()).toEqual(['a 1', 'b 1', 'b 2', 'c 1', 'later 1']);
    clock.moveBy(2 * HOUR);
    expect(await read(connection, 'rows')).toMatchObject({ vanished: 0 });
    vendor.row('b', '5', 1);
    clock.moveBy(2 * HOUR);
    expect(await read(connection, 'rows')).toMatchObject({ vanished: 0, changed: 1 });
    expect(await landed()).toContainEqual({ id: 'b', version: 3, share: 500 });
  });

  it('stay when the reading is not complete, when its span does not hold theirs, and when the stream keeps its records', async () => {
    vendor.row('a', '5', 1);
    vendor.order('1', '5', 1);
    const connection = await connect();
    await read(connection, 'rows');
    await read(connection, 'orders');
    vendor.remove('rows', 'a');
    vendor.remove('orders', '1');
    vendor.bend = (_call, page) => ({ ...page, control: { count: 1 } });
    clock.moveBy(2 * HOUR);
    expect(await read(connection, 'rows')).toMatchObject({ state: 'incomplete', vanished: 0 });
    vendor.bend = (_call, page) => page;
    const shorter = { connectionId: connection.id, stream: 'rows', from: new Date('2026-10-01T12:00:00Z'), to: clock.now() };
    const { runs } = (await as(() => module.get(RequestSync).request(shorter))) as { runs: SyncRun[] };
    expect(await execute(runs[0]!.id)).toBe('complete');
    expect(await landed()).toContainEqual({ id: 'a', version: 1, share: 500 });
    const whole = { ...shorter, stream: 'orders', from: new Date('2026-09-30T00:00:00Z') };
    const [again] = ((await as(() => module.get(RequestSync).request(whole))) as { runs: SyncRun[] }).runs;
    expect(await execute(again!.id)).toBe('complete');
    expect(await landed()).toContainEqual({ id: '1', version: 1, share: 500 });
  });
});

describe('faults of the vendor', () => {
  const cases = [
    { kind: 'auth', code: 'VENDOR_AUTH', owner: 'admin', run: 'failed', connection: 'broken' },
    { kind: 'config', code: 'VENDOR_CONFIG', owner: 'admin', run: 'failed', connection: 'broken' },
    { kind: 'token', code: 'VENDOR_AUTH', owner: 'admin', run: 'failed', connection: 'broken' },
    { kind: 'throttled', code: 'VENDOR_THROTTLED', owner: 'vendor', run: 'waiting', connection: 'active' },
    { kind: 'transient', code: 'VENDOR_UNAVAILABLE', owner: 'vendor', run: 'waiting', connection: 'active' },
    { kind: 'vendor_bug', code: 'VENDOR_BUG', owner: 'vendor', run: 'failed', connection: 'active' },
    { kind: 'not_found', code: 'VENDOR_BUG', owner: 'vendor', run: 'failed', connection: 'active' },
  ] as const;
  for (const { kind, code, owner, run: state, connection: connectionState } of cases) {
    it(`${kind}: the run is ${state}, the connection ${connectionState}, ${owner} has to act`, async () => {
      vendor.order('1', '1');
      const connection = await connect();
      const [id] = await plan(connection, 'orders');
      vendor.beforePage = () => {
        throw fault(kind, 'X1', 'no', 90_000);
      };
      expect(await execute(id!)).toBe(state);
      expect(await run(id!)).toMatchObject({ trouble: { code, owner, message: 'X1: no' } });
      const [now] = await as(() => module.get(ConnectionsReader).connections([connection.id]));
      expect(now).toMatchObject({ state: connectionState, trouble: { code, owner } });
      vendor.beforePage = () => undefined;
      if (connectionState === 'broken') {
        expect(await execute(id!)).toBeNull();
        await as(() => module.get(UpdateCredentials).update({ id: connection.id, credentials: { key: 'right' } }));
      } else expect((await run(id!)).dueAt!.getTime()).toBeGreaterThanOrEqual(clock.now().getTime() + 90_000);
      clock.moveTo((await run(id!)).dueAt!);
      expect(await execute(id!)).toBe('complete');
      expect((await as(() => module.get(ConnectionsReader).connections([connection.id])))[0]).toMatchObject({
        state: 'active',
        trouble: null,
      });
    });
  }

  it('wait longer each time, and fail after eight tries without a step forward', async () => {
    vendor.order('1', '1');
    const [id] = await plan(await connect(), 'orders');
    vendor.beforePage = () => {
      throw fault('transient', '503');
    };
    const waits: number[] = [];
    let state: SyncRunState | null = 'waiting';
    while (state === 'waiting') {
      state = await execute(id!);
      const { dueAt } = await run(id!);
      waits.push(Math.floor((dueAt!.getTime() - clock.now().getTime()) / 1000));
      clock.moveTo(dueAt!);
    }
    expect(state).toBe('failed');
    expect(waits).toHaveLength(8);
    waits.slice(0, 7).forEach((wait, at) => {
      const base = Math.min(1800, 30 * 2 ** at);
      expect(wait).toBeGreaterThanOrEqual(base);
      expect(wait).toBeLessThanOrEqual(base * 1.2);
    });
    expect(waits[7]).toBe(6 * 3600);
  });

  it("a plugin that throws is the plugin's fault, in words without what it threw with it", async () => {
    const [id] = await plan(await connect(), 'orders');
    vendor.beforePage = () => {
      throw new TypeError('undefined is not a function');
    };
    expect(await execute(id!)).toBe('failed');
    expect((await run(id!)).trouble).toMatchObject({ code: 'PLUGIN_FAILED', owner: 'interline' });
  });
});

describe('connections that end or rest', () => {
  it('stops what is still to be read of a closed one, and keeps what was read', async () => {
    vendor.order('1', '1');
    const connection = await connect();
    await read(connection);
    const [id] = await plan(connection, 'rows');
    await as(() => module.get(ChangeConnection).change(connection.id, 'close'));
    const [event] = await sql<{ data: Record<string, unknown> }>(`SELECT data FROM outbox WHERE type = 'connection.moved.v1'`);
    await as(() =>
      module.get(StopClosed).handle([{ position: 1n, companyId: company, id: newId(), type: 'connection.moved.v1', data: event!.data }]),
    );
    expect(await run(id!)).toMatchObject({ state: 'stopped', dueAt: null });
    expect(await execute(id!)).toBeNull();
    expect(await landed()).toHaveLength(1);
  });

  it('plans and reads nothing while one is paused', async () => {
    const connection = await connect();
    const [id] = await plan(connection, 'orders');
    await as(() => module.get(ChangeConnection).change(connection.id, 'pause'));
    expect(await execute(id!)).toBeNull();
    expect(await plan(connection, 'rows')).toEqual([]);
    expect(await as(() => module.get(RequestSync).request({ connectionId: connection.id }))).toMatchObject({
      problem: { code: 'CONNECTION_STATE' },
    });
    const mine = async (): Promise<unknown[]> =>
      (await module.get(SyncRunRepository).due(clock.now(), 1000)).filter(({ companyId }) => companyId === company);
    expect(await mine()).toEqual([]);
    await as(() => module.get(ChangeConnection).change(connection.id, 'resume'));
    expect(await mine()).toEqual([{ companyId: company, runId: id }]);
    expect(await execute(id!)).toBe('complete');
  });
});

describe('records a vendor named', () => {
  it('are read by id, several in one run, and forgotten unless they were named again meanwhile', async () => {
    const connection = await connect();
    await read(connection);
    vendor.order('1', '1');
    vendor.order('2', '2');
    const schedule = module.get(StreamSchedule);
    const name = (...ids: string[]): Promise<void> => schedule.name(company, connection.id, 'orders', ids, clock.now());
    await name('1', '2', '2');
    await name('1');
    const key = keyOf(connection, 'orders');
    expect((await schedule.changed(1000)).filter(({ companyId }) => companyId === company)).toEqual([key]);
    const [id] = await module.get(PlanStream).planNamed(key);
    expect(await module.get(PlanStream).planNamed(key)).toEqual([]);
    clock.moveBy(1000);
    await name('2');
    vendor.calls.length = 0;
    expect(await execute(id!)).toBe('complete');
    expect(vendor.calls).toEqual([{ stream: 'orders by id', offset: 0, ids: ['1', '2'] }]);
    expect(await landed()).toHaveLength(2);
    expect((await schedule.changedRecords(key, 10)).map(({ externalId }) => externalId)).toEqual(['2']);
  });

  it('lead to polling where the stream cannot read single records', async () => {
    const connection = await connect();
    await read(connection, 'rows');
    vendor.row('a', '1', 2);
    const key = keyOf(connection, 'rows');
    await module.get(StreamSchedule).name(company, connection.id, 'rows', ['a'], clock.now());
    const [id] = await module.get(PlanStream).planNamed(key);
    expect(await execute(id!)).toBe('complete');
    expect(await read(connection, 'rows')).toMatchObject({ changed: 1 });
  });
});

describe('what is kept raw', () => {
  const who = { name: '王小明', phone: '13800000001' };

  it('is masked by class for eyes, each look is audited, and no personal value stands in pages or logs', async () => {
    vendor.order('1', '10.50', 0, { who, stops: [{ address: '北京市西二旗' }], big: new LosslessNumber('12345678901234567890.10') });
    const connection = await connect();
    await read(connection);
    const { vendorAccountId } = connection;
    const ref = { vendorAccountId, stream: 'orders', externalId: '1', version: 1 };
    const record = await as(() => module.get(RawReader).read(ref));
    expect(record).toMatchObject({ externalId: '1', version: 1, pluginVersion: '1.0.0', firstSeenAt: START, lastSeenAt: START });
    expect(record!.data).toEqual({
      id: '1',
      yuan: '10.50',
      who: { name: '王**', phone: '138****01' },
      stops: [{ address: '***' }],
      big: '12345678901234567890.10',
    });
    expect(record!.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await sql(`SELECT target, detail->>'version' AS version FROM audit_entries WHERE action = 'sync.raw.viewed'`)).toEqual([
      { target: 'raw_record:1', version: '1' },
    ]);
    expect(await as(() => module.get(RawReader).read({ ...ref, version: 2 }))).toBeNull();
    expect(log.join('')).not.toContain(who.phone);
  });

  it('forgets a person for good; money facts, hash and history stay, and nothing is stored anew', async () => {
    vendor.manifest.streams['orders']!.window.overlapMinutes = 60 * 24 * 30;
    vendor.order('1', '1', 0, { who });
    vendor.order('2', '2', 0.1, { who: { name: '李四', phone: '+86 139 0000 0002' } });
    const connection = await connect();
    await read(connection);
    const erase = (...keys: string[]): Promise<number> => as(() => module.get(ErasePersonal).erase(keys));
    await expect(erase('1')).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await erase('13900000002')).toBe(1);
    expect(await erase('13900000002')).toBe(0);
    const { vendorAccountId } = connection;
    const show = async (externalId: string): Promise<unknown> =>
      (await as(() => module.get(RawReader).read({ vendorAccountId, stream: 'orders', externalId, version: 1 })))!.data;
    expect(await show('2')).toEqual({ id: '2', yuan: '2', who: { name: null, phone: null } });
    expect(await show('1')).toMatchObject({ who: { name: '王**' } });
    clock.moveBy(HOUR);
    expect(await read(connection)).toMatchObject({ changed: 0 });
    expect(await landed()).toContainEqual({ id: '2', version: 1, share: 200 });
  });

  it('opens for its own company, record and version only', async () => {
    vendor.order('1', '1', 0, { who });
    vendor.order('2', '2', 0.1, { who: { ...who, name: '李四' } });
    const connection = await connect();
    await read(connection);
    const other = await db.company();
    const ref = { vendorAccountId: connection.vendorAccountId, stream: 'orders', externalId: '1', version: 1 };
    expect(await as(() => module.get(RawReader).read(ref, other), other)).toBeNull();
    const client = new Client({ connectionString: db.adminUrl });
    await client.connect();
    await client.query(
      `UPDATE raw_records r SET personal = o.personal FROM raw_records o WHERE r.company_id = $1 AND o.company_id = $1 AND r.external_id = '1' AND o.external_id = '2'`,
      [company],
    );
    await client.end();
    await expect(as(() => module.get(RawReader).read(ref))).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
  });

  it('is counted anew from its bytes, which shows what was altered', async () => {
    vendor.order('1', '1.10', 0, { who });
    vendor.order('2', '2.20', 0.1);
    vendor.controls = false;
    vendor.order('3', '3', 0.2, { yuan: 'much' });
    const connection = await connect();
    await read(connection);
    const count = async (): Promise<unknown> => {
      for await (const stream of module.get(Recount).count(company)) return stream;
      return null;
    };
    const right = {
      vendorAccountId: connection.vendorAccountId,
      stream: 'orders',
      records: 3,
      gone: 0,
      quarantined: 1,
      damaged: 0,
      uncountable: 0,
      share: 330n,
      landedShare: 330n,
    };
    expect(await as(count)).toEqual(right);
    await db.uow.run((tx) => tx.query(`UPDATE raw_records SET hash = '\\x00' WHERE external_id = '1'`), { company });
    expect(await as(count)).toEqual({ ...right, damaged: 1 });
  });

  it('drops months past their retention as a whole, never the last ones', async () => {
    const client = new Client({ connectionString: db.ownerUrl });
    await client.connect();
    await client.query(`CREATE TABLE raw_pages_200001 PARTITION OF raw_pages FOR VALUES FROM ('2000-01-01') TO ('2000-02-01')`);
    await client.end();
    expect(await module.get(RawRepository).dropOlderThan(24)).toEqual(['raw_pages_200001']);
    expect(await module.get(RawRepository).dropOlderThan(24)).toEqual([]);
    await expect(module.get(RawRepository).dropOlderThan(0)).rejects.toThrow(/never dropped/);
  });
});

describe('a rebuild', () => {
  it('shows by id what a corrected plugin would change, changes nothing, then does exactly that and keeps the ids', async () => {
    vendor.order('1', '1');
    vendor.order('2', '2', 0.1);
    const connection = await connect();
    await read(connection);
    const ids = (): Promise<unknown> => sql('SELECT external_id, id FROM landed ORDER BY 1');
    const [before, facts] = [await ids(), await landed()];
    const source = { companyId: company, vendorAccountId: connection.vendorAccountId, stream: 'orders' };
    const rebuild = (apply: boolean): ReturnType<RebuildStream['rebuild']> =>
      as(() => module.get(RebuildStream).rebuild(source, { apply }));
    expect(await rebuild(false)).toMatchObject({ records: 2, same: 2, changed: 0, differences: [] });
    const connector = vendor.connector();
    const map = connector.streams['orders']!.map as unknown as (record: { externalId: string }, config: object) => { lines: object[] };
    const corrected = (record: { externalId: string }): object => {
      const order = map(record, {});
      return record.externalId === '2'
        ? { ...order, lines: order.lines.map((line) => ({ ...line, amount: 250n, companyShare: 250n })) }
        : order;
    };
    vendor.connector = () => ({
      ...connector,
      streams: { ...connector.streams, orders: { ...connector.streams['orders']!, map: corrected as never } },
    });
    vendor.manifest.version = '1.1.0';
    module = await build();
    const dry = await rebuild(false);
    const difference = { externalId: '2', key: '', before: { share: '200' }, after: { share: '250' } };
    expect(dry).toMatchObject({ records: 2, same: 1, changed: 1, applied: false, differences: [difference] });
    expect(await landed()).toEqual(facts);
    expect(await rebuild(true)).toMatchObject({ changed: 1, applied: true, differences: dry.differences });
    expect(await landed()).toEqual([facts[0], { id: '2', version: 1, share: 250 }]);
    expect(await ids()).toEqual(before);
    expect(await sql('SELECT share::int, plugin_version FROM raw_heads ORDER BY external_id')).toEqual([
      { share: 100, plugin_version: '1.1.0' },
      { share: 250, plugin_version: '1.1.0' },
    ]);
  });

  it('is undone when it would make an id disappear', async () => {
    vendor.order('1', '1');
    const connection = await connect();
    await read(connection);
    orders.after = async ({ companyId }) => {
      await db.uow.run((tx) => tx.query('DELETE FROM landed'), { company: companyId });
    };
    const source = { companyId: company, vendorAccountId: connection.vendorAccountId, stream: 'orders' };
    await expect(as(() => module.get(RebuildStream).rebuild(source, { apply: true }))).rejects.toMatchObject({ code: 'REBUILD_LOSES_IDS' });
    expect(await landed()).toHaveLength(1);
  });
});

describe('another company', () => {
  it('sees, takes, plans, replays and rebuilds nothing', async () => {
    vendor.order('1', '1', 0, { yuan: 'much' });
    vendor.controls = false;
    const connection = await connect();
    await read(connection);
    const [id] = await plan(connection, 'rows');
    const other = await db.company();
    const there = <Result>(work: () => Promise<Result>): Promise<Result> => as(work, other);
    expect(await there(() => module.get(RunWindow).execute(id!, never, other))).toBeNull();
    expect(await there(() => module.get(SyncRunRepository).byIds(other, [id!]))).toEqual([null]);
    await expect(there(() => module.get(RequestSync).request({ connectionId: connection.id }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(there(() => module.get(ReplayQuarantine).replay(connection.id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const source = { companyId: other, vendorAccountId: connection.vendorAccountId, stream: 'orders' };
    await expect(there(() => module.get(RebuildStream).rebuild(source, { apply: true }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    for (const table of ['sync_runs', 'sync_run_history', 'raw_heads', 'raw_records', 'raw_pages', 'quarantine', 'streams', 'landed']) {
      expect({ table, rows: await sql(`SELECT FROM ${table}`, [], other) }).toEqual({ table, rows: [] });
    }
    expect(testManifest.id).toBe('test');
  });
});
