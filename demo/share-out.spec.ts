import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { WorldFacts, WorldOrder } from '@interline/sdk/simulator';

import { type Seller, shareOut } from './share-out.js';
import { AS_OF, monthIn, ordersOf } from './world.fixture.js';
import { buildWorld } from './world.js';
import type { World } from './world.types.js';

// A year of a company takes a second alone, and several on a busy machine.
jest.setTimeout(60_000);

const RIDES: Seller = { connectorId: 'rides', category: 'ride', sells: ['ride', 'flight', 'hotel', 'train'] };
const TRAVEL: Seller = { connectorId: 'travel', category: 'travel', sells: ['flight', 'hotel', 'train'] };
const MEALS: Seller = { connectorId: 'meals', category: 'meal', sells: ['meal'] };
const GOODS: Seller = { connectorId: 'goods', category: 'procurement', sells: ['goods'] };
const ALL = [GOODS, MEALS, RIDES, TRAVEL];

let world: World;
beforeAll(() => {
  world = buildWorld({ seed: 'demo', asOf: AS_OF });
});

/** How many orders of each kind a seller was given. */
function counts(facts: WorldFacts | undefined): Partial<Record<WorldOrder['kind'], number>> {
  const counted: Partial<Record<WorldOrder['kind'], number>> = {};
  for (const { kind } of facts?.orders ?? []) counted[kind] = (counted[kind] ?? 0) + 1;
  return counted;
}
const idsOf = (shares: Map<string, WorldFacts>): string[] => [...shares.values()].flatMap(({ orders = [] }) => orders.map(({ id }) => id));

describe('the world among its sellers', () => {
  it('places each order once, by category', () => {
    const shares = shareOut(world, ALL);
    expect(idsOf(shares).sort()).toEqual(
      ordersOf(world)
        .map(({ id }) => id)
        .sort(),
    );
    const all = counts(world.facts);
    expect(counts(shares.get('meals'))).toEqual({ meal: all.meal });
    expect(counts(shares.get('goods'))).toEqual({ goods: all.goods });
    expect(Object.keys(counts(shares.get('travel'))).sort()).toEqual(['flight', 'hotel', 'train']);
    expect(counts(shares.get('rides')).ride).toBe(all.ride);
    expect(shares.get('rides')!.orders!.length).toBeGreaterThan(6_000);
  });

  it('lets one legal entity travel with its rides', () => {
    const shares = shareOut(world, ALL);
    const entities = (seller: string): Set<string> =>
      new Set(shares.get(seller)!.orders!.flatMap(({ kind, legalEntity }) => (kind === 'ride' ? [] : [legalEntity!.code])));
    expect([entities('rides'), entities('travel')]).toEqual([new Set(['NB-SH']), new Set(['NB-BJ'])]);
    const { flight, hotel, train } = counts(shares.get('rides'));
    expect([flight! > 300, hotel! > 200, train! > 50]).toEqual([true, true, true]);
  });

  it('adds up: the cash of the shares is the ledger', () => {
    const sums = new Map<string, [orders: Set<string>, company: bigint]>();
    for (const { orders = [] } of shareOut(world, ALL).values()) {
      for (const { id, kind, cash } of orders) {
        for (const { at, company } of cash) {
          const [ids, sum] = sums.get(`${monthIn(at)} ${kind}`) ?? [new Set<string>(), 0n];
          sums.set(`${monthIn(at)} ${kind}`, [ids.add(id), sum + BigInt(company)]);
        }
      }
    }
    const told = [...sums].map(([key, [ids, sum]]) => `${key} ${ids.size} ${sum}`).sort();
    expect(told).toEqual(world.ledger.map(({ period, kind, orders, companyShare }) => `${period} ${kind} ${orders} ${companyShare}`));
  });

  it('gives each correction of a bill to whom the order was given, and each seller one', () => {
    const shares = shareOut(world, ALL);
    for (const [seller, kind] of [
      ['rides', 'ride'],
      ['travel', 'flight'],
      ['meals', 'meal'],
      ['goods', 'goods'],
    ] as const) {
      const { billAdjustments, orders } = shares.get(seller)!;
      expect(billAdjustments!.map((each) => each.kind)).toEqual([kind, kind]);
      expect(orders!.map(({ id }) => id)).toContain(billAdjustments![0]!.orderId);
    }
  });

  it('asks whoever sells a kind where nobody of its category is there, and tells nobody what nobody sells', () => {
    const alone = shareOut(world, [RIDES]);
    const all = counts(world.facts);
    expect(counts(alone.get('rides'))).toEqual({ ride: all.ride, flight: all.flight, hotel: all.hotel, train: all.train });
    expect(alone.get('rides')!.billAdjustments!.map(({ kind }) => kind)).toEqual(['ride', 'ride', 'flight', 'flight']);
    const without = shareOut(world, [GOODS, MEALS, TRAVEL]);
    expect(counts(without.get('travel'))).toEqual({ flight: all.flight, hotel: all.hotel, train: all.train });
    expect(idsOf(without)).toHaveLength(ordersOf(world).length - all.ride!);
    expect(shareOut(world, [])).toEqual(new Map());
  });

  it('tells everybody of all people and legal entities, also whom nothing is ordered from', () => {
    const shares = shareOut(world, [...ALL, { connectorId: 'chat', category: 'im', sells: [] }]);
    for (const { people, legalEntities } of shares.values())
      expect([people, legalEntities]).toEqual([world.facts.people, world.facts.legalEntities]);
    expect(shares.get('chat')).toMatchObject({ orders: [], billAdjustments: [] });
  });
});
