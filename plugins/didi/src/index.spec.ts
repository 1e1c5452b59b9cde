import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Manifest } from '@interline/sdk';
import { parse } from 'yaml';
import { contextOf, envelope } from '../fixtures/context.js';
import didi from './index.js';

const manifest = parse(readFileSync(new URL('../manifest.yaml', import.meta.url), 'utf8')) as Manifest;

describe('the connector', () => {
  it('has the streams, actions and hook its manifest names', () => {
    expect(Object.fromEntries(Object.entries(didi.streams).map(([id, stream]) => [id, stream.kind]))).toEqual(
      Object.fromEntries(Object.entries(manifest.streams).map(([id, stream]) => [id, stream.kind])),
    );
    expect(Object.keys(didi.actions!).sort()).toEqual([...manifest.actions!].sort());
    expect([didi.hook !== undefined, manifest.hook !== undefined]).toEqual([true, true]);
  });

  it('stays within what DiDi publishes', () => {
    const { rides, travel_orders: travel } = manifest.streams;
    expect(rides!.window).toMatchObject({ maxDays: 7, settleSeconds: 300 });
    expect(travel!.window).toMatchObject({ maxDays: 30, settleSeconds: 300, maxAgeDays: 730 });
    expect([manifest.budget.concurrency, manifest.timeOffset]).toEqual([1, '+08:00']);
    expect(manifest.environments).toMatchObject({
      production: { baseUrl: 'https://api.es.xiaojukeji.com' },
      pre_release: { baseUrl: 'https://api.es.xiaojukeji.com/pre-release-20' },
    });
  });

  it('keeps secret and sign key in the vault and says both languages everywhere', () => {
    const { properties } = manifest.auth.credentials;
    expect(Object.keys(properties).filter((name) => properties[name]!.secret === true)).toEqual(['client_secret', 'sign_key']);
    for (const text of [
      manifest.name,
      manifest.description,
      manifest.hook!.title,
      ...Object.values(manifest.streams).map((stream) => stream.title),
    ]) {
      expect([text['zh-CN'], text.en].every((words) => words.length > 0)).toBe(true);
    }
  });

  it('names each personal field as a JSON pointer into its raw records', () => {
    const roots: Record<string, RegExp> = {
      rides: /^\/(list|detail)\//,
      travel_orders: /^\/order\//,
      not_billed: /^\/row\//,
      statement_lines: /^\/row\//,
      statements: /^$/,
    };
    for (const [id, stream] of Object.entries(manifest.streams)) {
      for (const { path } of stream.personal ?? []) expect(path).toMatch(roots[id]!);
    }
  });

  it('proves the credentials with one cheap call', async () => {
    const { ctx, requests } = contextOf(() => envelope({ total: 0, records: [] }));
    await didi.check(ctx);
    expect(requests).toEqual([
      {
        method: 'GET',
        path: '/river/Order/get',
        query: { start_time: '2026-04-10 11:00:00', end_time: '2026-04-10 12:00:00', offset: '0', length: '1' },
      },
    ]);
  });
});
