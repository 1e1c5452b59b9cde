import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ExpenseLine } from '../canonical/index.js';
import type { Connector, ConnectorContext, Page } from '../connector/index.js';
import { Lab, NOW, plannedChecks, runCheck, type PlannedCheck } from './index.js';
import { done, queueConnector, queueManifest, queueOrders, queueSimulator, take } from './queue-vendor.fixture.js';

type Read = typeof queueOrders.read;
const reading = (read: Read): Connector => ({ ...queueConnector, streams: { orders: { ...queueOrders, read } } });
/** A context whose requests are first looked at; what the look gives is the answer instead. */
const watched = (ctx: ConnectorContext, look: (path: string) => object | null): ConnectorContext => ({
  ...ctx,
  http: {
    request: async (request) => {
      const json = look(request.path);
      return json ? { status: 200, headers: {}, json: json as never, text: '' } : ctx.http.request(request);
    },
  },
});
const collected = async (pages: AsyncIterable<Page>): Promise<Page[]> => {
  const all: Page[] = [];
  for await (const page of pages) all.push(page);
  return all;
};

/** Mistakes authors make with a queue, each with a check that has to notice it. */
const MISTAKES: [mistake: string, check: string, connector: Connector][] = [
  [
    'messages acknowledged as soon as they are taken',
    'message.acknowledged',
    reading(async function* (ctx, window) {
      for await (const page of queueOrders.read(ctx, window)) {
        const { after } = (page.cursor ?? {}) as { after?: string };
        const last = Number(after?.slice(1) ?? 0);
        // The fixture numbers its messages, and gives fifty at once.
        await done(
          ctx,
          [...Array(50).keys()].map((at) => `m${last - at}`),
        );
        yield page;
      }
    }),
  ],
  [
    'everything collected before the first page',
    'message.resume',
    reading(async function* (ctx, window) {
      const pages = await collected(queueOrders.read(ctx, window));
      yield* pages;
    }),
  ],
  [
    'nothing acknowledged',
    'message.once',
    reading((ctx, window) =>
      queueOrders.read(
        watched(ctx, (path) => (path === '/done' ? {} : null)),
        window,
      ),
    ),
  ],
  [
    'one reading of the queue and no more',
    'message.lost',
    reading(async function* (ctx, window) {
      let taken = 0;
      const once = watched(ctx, (path) => (path === '/take' && ++taken > 5 ? { messages: [] } : null));
      yield* queueOrders.read(once, window);
    }),
  ],
  [
    'orders that cannot be read acknowledged and left out',
    'message.unopened',
    reading(async function* (ctx, window) {
      for await (const page of queueOrders.read(ctx, window)) {
        yield { ...page, records: page.records.filter(({ data }) => data['message'] === undefined) };
      }
      await done(
        ctx,
        (await take(ctx)).map(({ id }) => id),
      );
    }),
  ],
  [
    'an order that cannot be read that ends the reading',
    'message.unopened',
    reading(async function* (ctx, window) {
      for await (const page of queueOrders.read(ctx, window)) {
        if (page.records.some(({ data }) => data['message'] !== undefined)) throw new Error('no phone');
        yield page;
      }
    }),
  ],
  [
    'only the last message about an order acknowledged',
    'message.repeated',
    reading((ctx, window) => {
      const last: ConnectorContext = {
        ...ctx,
        http: {
          request: (request) => {
            const { ids } = (request.json ?? {}) as { ids?: string[] };
            return ctx.http.request(ids ? { ...request, json: { ids: ids.slice(-1) } } : request);
          },
        },
      };
      return queueOrders.read(last, window);
    }),
  ],
  [
    'an order read once and never again',
    'message.changed',
    (() => {
      const known = new Set<string>();
      return reading(async function* (ctx, window) {
        for await (const page of queueOrders.read(ctx, window)) {
          yield { ...page, records: page.records.filter(({ externalId }) => !known.has(externalId)) };
          for (const { externalId } of page.records) known.add(externalId);
        }
      });
    })(),
  ],
];

describe('a stream that is fed by messages', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start({ manifest: queueManifest, connector: queueConnector, simulator: queueSimulator, now: NOW });
  }, 60_000);
  afterAll(() => lab.close());
  const planned = (of: Lab, id: string): PlannedCheck =>
    plannedChecks(of).find(({ check, stream }) => check.id === id && stream === 'orders')!;

  const plugin = { manifest: queueManifest, connector: queueConnector };
  const checks = plannedChecks(plugin).filter(({ stream, silent }) => stream === 'orders' && silent === null);
  it.each(checks.map(({ check }) => check.id))('holds %s when it is read well', async (id) => {
    await runCheck(planned(lab, id), lab).catch((error: unknown) => {
      if ((error as Error).name !== 'DoesNotApply') throw error;
    });
  });

  it('is asked the checks of queues, and not those of lists that are there to be read again', () => {
    const asked = checks.map(({ check }) => check.id);
    expect(asked.filter((id) => id.startsWith('message.'))).toHaveLength(7);
    for (const id of ['read.resume', 'read.again', 'change.refund']) expect(asked).not.toContain(id);
  });

  it('beside a list is asked both', () => {
    const orders = { ...queueManifest.streams['orders']!, delivery: 'both' as const };
    const beside = { ...plugin, manifest: { ...queueManifest, streams: { orders } } };
    const also = plannedChecks(beside).filter(({ stream, silent }) => stream === 'orders' && silent === null);
    expect(also.map(({ check }) => check.id)).toEqual(
      expect.arrayContaining([...checks.map(({ check }) => check.id), 'read.resume', 'read.again', 'change.refund']),
    );
  });

  describe('whose refunded orders cost less in place', () => {
    const money = (of: Lab): Promise<void> =>
      runCheck(
        plannedChecks(of).find(({ check }) => check.id === 'read.money')!,
        of,
      );
    const changed = (change: (line: ExpenseLine) => ExpenseLine): Connector => {
      const map: typeof queueOrders.map = (record, config) => {
        const { externalId, lines } = queueOrders.map(record, config);
        return { externalId, lines: lines.map(change) };
      };
      return { ...queueConnector, streams: { orders: { ...queueOrders, map } } };
    };

    it('has the money in the months the orders were made', () => money(lab));

    it.each([
      ['an order in another month', changed((line) => ({ ...line, occurredAt: new Date(line.occurredAt.getTime() - 31 * 86_400_000) }))],
      ['money in the other share', changed((line) => ({ ...line, companyShare: line.amount, personalShare: 0n }))],
      ['a cent too much', changed((line) => ({ ...line, amount: line.amount + 1n, companyShare: line.companyShare + 1n }))],
    ])('is noticed to have %s', async (_, connector) => {
      await expect(money(lab.with(connector))).rejects.toMatchObject({ name: 'AssertionError' });
    });

    it('is asked for refunds in the months they were given where its manifest does not say so', async () => {
      const { refunds: _refunds, ...stream } = queueManifest.streams['orders']!;
      const manifest = { ...queueManifest, streams: { orders: stream } };
      const silent = await Lab.start({ manifest, connector: queueConnector, simulator: queueSimulator, now: NOW });
      await expect(money(silent)).rejects.toMatchObject({ name: 'AssertionError' });
      await silent.close();
    });
  });

  it.each(MISTAKES)('is noticed to have %s', async (_, id, connector) => {
    const broken = lab.with(connector);
    await expect(runCheck(planned(broken, id), broken)).rejects.toMatchObject({
      name: expect.stringMatching(/^(AssertionError|VendorError|PluginError)$/),
    });
  });
});
