import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { textOf, vendorBug, type AnyStream, type Connector, type OrderRecord, type Page, type RawRecord } from '@interline/sdk';
import { readPluginFolder } from '@interline/sdk/host';
import { Lab, NOW, plannedChecks, runCheck } from '@interline/sdk/testkit';
import simulator from './simulator/index.js';
import template from './src/index.js';

const manifest = readPluginFolder(fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')).manifest!;
const good = template as unknown as Connector;
const orders = good.streams['orders']! as Extract<AnyStream, { kind: 'orders' }>;

type Orders = typeof orders;
const reading = (read: Orders['read']): Connector => ({ ...good, streams: { orders: { ...orders, read } } });
const mapping = (map: (record: RawRecord) => OrderRecord): Connector => ({ ...good, streams: { orders: { ...orders, map } } });
const eachPage = (change: (page: Page) => Page): Connector =>
  reading(async function* (ctx, window) {
    for await (const page of orders.read(ctx, window)) yield change(page);
  });

/** Mistakes plugin authors make, each with the check that has to notice it. */
const MISTAKES: [mistake: string, check: string, connector: Connector][] = [
  [
    'order numbers read as doubles',
    'read.ids',
    mapping((record) => {
      const id = String(Number(record.externalId));
      const { lines } = orders.map(record, {});
      return { externalId: id, lines: lines.map((line) => ({ ...line, externalId: id })) };
    }),
  ],
  ['only the first page', 'read.control', eachPage((page) => ({ ...page, cursor: null, control: { count: 230 } }))],
  [
    'amounts a hundred times too small',
    'read.money',
    mapping((record) => {
      const { externalId, lines } = orders.map(record, {});
      return {
        externalId,
        lines: lines.map((line) => ({
          ...line,
          amount: line.amount / 100n,
          companyShare: line.companyShare / 100n,
          personalShare: line.amount / 100n - line.companyShare / 100n,
        })),
      };
    }),
  ],
  ['a cursor that is not used', 'read.resume', reading((ctx, window) => orders.read(ctx, { ...window, cursor: null }))],
  [
    'the time of reading in the record',
    'read.again',
    reading(async function* (ctx, window) {
      for await (const page of orders.read(ctx, window))
        yield {
          ...page,
          records: page.records.map(({ externalId, data }) => ({ externalId, data: { ...data, readAt: ctx.now().toISOString() } })),
        };
    }),
  ],
  [
    'a count made up from what was read',
    'page.count',
    reading(async function* (ctx, window) {
      let count = 0;
      for await (const page of orders.read(ctx, window)) {
        count += page.records.length;
        yield page.control ? { ...page, control: { count } } : page;
      }
    }),
  ],
  [
    'faults taken for the end',
    'fault.500.long',
    reading(async function* (ctx, window) {
      try {
        yield* orders.read(ctx, window);
      } catch {
        yield { records: [], cursor: null };
      }
    }),
  ],
  [
    'an error table in which busy is for ever',
    'fault.throttled',
    { ...good, fault: (response) => (response.status === 429 ? { class: 'config', code: '429', message: 'no' } : good.fault(response)) },
  ],
  [
    'an error table that takes a dead token for wrong credentials',
    'fault.token',
    { ...good, fault: (response) => (response.status === 401 ? { class: 'auth', code: '401', message: 'no' } : good.fault(response)) },
  ],
  [
    'wrong credentials taken for a fault that passes',
    'credentials.bad',
    {
      ...good,
      fault: (response) => (response.status === 401 ? { class: 'transient', code: '401', message: 'later' } : good.fault(response)),
    },
  ],
  [
    'an unknown word that makes map fail anywhere',
    'map.unknown',
    mapping((record) => {
      if (textOf(record.data.state) === 'TELEPORTED') throw new TypeError("cannot read properties of undefined (reading 'state')");
      return orders.map(record, {});
    }),
  ],
  [
    'a map that reads the clock',
    'map.pure',
    mapping((record) => {
      const { externalId, lines } = orders.map(record, {});
      return { externalId, lines: lines.map((line) => ({ ...line, description: String(Date.now()) })) };
    }),
  ],
  [
    'a map that changes its record',
    'map.pure',
    mapping((record) => {
      record.data.seen = true;
      return orders.map(record, {});
    }),
  ],
  [
    'lines named by their place from the end',
    'change.refund',
    mapping((record) => {
      const { externalId, lines } = orders.map(record, {});
      return {
        externalId,
        lines: lines.map(({ originLine: _originLine, ...line }, at) => ({ ...line, line: `line-${lines.length - at}` })),
      };
    }),
  ],
  ['a check that asks nothing', 'credentials.good', { ...good, check: async () => undefined }],
  [
    'reads that may not be repeated',
    'fault.slow',
    reading((ctx, window) =>
      orders.read({ ...ctx, http: { request: (request) => ctx.http.request({ ...request, idempotent: false }) } }, window),
    ),
  ],
  [
    'a web page read as an empty list',
    'fault.unknown',
    {
      ...good,
      fault: () => null,
      streams: {
        orders: {
          ...orders,
          read: async function* (ctx, window) {
            try {
              yield* orders.read(ctx, window);
            } catch (error) {
              if (String(error).includes('987654') || String(error).includes('400')) yield { records: [], cursor: null };
              else throw vendorBug('X', 'x');
            }
          },
        },
      },
    },
  ],
];

describe('the contract suite notices', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start({ manifest, connector: good, simulator, now: NOW });
  });
  afterAll(() => lab.close());

  it.each(MISTAKES)(
    '%s',
    async (_, id, connector) => {
      const broken = lab.with(connector);
      const planned = plannedChecks(broken).find(({ check }) => check.id === id)!;
      await expect(runCheck(planned, broken)).rejects.toMatchObject({
        name: expect.stringMatching(/^(AssertionError|VendorError|PluginError)$/),
      });
      await expect(
        runCheck(
          plannedChecks(lab).find(({ check }) => check.id === id)!,
          lab,
        ),
      ).resolves.toBeUndefined();
    },
    30_000,
  );
});
