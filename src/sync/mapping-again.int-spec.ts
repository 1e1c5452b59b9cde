import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ChangeConnection } from '../connections/index.js';
import type { TestRecord } from '../connections/vendor.fixture.js';
import { type Id } from '../kernel/index.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { RebuildStream } from './rebuild-stream.js';
import { ReplayQuarantine } from './replay-quarantine.js';
import { Recount } from './recount.js';
import { RequestSync } from './request-sync.js';
import type { SyncRun } from './sync-run.js';
import { makeLanded } from './sink.fixture.js';
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

describe('records that cannot be read', () => {
  it('go to quarantine with reason and field, the others land; after the plugin was corrected they land too', async () => {
    sync.vendor.controls = false;
    sync.vendor.order('1', '1');
    sync.vendor.order('2', '2', 0.1, { yuan: 'much', who: { name: '王小明' } });
    sync.vendor.order('3', '3', 0.2);
    const connection = await sync.connect();
    expect(await sync.read(connection)).toMatchObject({ state: 'complete', changed: 3, quarantined: 1, shareSum: 400n });
    expect(await sync.landed()).toHaveLength(2);
    expect(await sync.sql('SELECT external_id, version, reason, field FROM quarantine WHERE resolved_at IS NULL')).toEqual([
      { external_id: '2', version: 1, reason: 'the amount is no amount', field: '/yuan' },
    ]);
    const replay = (): ReturnType<ReplayQuarantine['replay']> => sync.as(() => sync.get(ReplayQuarantine).replay(connection.id));
    expect(await replay()).toEqual({ landed: 0, remaining: 1 });
    const connector = sync.vendor.connector();
    const map = connector.streams['orders']!.map as (record: object, config: object) => unknown;
    const corrected = {
      ...connector.streams['orders'],
      map: (record: { externalId: string; data: object }) => map({ ...record, data: { ...record.data, yuan: '2.22' } }, {}),
    };
    sync.vendor.connector = () => ({ ...connector, streams: { ...connector.streams, orders: corrected as never } });
    await sync.start();
    expect(await replay()).toEqual({ landed: 1, remaining: 0 });
    expect(await sync.landed()).toContainEqual({ id: '2', version: 1, share: 222 });
    expect(await sync.sql('SELECT count(*)::int AS open FROM quarantine WHERE resolved_at IS NULL')).toEqual([{ open: 0 }]);
    expect(await replay()).toEqual({ landed: 0, remaining: 0 });
  });

  it('are tried again by the next reading once the plugin has a new version, and leave when the vendor corrects them', async () => {
    sync.vendor.controls = false;
    sync.vendor.manifest.streams['orders']!.window.overlapMinutes = 60 * 24 * 30;
    sync.vendor.order('1', '1', 0, { yuan: 'much' });
    const connection = await sync.connect();
    await sync.read(connection);
    sync.clock.moveBy(HOUR);
    expect(await sync.read(connection)).toMatchObject({ changed: 0, quarantined: 0 });
    sync.vendor.manifest.version = '1.0.1';
    sync.clock.moveBy(HOUR);
    expect(await sync.read(connection)).toMatchObject({ changed: 0, quarantined: 1 });
    expect(await sync.sql('SELECT plugin_version, since FROM quarantine')).toEqual([{ plugin_version: '1.0.1', since: START }]);
    sync.vendor.order('1', '8');
    sync.clock.moveBy(HOUR);
    expect(await sync.read(connection)).toMatchObject({ changed: 1, quarantined: 0, shareSum: 800n });
    expect(await sync.sql('SELECT resolved_at IS NOT NULL AS resolved FROM quarantine')).toEqual([{ resolved: true }]);
    expect(await sync.versions()).toEqual(['1 1', '1 2']);
  });

  it('are found when it is the sink or its table that refuses one, and do not hold up the others', async () => {
    sync.vendor.pageSize = 50;
    sync.vendor.controls = false;
    for (let id = 1; id <= 20; id += 1) sync.vendor.order(String(id), id === 13 ? '99999999.99' : '1', id / 100);
    const connection = await sync.connect();
    expect(await sync.read(connection)).toMatchObject({
      state: 'complete',
      records: 20,
      distinctRecords: 20,
      changed: 20,
      quarantined: 1,
      pages: 1,
      repeated: 0,
    });
    expect(await sync.landed()).toHaveLength(19);
    expect(await sync.sql('SELECT external_id, reason FROM quarantine')).toEqual([
      { external_id: '13', reason: 'it was refused by those who keep it (23514)' },
    ]);
    sync.orders.after = ({ records }) => {
      if (records.some(({ externalId }) => externalId === '21')) throw new TypeError('a stumble');
    };
    sync.vendor.order('21', '1', 0.5);
    sync.vendor.order('22', '1', 0.6);
    const span = { from: new Date('2026-10-01T00:00:00Z'), to: sync.clock.now() };
    await sync.as(() => sync.get(RequestSync).request({ connectionId: connection.id, stream: 'orders', ...span }));
    const [again] = await sync.sql<{ id: Id }>(`SELECT id FROM sync_runs WHERE state = 'waiting'`);
    await sync.execute(again!.id);
    expect(await sync.landed()).toHaveLength(20);
    expect((await sync.sql('SELECT external_id FROM quarantine ORDER BY 1')).map((row) => row['external_id'])).toEqual(['13', '21']);
  });

  it('land or are quarantined whatever their texts are made of', async () => {
    sync.vendor.controls = false;
    sync.vendor.pageSize = 10;
    const odd = ['a\0b', 'tab\there', '\ud800', '\u2028', '"quoted"', '\\', '🚕', '{"a":1}', '{1,2}', 'NULL'];
    const at = new Date('2026-10-02T00:00:00Z');
    const data = (id: string, yuan: string): TestRecord => ({ id, at, data: { id, yuan, text: id, [id]: id } });
    sync.vendor.records['orders'] = odd.map((id, index) => data(id, index % 2 === 0 ? '1' : `much ${id}`));
    sync.vendor.reason = (id) => `no: ${id}`;
    const connection = await sync.connect();
    expect(await sync.read(connection)).toMatchObject({ state: 'complete', distinctRecords: 10, changed: 10, quarantined: 5 });
    expect(await sync.landed()).toHaveLength(5);
    expect(await sync.sql('SELECT count(*)::int AS n FROM quarantine')).toEqual([{ n: 5 }]);
    for await (const { records, damaged } of sync.get(Recount).count(sync.company))
      expect({ records, damaged }).toEqual({ records: 10, damaged: 0 });
    sync.clock.moveBy(HOUR);
    const span = { from: new Date('2026-10-01T00:00:00Z'), to: sync.clock.now() };
    const asked = await sync.as(() => sync.get(RequestSync).request({ connectionId: connection.id, stream: 'orders', ...span }));
    const [again] = (asked as { runs: SyncRun[] }).runs;
    expect(await sync.execute(again!.id)).toBe('complete');
    expect(await sync.run(again!.id)).toMatchObject({ changed: 0, distinctRecords: 10 });
  });

  it('fail the reading when it is every record: that is code that is wrong, not records', async () => {
    sync.vendor.pageSize = 100;
    for (let id = 1; id <= 60; id += 1) sync.vendor.order(String(id), '1', id / 100);
    sync.orders.after = () => {
      throw new TypeError('a stumble');
    };
    const [id] = await sync.plan(await sync.connect(), 'orders');
    expect(await sync.execute(id!)).toBe('waiting');
    expect(await sync.run(id!)).toMatchObject({
      trouble: { code: 'INTERNAL', owner: 'interline', message: 'something failed on our side; the log has the cause' },
    });
    expect((await sync.sql('SELECT count(*)::int AS n FROM quarantine'))[0]!['n']).toBeLessThanOrEqual(20);
  });
});

describe('a rebuild', () => {
  it('shows by id what a corrected plugin would change, changes nothing, then does exactly that and keeps the ids', async () => {
    sync.vendor.order('1', '1');
    sync.vendor.order('2', '2', 0.1);
    const connection = await sync.connect();
    await sync.read(connection);
    const ids = (): Promise<unknown> => sync.sql('SELECT external_id, id FROM landed ORDER BY 1');
    const [before, facts] = [await ids(), await sync.landed()];
    const source = { companyId: sync.company, vendorAccountId: connection.vendorAccountId, stream: 'orders' };
    const rebuild = (apply: boolean): ReturnType<RebuildStream['rebuild']> =>
      sync.as(() => sync.get(RebuildStream).rebuild(source, { apply }));
    expect(await rebuild(false)).toMatchObject({ records: 2, same: 2, changed: 0, differences: [] });
    const connector = sync.vendor.connector();
    const map = connector.streams['orders']!.map as unknown as (record: { externalId: string }, config: object) => { lines: object[] };
    const corrected = (record: { externalId: string }): object => {
      const order = map(record, {});
      return record.externalId === '2'
        ? { ...order, lines: order.lines.map((line) => ({ ...line, amount: 250n, companyShare: 250n })) }
        : order;
    };
    sync.vendor.connector = () => ({
      ...connector,
      streams: { ...connector.streams, orders: { ...connector.streams['orders']!, map: corrected as never } },
    });
    sync.vendor.manifest.version = '1.1.0';
    await sync.start();
    const dry = await rebuild(false);
    const difference = { externalId: '2', key: '', before: { share: '200' }, after: { share: '250' } };
    expect(dry).toMatchObject({ records: 2, same: 1, changed: 1, applied: false, differences: [difference] });
    expect(await sync.landed()).toEqual(facts);
    expect(await rebuild(true)).toMatchObject({ changed: 1, applied: true, differences: dry.differences });
    expect(await sync.landed()).toEqual([facts[0], { id: '2', version: 1, share: 250 }]);
    expect(await ids()).toEqual(before);
    expect(await sync.sql('SELECT share::int, plugin_version FROM raw_heads ORDER BY external_id')).toEqual([
      { share: 100, plugin_version: '1.1.0' },
      { share: 250, plugin_version: '1.1.0' },
    ]);
  });

  it('needs neither credentials nor the vendor: records of a closed connection are mapped too', async () => {
    sync.vendor.order('1', '1');
    const connection = await sync.connect();
    await sync.read(connection);
    await sync.as(() => sync.get(ChangeConnection).change(connection.id, 'close'));
    sync.vendor.beforePage = () => {
      throw new Error('asked');
    };
    const source = { companyId: sync.company, vendorAccountId: connection.vendorAccountId, stream: 'orders' };
    expect(await sync.as(() => sync.get(RebuildStream).rebuild(source, { apply: true }))).toMatchObject({
      records: 1,
      same: 1,
      changed: 0,
    });
  });

  it('is undone when it would make an id disappear', async () => {
    sync.vendor.order('1', '1');
    const connection = await sync.connect();
    await sync.read(connection);
    sync.orders.after = async ({ companyId }) => {
      await db.uow.run((tx) => tx.query('DELETE FROM landed'), { company: companyId });
    };
    const source = { companyId: sync.company, vendorAccountId: connection.vendorAccountId, stream: 'orders' };
    await expect(sync.as(() => sync.get(RebuildStream).rebuild(source, { apply: true }))).rejects.toMatchObject({
      code: 'REBUILD_LOSES_IDS',
    });
    expect(await sync.landed()).toHaveLength(1);
  });
});
