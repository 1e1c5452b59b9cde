import { afterEach, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { pino } from 'pino';
import { HealthModule, type ReadinessCheck } from './health.module.js';
import { Metrics, MetricsServer } from './metrics.js';
import { observeRequests } from './observe-requests.js';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** @returns the address of a listening app */
async function appWith(checks: ReadinessCheck[], metrics: Metrics): Promise<string> {
  const module = await Test.createTestingModule({ imports: [HealthModule.forRoot(checks)] }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  observeRequests(app.getHttpAdapter().getInstance(), metrics, pino({ level: 'silent' }));
  cleanups.push(() => app.close());
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

/** The value of a sample in the text format; labels as `a="1",b="2"` in the order of their names. */
function sample(text: string, name: string, labels: string): number | undefined {
  const found = text.split('\n').find(
    (line) =>
      line.startsWith(`${name}{`) &&
      line
        .slice(name.length + 1, line.indexOf('}'))
        .split(',')
        .sort()
        .join(',') === labels,
  );
  return found === undefined ? undefined : Number(found.split(' ').at(-1));
}

describe('health', () => {
  it('is live whatever happens, and ready only while all it needs is there', async () => {
    let reason: string | null = null;
    const url = await appWith(
      [
        {
          name: 'database',
          check: async () => {
            if (reason) throw new Error(reason);
          },
        },
      ],
      new Metrics('spec', '1'),
    );
    const get = async (path: string) => {
      const response = await fetch(url + path);
      return { status: response.status, body: await response.json() };
    };
    expect((await get('/health/live')).body).toEqual({ status: 'ok' });
    expect((await get('/health/ready')).status).toBe(200);

    reason = 'being restarted';
    const answer = await get('/health/ready');
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ error: { database: { status: 'down', reason: 'being restarted' } } });
    expect((await get('/health/live')).status).toBe(200);
    reason = null;
    expect((await get('/health/ready')).status).toBe(200);
  });
});

describe('metrics', () => {
  it('are served on a loopback port of their own, with requests by route pattern', async () => {
    const metrics = new Metrics('spec', '1.2.3');
    metrics.gauge('interline_queue_jobs', 'Jobs', ['job'], () => [{ labels: { job: 'sync.window' }, value: 7 }]);
    metrics.gauge('interline_broken', 'Broken', [], () => Promise.reject(new Error('no database')));
    metrics.jobSeconds.observe({ job: 'sync.window', outcome: 'completed' }, 0.2);
    const url = await appWith([], metrics);
    await (await fetch(`${url}/health/live`)).text();
    await (await fetch(`${url}/nothing/here/123`)).text();

    const server = await MetricsServer.listen(metrics, 0);
    cleanups.push(() => server.close());
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    const text = await (await fetch(server.url)).text();
    expect(sample(text, 'interline_http_request_seconds_count', 'method="GET",process="spec",route="/health/live",status="200"')).toBe(1);
    expect(text).toContain('route="unknown",status="404"');
    expect(text).not.toContain('nothing/here');
    expect(sample(text, 'interline_queue_jobs', 'job="sync.window",process="spec"')).toBe(7);
    expect(sample(text, 'interline_build_info', 'process="spec",version="1.2.3"')).toBe(1);
    expect(sample(text, 'interline_job_seconds_count', 'job="sync.window",outcome="completed",process="spec"')).toBe(1);
    expect(text).not.toMatch(/^interline_broken/m);
    expect(text).toContain('process_resident_memory_bytes');
    expect((await fetch(server.url.replace('/metrics', '/'))).status).toBe(404);
  });
});
