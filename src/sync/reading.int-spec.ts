import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ChangeConnection, ConnectionsReader, StreamSchedule } from '../connections/index.js';
import { fault } from '../connections/vendor.fixture.js';
import { newId } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { PlanStream } from './plan-stream.js';
import { RawReader } from './raw/raw-reader.js';
import { RebuildStream } from './rebuild-stream.js';
import { ReplayQuarantine } from './replay-quarantine.js';
import { RequestSync } from './request-sync.js';
import { RunWindow } from './run-window.js';
import { makeLanded } from './sink.fixture.js';
import { StopClosed } from './stop-closed.js';
import { SyncRunRepository } from './sync-run.repository.js';
import { gate, HOUR, START, never, TestSync } from './sync.fixture.js';

let db: TestDatabase;
let sync: TestSync;

beforeAll(async () => {
  db = await createTestDatabase();
  await makeLanded(db.ownerUrl);
  sync = new TestSync(db);
}, 60_000);
afterAll(() => db.close());
beforeEach(() => sync.begin());

describe('reading a window', () => {
  it('keeps each record raw, hands it on and proves the window with the figures of the vendor', async () => {
    for (const [id, yuan] of [
      ['9007199254740993', '10.50'],
      ['9007199254740995', '0.01'],
      ['3', '7'],
    ] as const)
      sync.vendor.order(id, yuan);
    const connection = await sync.connect();
    const done = await sync.read(connection);
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
    expect(await sync.landed()).toEqual([
      { id: '3', version: 1, share: 700 },
      { id: '9007199254740993', version: 1, share: 1050 },
      { id: '9007199254740995', version: 1, share: 1 },
    ]);
    expect(await sync.sql('SELECT from_state, to_state FROM sync_run_history ORDER BY id')).toEqual([
      { from_state: null, to_state: 'waiting' },
      { from_state: 'waiting', to_state: 'running' },
      { from_state: 'running', to_state: 'complete' },
    ]);
    const [status] = await sync.get(StreamSchedule).of(sync.company, [connection.id]);
    expect(status).toMatchObject({ stream: 'orders', plannedTo: START, syncedTo: START, nextRunAt: new Date(START.getTime() + HOUR / 4) });
    expect((await sync.as(() => sync.get(ConnectionsReader).connections([connection.id])))[0]).toMatchObject({
      lastOkAt: START,
      trouble: null,
    });
  });

  it('writes nothing but that it saw them when the same records come again, and reads only the overlap', async () => {
    sync.vendor.order('1', '5', 0);
    sync.vendor.order('2', '6', 2.99);
    const connection = await sync.connect();
    await sync.read(connection);
    const before = await sync.sql('SELECT count(*)::int AS n FROM raw_pages');
    sync.clock.moveBy(HOUR);
    const again = await sync.read(connection);
    expect(again).toMatchObject({ state: 'complete', records: 1, changed: 0, windowFrom: new Date(START.getTime() - HOUR) });
    expect(await sync.sql('SELECT count(*)::int AS n FROM raw_pages')).toEqual(before);
    expect(sync.orders.batches).toEqual([['1', '2']]);
    expect(await sync.sql('SELECT external_id AS id, last_seen_at AS at FROM raw_heads ORDER BY 1')).toEqual([
      { id: '1', at: START },
      { id: '2', at: sync.clock.now() },
    ]);
  });

  it('keeps a version for A, B and A again, and none for a change of a volatile field', async () => {
    const connection = await sync.connect();
    sync.vendor.manifest.streams['orders']!.window.overlapMinutes = 60 * 24 * 30;
    const states: [string, string][] = [
      ['1.00', 'first'],
      ['2.00', 'first'],
      ['1.00', 'first'],
      ['1.00', 'second'],
    ];
    for (const [yuan, asked_at] of states) {
      sync.vendor.order('1', yuan, 0, { asked_at });
      expect((await sync.read(connection)).state).toBe('complete');
      sync.clock.moveBy(HOUR);
    }
    expect(await sync.versions()).toEqual(['1 1', '1 2', '1 3']);
    expect(await sync.landed()).toEqual([{ id: '1', version: 3, share: 100 }]);
    const seen = await sync.sql('SELECT version, first_seen_at AS first, last_seen_at AS last FROM raw_records ORDER BY version');
    const at = (hours: number): Date => new Date(START.getTime() + hours * HOUR);
    expect(seen).toEqual([
      { version: 1, first: at(0), last: at(0) },
      { version: 2, first: at(1), last: at(1) },
      { version: 3, first: at(2), last: null },
    ]);
  });

  it('tells 1.0 from 1.00: digits are kept as they came', async () => {
    const connection = await sync.connect();
    sync.vendor.order('1', '1.0');
    await sync.read(connection);
    const { vendorAccountId } = connection;
    const record = await sync.as(() => sync.get(RawReader).read({ vendorAccountId, stream: 'orders', externalId: '1', version: 1 }));
    expect(record!.data).toEqual({ id: '1', yuan: '1.0' });
  });

  it('shares data between two connections of one account, without doubles', async () => {
    sync.vendor.order('1', '5');
    const [one, two] = [await sync.connect(), await sync.connect()];
    expect((await sync.read(one)).changed).toBe(1);
    expect(await sync.read(two)).toMatchObject({ state: 'complete', changed: 0, records: 1 });
    expect(await sync.landed()).toHaveLength(1);
    expect(await sync.versions()).toEqual(['1 1']);
  });

  it('cuts history into windows that run one after the other', async () => {
    sync.clock.moveTo(new Date('2026-10-20T00:00:00Z'));
    for (let day = 0; day < 18; day += 1) sync.vendor.order(String(100 + day), '1', day);
    const connection = await sync.connect();
    const ids = await sync.plan(connection, 'orders');
    expect(ids).toHaveLength(3);
    expect(await sync.plan(connection, 'orders')).toEqual([]);
    await sync.execute(ids[1]!);
    const synced = async (): Promise<unknown> => (await sync.sql(`SELECT synced_to FROM streams WHERE stream = 'orders'`))[0]!['synced_to'];
    expect(await synced()).toBeNull();
    await sync.execute(ids[0]!);
    expect(await synced()).toEqual((await sync.run(ids[1]!)).windowTo);
    await sync.execute(ids[2]!);
    expect(await synced()).toEqual(sync.clock.now());
    expect(await sync.landed()).toHaveLength(18);
  });
});

describe('a reading that breaks', () => {
  for (const readAhead of [false, true]) {
    it(`goes on from every page it can break at, reading none twice that was committed${readAhead ? ', also when pages share commits' : ''}`, async () => {
      await sync.start({ readAhead });
      for (let id = 1; id <= 9; id += 1) sync.vendor.order(String(id), '1', id / 10);
      for (const broken of [0, 2, 4, 6, 8]) {
        sync.company = await db.company();
        sync.vendor.calls.length = 0;
        const [id] = await sync.plan(await sync.connect(), 'orders');
        sync.vendor.beforePage = ({ offset }) => {
          if (offset === broken) throw fault('transient', '503', 'down');
        };
        expect(await sync.execute(id!)).toBe('waiting');
        expect(await sync.run(id!)).toMatchObject({
          records: broken,
          trouble: { code: 'VENDOR_UNAVAILABLE', owner: 'vendor', message: '503: down' },
        });
        expect(await sync.execute(id!)).toBeNull();
        sync.vendor.beforePage = () => undefined;
        sync.clock.moveTo((await sync.run(id!)).dueAt!);
        expect(await sync.execute(id!)).toBe('complete');
        expect(await sync.run(id!)).toMatchObject({ records: 9, distinctRecords: 9, repeated: 0, trouble: null });
        expect(sync.vendor.calls.map(({ offset }) => offset)).toEqual([0, 2, 4, 6, 8]);
        expect(await sync.landed()).toHaveLength(9);
      }
    });
  }

  it('loses nothing and doubles nothing when a process dies in a commit, at any page', async () => {
    for (let id = 1; id <= 7; id += 1) sync.vendor.order(String(id), '1', id / 10);
    for (const dies of [1, 2, 3, 4]) {
      sync.company = await db.company();
      sync.vendor.calls.length = 0;
      const connection = await sync.connect();
      const [id] = await sync.plan(connection, 'orders');
      let commits = 0;
      // A dead process says nothing more: its commit never ends, and its lease runs out.
      const [silence, death] = [gate(), gate()];
      sync.orders.after = () => {
        commits += 1;
        if (commits !== dies) return undefined;
        death.open();
        return silence.opened;
      };
      const doomed = sync.execute(id!);
      await death.opened;
      await sync.killTransactions();
      await sync.start();
      expect(await sync.execute(id!)).toBeNull();
      await sync.leasesEnd();
      expect(await sync.execute(id!)).toBe('complete');
      expect(await sync.landed()).toHaveLength(7);
      expect(await sync.versions()).toHaveLength(7);
      const twice = sync.vendor.calls.map(({ offset }) => offset).filter((offset, at, all) => all.indexOf(offset) !== at);
      expect(twice).toEqual([(dies - 1) * 2]);
      expect(await sync.sql(`SELECT reason FROM sync_run_history WHERE reason = 'reader fell silent'`)).toHaveLength(1);
      // Only for the test's own sake: its connection has to go back to the pool.
      silence.open();
      expect(await doomed).toBeNull();
    }
  });

  it('writes nothing once another reader has taken over', async () => {
    for (let id = 1; id <= 4; id += 1) sync.vendor.order(String(id), '1');
    const connection = await sync.connect();
    const [id] = await sync.plan(connection, 'orders');
    const [asleep, second] = [gate(), gate()];
    sync.vendor.beforePage = ({ offset }) => {
      if (offset !== 2) return undefined;
      sync.vendor.beforePage = () => undefined;
      second.open();
      return asleep.opened;
    };
    const sleeper = sync.execute(id!);
    await second.opened;
    await sync.leasesEnd();
    expect(await sync.execute(id!)).toBe('complete');
    asleep.open();
    expect(await sleeper).toBeNull();
    expect(await sync.run(id!)).toMatchObject({ state: 'complete', records: 4, pages: 2 });
    expect(await sync.landed()).toHaveLength(4);
  });

  it('lets one reader at a time into a stream of an account', async () => {
    sync.vendor.order('1', '1');
    const [one, two] = [await sync.connect(), await sync.connect()];
    const [[first], [second]] = [await sync.plan(one, 'orders'), await sync.plan(two, 'orders')];
    const [answer, inside] = [gate(), gate()];
    sync.vendor.beforePage = () => {
      inside.open();
      return answer.opened;
    };
    const reading = sync.execute(first!);
    await inside.opened;
    expect(await sync.execute(second!)).toBeNull();
    answer.open();
    expect(await reading).toBe('complete');
    expect(await sync.execute(second!)).toBe('complete');
  });

  it('hands back when the process stops, and goes on from the checkpoint', async () => {
    for (let id = 1; id <= 6; id += 1) sync.vendor.order(String(id), '1');
    const connection = await sync.connect();
    const [id] = await sync.plan(connection, 'orders');
    const stop = new AbortController();
    sync.vendor.onAcknowledge = ({ offset }) => {
      if (offset === 2) stop.abort(new Error('the process is stopping'));
    };
    expect(await sync.execute(id!, stop.signal)).toBe('waiting');
    expect(await sync.run(id!)).toMatchObject({ records: 4, trouble: null, attempts: 0 });
    expect(await sync.execute(id!)).toBe('complete');
    expect(sync.vendor.calls.map(({ offset }) => offset)).toEqual([0, 2, 4]);
  });

  it('asks for a page only after the last is committed, so that the plugin may acknowledge', async () => {
    for (let id = 1; id <= 4; id += 1) sync.vendor.order(String(id), '1', id / 10);
    const seen: number[] = [];
    sync.vendor.onAcknowledge = async () => void seen.push((await sync.landed()).length);
    await sync.read(await sync.connect());
    expect(seen).toEqual([2, 4]);
  });
});

describe('records a vendor named', () => {
  it('are read by id, several in one run, and forgotten unless they were named again meanwhile', async () => {
    const connection = await sync.connect();
    await sync.read(connection);
    sync.vendor.order('1', '1');
    sync.vendor.order('2', '2');
    const schedule = sync.get(StreamSchedule);
    const name = (...ids: string[]): Promise<void> => schedule.name(sync.company, connection.id, 'orders', ids, sync.clock.now());
    await name('1', '2', '2');
    await name('1');
    const key = sync.key(connection, 'orders');
    expect((await schedule.changed(1000)).filter(({ companyId }) => companyId === sync.company)).toEqual([key]);
    const [id] = await sync.get(PlanStream).planNamed(key);
    expect(await sync.get(PlanStream).planNamed(key)).toEqual([]);
    sync.clock.moveBy(1000);
    await name('2');
    sync.vendor.calls.length = 0;
    expect(await sync.execute(id!)).toBe('complete');
    expect(sync.vendor.calls).toEqual([{ stream: 'orders by id', offset: 0, ids: ['1', '2'] }]);
    expect(await sync.landed()).toHaveLength(2);
    expect((await schedule.changedRecords(key, 10)).map(({ externalId }) => externalId)).toEqual(['2']);
  });

  it('lead to polling where the stream cannot read single records', async () => {
    const connection = await sync.connect();
    await sync.read(connection, 'rows');
    sync.vendor.row('a', '1', 2);
    const key = sync.key(connection, 'rows');
    await sync.get(StreamSchedule).name(sync.company, connection.id, 'rows', ['a'], sync.clock.now());
    const [id] = await sync.get(PlanStream).planNamed(key);
    expect(await sync.execute(id!)).toBe('complete');
    expect(await sync.read(connection, 'rows')).toMatchObject({ changed: 1 });
  });
});

describe('connections that end or rest', () => {
  it('stops what is still to be read of a closed one, and keeps what was read', async () => {
    sync.vendor.order('1', '1');
    const connection = await sync.connect();
    await sync.read(connection);
    const [id] = await sync.plan(connection, 'rows');
    await sync.as(() => sync.get(ChangeConnection).change(connection.id, 'close'));
    const [event] = await sync.sql<{ data: Record<string, unknown> }>(`SELECT data FROM outbox WHERE type = 'connection.moved.v1'`);
    await sync.as(() =>
      sync.get(StopClosed).handle([{ position: 1n, companyId: sync.company, id: newId(), type: 'connection.moved.v1', data: event!.data }]),
    );
    expect(await sync.run(id!)).toMatchObject({ state: 'stopped', dueAt: null });
    expect(await sync.execute(id!)).toBeNull();
    expect(await sync.landed()).toHaveLength(1);
  });

  it('plans and reads nothing while one is paused', async () => {
    const connection = await sync.connect();
    const [id] = await sync.plan(connection, 'orders');
    await sync.as(() => sync.get(ChangeConnection).change(connection.id, 'pause'));
    expect(await sync.execute(id!)).toBeNull();
    expect(await sync.plan(connection, 'rows')).toEqual([]);
    expect(await sync.as(() => sync.get(RequestSync).request({ connectionId: connection.id }))).toMatchObject({
      problem: { code: 'CONNECTION_STATE' },
    });
    const mine = async (): Promise<unknown[]> =>
      (await sync.get(SyncRunRepository).due(sync.clock.now(), 1000)).filter(({ companyId }) => companyId === sync.company);
    expect(await mine()).toEqual([]);
    await sync.as(() => sync.get(ChangeConnection).change(connection.id, 'resume'));
    expect(await mine()).toEqual([{ companyId: sync.company, runId: id }]);
    expect(await sync.execute(id!)).toBe('complete');
  });
});

describe('another company', () => {
  it('sees, takes, plans, replays and rebuilds nothing', async () => {
    sync.vendor.order('1', '1', 0, { yuan: 'much' });
    sync.vendor.controls = false;
    const connection = await sync.connect();
    await sync.read(connection);
    const [id] = await sync.plan(connection, 'rows');
    const other = await db.company();
    const there = <Result>(work: () => Promise<Result>): Promise<Result> => sync.as(work, other);
    expect(await there(() => sync.get(RunWindow).execute(id!, never, other))).toBeNull();
    expect(await there(() => sync.get(SyncRunRepository).byIds(other, [id!]))).toEqual([null]);
    await expect(there(() => sync.get(RequestSync).request({ connectionId: connection.id }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(there(() => sync.get(ReplayQuarantine).replay(connection.id))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const source = { companyId: other, vendorAccountId: connection.vendorAccountId, stream: 'orders' };
    await expect(there(() => sync.get(RebuildStream).rebuild(source, { apply: true }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    for (const table of ['sync_runs', 'sync_run_history', 'raw_heads', 'raw_records', 'raw_pages', 'quarantine', 'streams', 'landed']) {
      expect({ table, rows: await sync.sql(`SELECT FROM ${table}`, [], other) }).toEqual({ table, rows: [] });
    }
  });
});
