import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Connector, Manifest } from '@interline/sdk';
import { connectorProblems } from '@interline/sdk/host';
import { parse } from 'yaml';
import { OK, contextOf, sent, settled } from '../fixtures/context.js';
import ctrip from './index.js';

const manifest = parse(readFileSync(new URL('../manifest.yaml', import.meta.url), 'utf8')) as Manifest;

describe('the connector', () => {
  it('has what its manifest says', () => expect(connectorProblems(ctrip as unknown as Connector, manifest)).toEqual([]));

  it('stays within the spans that are known to work', () => {
    const { orders, settlements, statement_lines: lines } = manifest.streams;
    // Thirty times 24 hours touch 31 days at most.
    expect([orders, settlements, lines].map((stream) => stream!.window.maxDays)).toEqual([30, 30, 30]);
    expect(manifest.environments['production']).toMatchObject({
      baseUrl: 'https://ct.ctrip.com',
      services: { order_ids: 'https://corpsz.ctrip.com' },
    });
  });

  it('names personal fields that are there, of every product', () => {
    const paths = manifest.streams['statement_lines']!.personal!.map(({ path }) => path.split('/').slice(2));
    for (const { product, row } of settled()) {
      const named = paths.filter((path) => valueAt(row, path) !== undefined);
      expect([product, named.length > 0]).toEqual([product, true]);
    }
    const ofOrders = manifest.streams['orders']!.personal!.map(({ path }) => path);
    for (const { path } of manifest.streams['statement_lines']!.personal!) expect(ofOrders).toContain(`/rows/*${path}`);
  });

  it('proves the credentials with one cheap call', async () => {
    const { ctx, requests } = contextOf(() => ({ Status: OK, TotalRecord: 0, FlightOrderAccountSettlementList: null }));
    await ctrip.check(ctx);
    expect(requests.map((request) => [request.query, sent(request)['AccountID'], sent(request)['DateFrom']])).toEqual([
      [{ type: 'json' }, '77', '2026-04-20'],
    ]);
  });
});

/** What stands at a path, `*` for the first of a list. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Record<string, unknown> | null | undefined)?.[part === '*' ? '0' : part], value);
}
