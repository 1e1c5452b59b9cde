import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StreamSchedule } from '../connections/index.js';
import { TestQueue } from '../connections/platform.fixture.js';
import { fault } from '../connections/vendor.fixture.js';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.js';
import { QUEUE } from '../platform/queue/index.js';
import { makeLanded } from './sink.fixture.js';
import { SyncWorker } from './sync-worker.js';
import { HOUR, TestSync } from './sync.fixture.js';

let db: TestDatabase;
let sync: TestSync;
let queue: TestQueue;

beforeAll(async () => {
  db = await createTestDatabase();
  await makeLanded(db.ownerUrl);
  sync = new TestSync(db);
}, 60_000);
afterAll(() => db.close());
beforeEach(async () => {
  // The worker looks at all companies: what earlier tests left would be due as well.
  await sync.admin('TRUNCATE companies, connections, vendor_accounts, sync_runs CASCADE');
  await sync.begin();
  queue = sync.module.get(QUEUE);
  await sync.get(SyncWorker).start();
});

const states = (): Promise<Record<string, unknown>[]> =>
  sync.sql('SELECT stream, state, count(*)::int AS n FROM sync_runs GROUP BY 1, 2 ORDER BY 1, 2');

/** A tick and everything that comes of it. */
async function tick(): Promise<string[]> {
  await queue.add('sync.tick', {});
  return queue.drain();
}

describe('the worker', () => {
  it('reads the whole history of new connections of all companies, window by window, then rests', async () => {
    sync.clock.moveTo(new Date('2026-11-10T00:00:00Z'));
    for (let day = 0; day < 40; day += 1) sync.vendor.order(String(day + 1), '1', day);
    const first = sync.company;
    await sync.connect();
    sync.company = await db.company();
    await sync.connect();
    expect(queue.scheduled).toEqual(['sync.tick', 'sync.retention']);
    const jobs = await tick();
    expect(jobs.filter((name) => name === 'sync.run')).toHaveLength(2 * (6 + 6));
    for (const company of [first, sync.company]) {
      sync.company = company;
      expect(await states()).toEqual([
        { stream: 'orders', state: 'complete', n: 6 },
        { stream: 'rows', state: 'complete', n: 6 },
      ]);
      expect(await sync.landed()).toHaveLength(40);
    }
    expect(await tick()).toEqual(['sync.tick']);
  });

  it('looks for news when a stream is due, and at once for what a vendor named', async () => {
    const connection = await sync.connect();
    await tick();
    sync.vendor.order('1', '1', 3.01);
    sync.clock.moveBy(HOUR / 5);
    expect(await tick()).toEqual(['sync.tick']);
    await sync.get(StreamSchedule).name(sync.company, connection.id, 'orders', ['1'], sync.clock.now());
    expect(await tick()).toEqual(['sync.tick', 'sync.run']);
    expect(await sync.landed()).toHaveLength(1);
    sync.clock.moveBy(HOUR / 20);
    expect(await tick()).toEqual(['sync.tick', 'sync.run']);
    expect(await states()).toContainEqual({ stream: 'orders', state: 'complete', n: 3 });
  });

  it('tries again what failed, reads again what was incomplete and takes over what was abandoned, when each is due', async () => {
    sync.vendor.order('1', '1');
    await sync.connect();
    sync.vendor.beforePage = () => {
      throw fault('throttled', '429', 'slow down', 120_000);
    };
    await tick();
    expect(await states()).toEqual([
      { stream: 'orders', state: 'waiting', n: 1 },
      { stream: 'rows', state: 'waiting', n: 1 },
    ]);
    sync.vendor.beforePage = () => undefined;
    expect(await tick()).toEqual(['sync.tick']);
    sync.vendor.bend = (call, page) => (call.stream === 'orders' ? { ...page, control: { count: 2 } } : page);
    sync.clock.moveBy(121_000);
    await tick();
    expect(await states()).toContainEqual({ stream: 'orders', state: 'incomplete', n: 1 });
    sync.vendor.bend = (_call, page) => page;
    sync.clock.moveBy(HOUR / 4);
    await sync.admin(
      `UPDATE sync_runs SET state = 'running', lease_holder = gen_random_uuid(), lease_until = now() - interval '1 s' WHERE stream = 'rows'`,
    );
    await tick();
    const after = await states();
    expect(after).toContainEqual({ stream: 'orders', state: 'incomplete', n: 1 });
    expect(after).toContainEqual({ stream: 'rows', state: 'complete', n: 1 });
    expect(after.some(({ stream, state }) => stream === 'orders' && state === 'complete')).toBe(true);
    expect(after.some(({ state }) => state === 'waiting' || state === 'running')).toBe(false);
  });

  it('lets no company wait for another whose connector cannot be used', async () => {
    const broken = await sync.connect();
    const first = sync.company;
    await sync.admin(`UPDATE vendor_accounts SET plugin_id = 'gone' WHERE company_id = $1`, [first]);
    sync.company = await db.company();
    sync.vendor.order('1', '1');
    await sync.connect();
    await tick();
    expect(await sync.landed()).toHaveLength(1);
    const [trouble] = await sync.sql('SELECT trouble_code, trouble_owner FROM connections WHERE id = $1', [broken.id], first);
    expect(trouble).toEqual({ trouble_code: 'PLUGIN_FAILED', trouble_owner: 'interline' });
    expect(await tick()).toEqual(['sync.tick']);
  });
});
