import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { currentContext, defineErrors, withContext } from '../../kernel/index.js';
import { ROLES } from '../database/roles.js';
import { createTestDatabase, type TestDatabase } from '../database/test-database.js';
import { dropCluster, startEmbedded } from '../database/embedded/index.js';
import { BullQueue, type BullQueueOptions, type JobOutcome } from './bullmq-queue.js';
import { isQueueBehind, migrateQueue, postgresBackend } from './postgres-backend.js';
import { pingRedis, redisBackend } from './redis-backend.js';
import { hasRedis, startTestRedis, type TestRedis } from './test-redis.fixture.js';

jest.setTimeout(60_000);

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const errors = defineErrors({
  QUEUE_SPEC_FINAL: { owner: 'admin', retryable: false, status: 400, help: 'Only in this test.' },
});

/** A place where jobs can be kept. */
interface Place {
  /** The function of this folder that makes it. */
  backend: 'postgresBackend' | 'redisBackend';
  url(): string;
}

let db: TestDatabase;
let redis: TestRedis | null = null;
const POSTGRES: Place = { backend: 'postgresBackend', url: () => db.jobsUrl };
const REDIS: Place = { backend: 'redisBackend', url: () => redis!.url };
const onRedis = (body: () => void): void =>
  hasRedis ? describe('the queue on Redis', body) : describe.skip('the queue on Redis (skipped: no redis-server on this machine)', body);

beforeAll(async () => {
  db = await createTestDatabase();
  expect(await isQueueBehind(db.ownerUrl)).toBe(true);
  await migrateQueue(db.ownerUrl);
  expect(await isQueueBehind(db.jobsUrl)).toBe(false);
  if (hasRedis) redis = await startTestRedis();
});

afterAll(async () => {
  await redis?.close();
  await db?.close();
});

const open: BullQueue[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((queue) => queue.close(100)));
});

function queueOn({ backend, url }: Place, more: Partial<BullQueueOptions> = {}): BullQueue {
  const queue = new BullQueue({ backend: { postgresBackend, redisBackend }[backend](url(), () => undefined), log: silent, ...more });
  open.push(queue);
  return queue;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 50_000; Date.now() < deadline; await delay(10)) if (await condition()) return;
  throw new Error('waited in vain');
}

/** Resolves when the signal is aborted. */
const aborted = (signal: AbortSignal): Promise<unknown> => (signal.aborted ? Promise.resolve() : once(signal, 'abort'));

function keepsItsWord(place: Place): void {
  it('brings a job to its handler, with its ids, its company and the trace of whoever put it', async () => {
    const queue = queueOn(place);
    const seen: unknown[] = [];
    queue.work<{ companyId: string; runId: string }>('spec.carry', async ({ payload, attempt }) => {
      const { traceId, actor } = currentContext()!;
      seen.push({ ...payload, attempt, traceId, actor });
    });
    const companyId = '0192a000-0000-7000-8000-000000000001';
    await withContext({ traceId: 'trace-1', actor: { kind: 'system', name: 'spec', companyId }, ip: null }, () =>
      queue.add('spec.carry', { companyId, runId: 'r1' }),
    );
    await until(() => seen.length === 1);
    expect(seen).toEqual([
      { companyId, runId: 'r1', attempt: 1, traceId: 'trace-1', actor: { kind: 'system', name: 'spec.carry', companyId } },
    ]);
    await until(async () => (await queue.depths()).every((depth) => depth.waiting + depth.active + depth.delayed === 0));
  });

  it('refuses payloads that are more than ids', async () => {
    const queue = queueOn(place);
    await expect(queue.add('spec.fat', { text: 'x'.repeat(2000) })).rejects.toThrow('more than ids');
    await expect(queue.add('spec.fat', { record: { amount: 1 } } as never)).rejects.toThrow('more than ids');
  });

  it('keeps one job per id while it waits, and takes the id again once it is done', async () => {
    const queue = queueOn(place);
    for (let i = 0; i < 3; i++) await queue.add('spec.once', { i }, { jobId: 'connection:7' });
    const seen: unknown[] = [];
    queue.work('spec.once', async ({ payload }) => void seen.push(payload.i));
    await until(async () => seen.length === 1 && (await queue.depths())[0]!.active === 0);
    await queue.add('spec.once', { i: 9 }, { jobId: 'connection:7' });
    await until(() => seen.length === 2);
    expect(seen).toEqual([0, 9]);
  });

  it('tries a failed job again, but not when its error says that this is useless', async () => {
    const outcomes: [string, JobOutcome][] = [];
    const queue = queueOn(place, { onJob: (name, outcome) => outcomes.push([name, outcome]) });
    const attempts: number[] = [];
    queue.work('spec.flaky', async ({ attempt }) => {
      attempts.push(attempt);
      if (attempt === 1) throw new Error('a passing cloud');
    });
    queue.work('spec.final', async () => {
      throw errors.QUEUE_SPEC_FINAL('no use');
    });
    await queue.add('spec.flaky', {}, { attempts: 3 });
    await queue.add('spec.final', {}, { attempts: 3 });
    await until(() => outcomes.length === 3);
    expect(attempts).toEqual([1, 2]);
    expect(outcomes.sort()).toEqual([
      ['spec.final', 'failed'],
      ['spec.flaky', 'completed'],
      ['spec.flaky', 'retried'],
    ]);
  });

  it('holds a delayed job back, and repeats a scheduled one, once per id', async () => {
    const queue = queueOn(place);
    const at: number[] = [];
    let ticks = 0;
    queue.work('spec.later', async () => void at.push(Date.now()));
    queue.work('spec.tick', async () => void ticks++);
    const put = Date.now();
    await queue.add('spec.later', {}, { delay: 300 });
    await queue.schedule('spec.tick', 'all', { every: 3_600_000 }, {});
    await queue.schedule('spec.tick', 'all', { every: 100 }, {});
    await until(() => at.length === 1 && ticks >= 3);
    expect(at[0]! - put).toBeGreaterThanOrEqual(290);
    await queue.unschedule('spec.tick', 'all');
    await until(async () => (await queue.depths()).every((depth) => depth.delayed === 0 && depth.active === 0));
  });

  it('hands a job back when the process stops, for another to continue, and lets one that goes on finish', async () => {
    const first = queueOn(place);
    let finished = false;
    let started = 0;
    first.work('spec.handover', async ({ signal }) => {
      started++;
      await aborted(signal);
      signal.throwIfAborted();
    });
    first.work('spec.finish', async ({ signal }) => {
      started++;
      await aborted(signal);
      await delay(50);
      finished = true;
    });
    await first.add('spec.handover', { n: 1 });
    await first.add('spec.finish', { n: 2 });
    await until(() => started === 2);
    expect(await first.close()).toBe(0);
    expect(finished).toBe(true);

    const second = queueOn(place);
    const attempts: number[] = [];
    second.work('spec.handover', async ({ attempt }) => void attempts.push(attempt));
    second.work('spec.finish', async () => {
      throw new Error('it was finished');
    });
    await until(async () => attempts.length === 1 && (await second.depths()).every((depth) => depth.waiting + depth.active === 0));
    expect(attempts).toEqual([1]);
  });

  it('does not wait for ever for a handler that ignores the stop, and says that it was left', async () => {
    const stubborn = queueOn(place, { lockDuration: 1_000 });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let started = false;
    stubborn.work('spec.stubborn', async () => {
      started = true;
      await held;
    });
    await stubborn.add('spec.stubborn', {});
    await until(() => started);
    expect(await stubborn.close(50)).toBe(1);
    release();
  });

  it('runs a job again whose process was killed', async () => {
    const code = `
      const { BullQueue, ${place.backend} } = await import(${JSON.stringify(pathToFileURL(join(ROOT, 'src/platform/queue/index.ts')).href)});
      const log = { debug() {}, info() {}, warn() {}, error() {} };
      const queue = new BullQueue({ backend: ${place.backend}(process.env.JOBS_URL, () => {}), log, lockDuration: 1000, stalledInterval: 300 });
      queue.work('spec.killed', () => new Promise(() => { console.log('working'); setInterval(() => {}, 1000); }));`;
    const child = spawn(
      process.execPath,
      ['--import', pathToFileURL(join(ROOT, 'scripts/typescript.mjs')).href, '--input-type=module', '-e', code],
      {
        cwd: ROOT,
        env: { ...process.env, NODE_OPTIONS: '', JOBS_URL: place.url() },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const queue = queueOn(place, { lockDuration: 1_000, stalledInterval: 300 });
    await queue.add('spec.killed', { n: 1 }, { jobId: 'w' });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    const seen: unknown[] = [];
    queue.work('spec.killed', async ({ payload, attempt }) => void seen.push([payload.n, attempt]));
    await until(() => seen.length === 1);
    expect(seen).toEqual([[1, 1]]);
  });
}

describe('the queue on PostgreSQL', () => {
  keepsItsWord(POSTGRES);

  it('is migrated again once it has been used, as every upgrade does', async () => {
    const queue = queueOn(POSTGRES);
    let done = 0;
    queue.work('spec.upgrade', async () => void (done += 1));
    await queue.add('spec.upgrade', {});
    await until(() => done === 1);
    await migrateQueue(db.ownerUrl);
    await queue.add('spec.upgrade', {});
    await until(() => done === 2);
  });

  describe('on a server of its own', () => {
    let dataDir: string;
    let server: Awaited<ReturnType<typeof startEmbedded>>;
    const own: Place = { ...POSTGRES, url: () => server.jobsUrl };

    beforeAll(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'interline-queue-'));
      server = await startEmbedded({ dataDir, log: silent });
      await migrateQueue(server.ownerUrl);
    });
    afterAll(async () => {
      await server.stop();
      await dropCluster(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    });

    async function allow(connections: number): Promise<void> {
      const admin = new Client({ connectionString: server.adminUrl });
      await admin.connect();
      await admin.query(`ALTER ROLE ${ROLES.jobs} CONNECTION LIMIT ${connections}`);
      await admin.end();
    }

    it('works once the database has a connection to give, and does not ask without pause until then', async () => {
      await allow(0);
      const refused: unknown[] = [];
      const log = { ...silent, debug: (detail: object) => void refused.push(detail) };
      const queue = queueOn(own, { log });
      const seen: unknown[] = [];
      queue.work('spec.refused', async ({ payload }) => void seen.push(payload.n));
      await expect(queue.add('spec.refused', { n: 1 })).rejects.toThrow('too many connections');
      await until(() => refused.length > 3);
      expect(refused.length).toBeLessThan(20);
      await allow(-1);
      await queue.add('spec.refused', { n: 2 });
      await until(() => seen.length === 1);
      expect(seen).toEqual([2]);
    });

    it('goes on when the database was killed and came back', async () => {
      const queue = queueOn(own, { lockDuration: 1_000, stalledInterval: 300 });
      const seen: unknown[] = [];
      queue.work('spec.outage', async ({ payload }) => void seen.push(payload.n));
      await queue.add('spec.outage', { n: 1 });
      await until(() => seen.length === 1);
      process.kill(server.pid, 'SIGKILL');
      await until(() => !server.ready);
      await until(() => server.ready);
      await until(() =>
        queue.add('spec.outage', { n: 2 }, { jobId: 'two' }).then(
          () => true,
          () => false,
        ),
      );
      await until(() => seen.includes(2));
      await queue.close();
    });
  });
});

onRedis(() => {
  keepsItsWord(REDIS);

  it('says so when a job cannot be put, and goes on when Redis is back and empty: schedules are put again', async () => {
    const queue = queueOn(REDIS, { lockDuration: 1_000, stalledInterval: 300 });
    let ticks = 0;
    queue.work('spec.tick', async () => void ticks++);
    await queue.schedule('spec.tick', 'all', { every: 50 }, {});
    await until(() => ticks > 0);
    await redis!.kill();
    await expect(queue.add('spec.tick', {})).rejects.toThrow();
    await expect(pingRedis(redis!.url)).rejects.toThrow('ECONNREFUSED');
    await redis!.start();
    await pingRedis(redis!.url);
    const before = ticks;
    await until(() => ticks > before + 2);
    await queue.unschedule('spec.tick', 'all');
    await queue.close();
  });
});
