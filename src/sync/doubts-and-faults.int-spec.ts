import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectionsReader, UpdateCredentials } from '../connections/index.js';
import { fault, type TestVendor } from '../connections/vendor.fixture.js';
import { type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { PlanStream } from './plan-stream.js';
import { RequestSync } from './request-sync.js';
import { makeLanded } from './sink.fixture.js';
import { type SyncRun } from './sync-run.js';
import { type SyncRunState } from './sync-run.states.js';
import { HOUR, START, TestSync } from './sync.fixture.js';

let db: TestDatabase;
let sync: TestSync;

beforeAll(async () => {
  db = await createTestDatabase();
  await makeLanded(db.ownerUrl);
  sync = new TestSync(db);
}, 60_000);
afterAll(() => db.close());
beforeEach(() => sync.begin());

describe('what the vendor says does not agree', () => {
  it('is incomplete, with both figures, and read again by itself until it agrees', async () => {
    sync.vendor.order('1', '1');
    sync.vendor.bend = (_call, page) => ({ ...page, control: { count: 2 } });
    const connection = await sync.connect();
    const first = await sync.read(connection);
    expect(first).toMatchObject({
      state: 'incomplete',
      vendorCount: 2,
      distinctRecords: 1,
      trouble: { code: 'WINDOW_INCOMPLETE', owner: 'vendor', message: 'the vendor counts 2 records, 1 came' },
    });
    expect((await sync.sql(`SELECT synced_to FROM streams WHERE stream = 'orders'`))[0]!['synced_to']).toBeNull();
    expect((await sync.as(() => sync.get(ConnectionsReader).connections([connection.id])))[0]).toMatchObject({
      state: 'active',
      trouble: { code: 'WINDOW_INCOMPLETE' },
    });
    expect(await sync.get(PlanStream).planAgain(sync.company, first.id)).toBeNull();
    sync.clock.moveTo(first.dueAt!);
    sync.vendor.bend = (_call, page) => page;
    const again = await sync.get(PlanStream).planAgain(sync.company, first.id);
    expect(await sync.execute(again!)).toBe('complete');
    expect(await sync.run(first.id)).toMatchObject({ state: 'incomplete', rereadBy: again, dueAt: null });
    expect((await sync.sql(`SELECT synced_to FROM streams WHERE stream = 'orders'`))[0]!['synced_to']).toEqual(START);
    expect((await sync.as(() => sync.get(ConnectionsReader).connections([connection.id])))[0]!.trouble).toBeNull();
  });

  it('gives up after three more readings, and stays incomplete', async () => {
    sync.vendor.order('1', '1');
    sync.vendor.bend = (_call, page) => ({ ...page, control: { sum: 101n } });
    let id: Id | null = (await sync.read(await sync.connect())).id;
    const waits: number[] = [];
    for (;;) {
      const { dueAt, state }: SyncRun = await sync.run(id);
      expect(state).toBe('incomplete');
      if (!dueAt) break;
      waits.push((dueAt.getTime() - sync.clock.now().getTime()) / 60_000);
      sync.clock.moveTo(dueAt);
      id = (await sync.get(PlanStream).planAgain(sync.company, id))!;
      await sync.execute(id);
    }
    expect(waits).toEqual([15, 120, 1440]);
    expect(await sync.run(id)).toMatchObject({
      rereads: 3,
      trouble: { message: "the vendor's sum is 101, what came sums to 100, in minor units" },
    });
  });

  it('is answered for by a later complete reading of a longer span that somebody asked for', async () => {
    sync.vendor.order('1', '1');
    sync.vendor.bend = (_call, page) => ({ ...page, control: { count: 5 } });
    const connection = await sync.connect();
    const first = await sync.read(connection);
    sync.vendor.bend = (_call, page) => page;
    const request = { connectionId: connection.id, stream: 'orders', from: new Date('2026-09-29T00:00:00Z'), to: sync.clock.now() };
    const result = await sync.as(() => sync.get(RequestSync).request(request));
    const [again] = (result as { runs: SyncRun[] }).runs;
    expect(await sync.execute(again!.id)).toBe('complete');
    expect((await sync.run(first.id)).rereadBy).toBe(again!.id);
    expect((await sync.sql(`SELECT synced_to FROM streams WHERE stream = 'orders'`))[0]!['synced_to']).toEqual(START);
  });

  it('notices a repeated page: nothing is doubled, and without a count the window is read again until nothing new comes', async () => {
    sync.vendor.controls = false;
    for (let id = 1; id <= 6; id += 1) sync.vendor.order(String(id), '1', id / 10);
    const pages: string[][] = [];
    // The second page comes in the place of the third, so 5 and 6 are missing.
    const bend: TestVendor['bend'] = (call, page) => {
      pages.push(call.ids);
      if (call.offset !== 4) return page;
      const records = sync.vendor.records['orders']!.filter(({ id }) => ['3', '4'].includes(id)).map(({ id, data }) => ({
        externalId: id,
        data,
      }));
      return { ...page, records };
    };
    sync.vendor.bend = bend;
    const connection = await sync.connect();
    const first = await sync.read(connection);
    expect(first).toMatchObject({ state: 'incomplete', records: 6, distinctRecords: 4, repeated: 2, trouble: { code: 'PAGES_SHIFTED' } });
    expect(await sync.landed()).toHaveLength(4);
    sync.vendor.bend = (_call, page) => page;
    sync.clock.moveTo(first.dueAt!);
    const again = await sync.get(PlanStream).planAgain(sync.company, first.id);
    expect(await sync.execute(again!)).toBe('complete');
    expect(await sync.landed()).toHaveLength(6);
  });

  it('takes a repeated record for what it is when the vendor counts, or when a second reading brings nothing new', async () => {
    sync.vendor.controls = false;
    sync.vendor.order('1', '1');
    sync.vendor.bend = (_call, page) => ({ ...page, records: [...page.records, ...page.records] });
    const first = await sync.read(await sync.connect());
    expect(first).toMatchObject({ state: 'incomplete', repeated: 1, changed: 1 });
    sync.clock.moveTo(first.dueAt!);
    expect(await sync.execute((await sync.get(PlanStream).planAgain(sync.company, first.id))!)).toBe('complete');
    expect(await sync.versions()).toEqual(['1 1']);
  });

  it('takes two messages of a queue about one record for news, not for pages that shifted', async () => {
    sync.vendor.controls = false;
    sync.vendor.manifest.streams['orders']!.delivery = 'messages';
    sync.vendor.order('1', '1');
    sync.vendor.bend = (_call, page) => ({ ...page, records: [...page.records, ...page.records] });
    expect(await sync.read(await sync.connect())).toMatchObject({ state: 'complete', repeated: 1, changed: 1, dueAt: null });
    expect(await sync.versions()).toEqual(['1 1']);
  });
});

describe('records that vanish', () => {
  it('are taken back by a complete reading of their span, and come back when the vendor shows them again', async () => {
    for (const id of ['a', 'b', 'c']) sync.vendor.row(id, '5', 1);
    sync.vendor.row('later', '5', 2.9);
    const connection = await sync.connect();
    await sync.read(connection, 'rows');
    sync.vendor.remove('rows', 'b');
    sync.clock.moveBy(2 * HOUR);
    const second = await sync.read(connection, 'rows');
    expect(second).toMatchObject({ state: 'complete', vanished: 1, changed: 0 });
    expect(await sync.landed()).toContainEqual({ id: 'b', version: 1, share: 0 });
    expect(await sync.versions()).toEqual(['a 1', 'b 1', 'b 2', 'c 1', 'later 1']);
    sync.clock.moveBy(2 * HOUR);
    expect(await sync.read(connection, 'rows')).toMatchObject({ vanished: 0 });
    sync.vendor.row('b', '5', 1);
    sync.clock.moveBy(2 * HOUR);
    expect(await sync.read(connection, 'rows')).toMatchObject({ vanished: 0, changed: 1 });
    expect(await sync.landed()).toContainEqual({ id: 'b', version: 3, share: 500 });
  });

  it('stay when the reading is not complete, when its span does not hold theirs, and when the stream keeps its records', async () => {
    sync.vendor.row('a', '5', 1);
    sync.vendor.order('1', '5', 1);
    const connection = await sync.connect();
    await sync.read(connection, 'rows');
    await sync.read(connection, 'orders');
    sync.vendor.remove('rows', 'a');
    sync.vendor.remove('orders', '1');
    sync.vendor.bend = (_call, page) => ({ ...page, control: { count: 1 } });
    sync.clock.moveBy(2 * HOUR);
    expect(await sync.read(connection, 'rows')).toMatchObject({ state: 'incomplete', vanished: 0 });
    sync.vendor.bend = (_call, page) => page;
    const shorter = { connectionId: connection.id, stream: 'rows', from: new Date('2026-10-01T12:00:00Z'), to: sync.clock.now() };
    const { runs } = (await sync.as(() => sync.get(RequestSync).request(shorter))) as { runs: SyncRun[] };
    expect(await sync.execute(runs[0]!.id)).toBe('complete');
    expect(await sync.landed()).toContainEqual({ id: 'a', version: 1, share: 500 });
    const whole = { ...shorter, stream: 'orders', from: new Date('2026-09-30T00:00:00Z') };
    const [again] = ((await sync.as(() => sync.get(RequestSync).request(whole))) as { runs: SyncRun[] }).runs;
    expect(await sync.execute(again!.id)).toBe('complete');
    expect(await sync.landed()).toContainEqual({ id: '1', version: 1, share: 500 });
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
      sync.vendor.order('1', '1');
      const connection = await sync.connect();
      const [id] = await sync.plan(connection, 'orders');
      sync.vendor.beforePage = () => {
        throw fault(kind, 'X1', 'no', 90_000);
      };
      expect(await sync.execute(id!)).toBe(state);
      expect(await sync.run(id!)).toMatchObject({ trouble: { code, owner, message: 'X1: no' } });
      const [now] = await sync.as(() => sync.get(ConnectionsReader).connections([connection.id]));
      expect(now).toMatchObject({ state: connectionState, trouble: { code, owner } });
      sync.vendor.beforePage = () => undefined;
      if (connectionState === 'broken') {
        expect(await sync.execute(id!)).toBeNull();
        await sync.as(() => sync.get(UpdateCredentials).update({ id: connection.id, credentials: { key: 'right' } }));
      } else expect((await sync.run(id!)).dueAt!.getTime()).toBeGreaterThanOrEqual(sync.clock.now().getTime() + 90_000);
      sync.clock.moveTo((await sync.run(id!)).dueAt!);
      expect(await sync.execute(id!)).toBe('complete');
      expect((await sync.as(() => sync.get(ConnectionsReader).connections([connection.id])))[0]).toMatchObject({
        state: 'active',
        trouble: null,
      });
    });
  }

  it('wait longer each time, and fail after eight tries without a step forward', async () => {
    sync.vendor.order('1', '1');
    const [id] = await sync.plan(await sync.connect(), 'orders');
    sync.vendor.beforePage = () => {
      throw fault('transient', '503');
    };
    const waits: number[] = [];
    let state: SyncRunState | null = 'waiting';
    while (state === 'waiting') {
      state = await sync.execute(id!);
      const { dueAt } = await sync.run(id!);
      waits.push(Math.floor((dueAt!.getTime() - sync.clock.now().getTime()) / 1000));
      sync.clock.moveTo(dueAt!);
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
    const [id] = await sync.plan(await sync.connect(), 'orders');
    sync.vendor.beforePage = () => {
      throw new TypeError('undefined is not a function');
    };
    expect(await sync.execute(id!)).toBe('failed');
    expect((await sync.run(id!)).trouble).toMatchObject({ code: 'PLUGIN_FAILED', owner: 'interline' });
  });
});
