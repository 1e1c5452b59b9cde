import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Connector, ExpenseLine, Manifest, OrderRecord } from '@interline/sdk';
import { Lab } from '@interline/sdk/testkit';
import { parse } from 'yaml';
import { at, goods } from './simulator/facts.fixture.js';
import simulator from './simulator/index.js';
import jd from './src/index.js';

jest.setTimeout(60_000);

const manifest = parse(readFileSync(new URL('manifest.yaml', import.meta.url), 'utf8')) as Manifest;
const now = new Date('2026-11-20T03:00:00Z');
const SPLIT = '82439393004';
const MIXED = '82439393005';

/** The sources disagree whether an order's price holds its freight: whichever is so, the balance tells. */
describe('an order’s freight, from the simulator through the connector', () => {
  let lab: Lab;

  beforeAll(async () => {
    const orders = [
      goods(
        SPLIT,
        [
          ['charge', '2026-11-10 10:00:00', 40_000, 0],
          ['fee', '2026-11-10 10:00:00', 1_003, 0],
        ],
        { detail: { split: '2,2' } },
      ),
      goods(MIXED, [
        ['charge', '2026-11-11 10:00:00', 8_000, 2_001],
        ['fee', '2026-11-11 10:00:00', 605, 0],
      ]),
    ];
    lab = await Lab.start({ manifest, connector: jd as unknown as Connector, simulator, facts: { orders }, now });
  });
  afterAll(() => lab.close());

  async function read(): Promise<{ lines: ExpenseLine[]; problems: string[] }> {
    const session = lab.session();
    const readings = await lab.readAll('orders', { from: new Date(at('2026-11-01 00:00:00')), to: now }, session);
    const mapped = readings.flatMap(({ records }) => session.map('orders', records));
    const orders = new Map(
      mapped.flatMap(({ canonical }) => (canonical ? [[(canonical as OrderRecord).externalId, canonical as OrderRecord]] : [])),
    );
    return {
      lines: [...orders.values()].flatMap((order) => order.lines),
      problems: mapped.flatMap(({ record, problem }) => (problem ? [`${record.externalId} ${problem.message}`] : [])),
    };
  }

  const sums = (lines: readonly ExpenseLine[]): [goods: bigint, freight: bigint, personal: bigint] => [
    lines.filter(({ line }) => line === 'goods').reduce((sum, { amount }) => sum + amount, 0n),
    lines.filter(({ line }) => line === 'freight').reduce((sum, { amount }) => sum + amount, 0n),
    lines.reduce((sum, { personalShare }) => sum + personalShare, 0n),
  ];

  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('is the same where the price holds it (%s) and the detail tells who paid (%s)', async (freightInPrice, payDetails) => {
    await lab.reset();
    await lab.control('POST', '/settings', { freightInPrice, payDetails });
    const { lines, problems } = await read();
    expect(problems).toEqual([]);
    const ofSplit = lines.filter(({ detail }) => detail?.['parentOrder'] === SPLIT);
    expect(new Set(ofSplit.map(({ externalId }) => externalId)).size).toBe(3);
    expect(sums(ofSplit)).toEqual([40_000n, 1_003n, 0n]);
    expect(sums(lines.filter(({ externalId }) => externalId === MIXED))).toEqual([10_001n, 605n, 2_001n]);
  });

  it('and a refund on an order that a person paid a part of waits in quarantine: what the person got is told nowhere', async () => {
    await lab.reset();
    await lab.control('POST', `/orders/${MIXED}`, { refund: { company: '700', at: at('2026-11-19 10:00:00'), text: '少送' } });
    const { lines, problems } = await read();
    expect(problems).toEqual([expect.stringMatching(/^message:\d+ what a person got back is not told/)]);
    expect(lines.filter(({ externalId, lineType }) => externalId === MIXED && lineType === 'refund')).toMatchObject([
      { companyShare: -700n },
    ]);
  });
});
