import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { formatLocalTime, type Connector, type Manifest, type OrderRecord } from '@interline/sdk';
import type { LedgerRow, WorldFacts } from '@interline/sdk/simulator';
import { Lab } from '@interline/sdk/testkit';
import { parse } from 'yaml';
import { buildWorld, shareOut } from '../../demo/index.js';
import simulator from './simulator/index.js';
import jd from './src/index.js';

// A year of a company takes some seconds alone, and more on a busy machine.
jest.setTimeout(120_000);

const manifest = parse(readFileSync(new URL('manifest.yaml', import.meta.url), 'utf8')) as Manifest;

/** The demo's whole year as it is told to JD, read over HTTP with the settings an admin leaves as they are. */
describe('the demo’s world, from the simulator through the connector', () => {
  // Nobody buys anything in the hour before, which no window holds yet.
  const asOf = new Date('2026-11-23T03:00:00+08:00');
  const world = buildWorld({ seed: 'demo', asOf });
  const facts: WorldFacts = shareOut(world, [{ connectorId: 'jd', category: 'procurement', sells: ['goods'] }]).get('jd')!;
  const wanted = facts.orders!;
  let lab: Lab;
  let records: OrderRecord[];

  beforeAll(async () => {
    lab = await Lab.start({ manifest, connector: jd as unknown as Connector, simulator, now: asOf, patience: 30_000 });
    await lab.control('POST', '/reset');
    for (let at = 0; at < wanted.length; at += 1_000)
      await lab.control('POST', '/facts', { ...facts, orders: wanted.slice(at, at + 1_000) });
    const session = lab.session();
    const readings = await lab.readAll('orders', { from: new Date('2025-11-01T00:00:00+08:00'), to: asOf }, session);
    const mapped = readings.flatMap((reading) => session.map('orders', reading.records));
    expect(mapped.filter(({ problem }) => problem)).toEqual([]);
    // Read in several windows, an order is what it was last.
    records = [...new Map(mapped.map(({ canonical }) => canonical as OrderRecord).map((order) => [order.externalId, order])).values()];
  });
  afterAll(() => lab.close());

  it('has every order of each month under its own number, whole or in its parts, to the cent', async () => {
    const sums = new Map<string, { orders: Set<string>; company: bigint; personal: bigint }>();
    for (const { externalId, lines } of records) {
      for (const { occurredAt, companyShare, personalShare, detail } of lines) {
        const period = formatLocalTime(occurredAt, '+08:00').slice(0, 7);
        const sum = sums.get(period) ?? { orders: new Set<string>(), company: 0n, personal: 0n };
        sum.orders.add(detail?.['parentOrder'] ?? externalId);
        sums.set(period, { ...sum, company: sum.company + companyShare, personal: sum.personal + personalShare });
      }
    }
    const read = [...sums]
      .map(([period, { orders, company, personal }]) => [period, orders.size, String(company), String(personal)])
      .sort();
    const row = ({ period, orders, companyShare, personalShare }: Omit<LedgerRow, 'kind' | 'billed' | 'billLines'>) => [
      period,
      orders,
      String(companyShare),
      String(personalShare),
    ];
    expect(read).toEqual(world.ledger.filter(({ kind }) => kind === 'goods').map(row));
    expect(read).toEqual((await lab.ledger()).filter(({ kind, orders }) => kind === 'goods' && orders > 0).map(row));
    const numbers = new Set(records.flatMap(({ externalId, lines }) => lines.map(({ detail }) => detail?.['parentOrder'] ?? externalId)));
    expect([...numbers].sort()).toEqual(
      wanted
        .filter(({ cash }) => cash.length > 0)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('tells who bought each, by the phone and name of one person of the company', () => {
    const people = new Map(facts.people!.map((person) => [person.id, person]));
    const buyers = new Map(wanted.map(({ id, traveller }) => [id, people.get(traveller as string)!]));
    const phones = facts.people!.map(({ phone }) => phone);
    expect(new Set(phones).size).toBe(phones.length);
    for (const { externalId, lines } of records) {
      for (const { traveller, detail } of lines) {
        const { name, phone } = buyers.get(detail?.['parentOrder'] ?? externalId)!;
        expect(traveller).toEqual({ name, phone });
      }
    }
  });
});
