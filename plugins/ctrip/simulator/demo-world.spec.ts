import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type LedgerRow, WorldStore } from '@interline/sdk/simulator';

import { buildWorld, type World } from '../../../demo/index.js';
import { Caller, moneyOf } from './caller.fixture.js';
import simulator from './index.js';

// A year of a company takes a second alone, and several on a busy machine.
jest.setTimeout(60_000);

const SOLD = ['flight', 'hotel', 'train'];

/** The demo's whole year, sent to the simulator and read back over HTTP by a client that knows nothing but the field names. */
describe('the demo’s world at Ctrip', () => {
  const asOf = new Date('2026-11-23T12:00:00+08:00');
  let world: World;
  let caller: Caller;

  beforeAll(async () => {
    world = buildWorld({ seed: 'demo', asOf });
    caller = new Caller(await simulator.start({ now: () => asOf }));
    const { orders = [], billAdjustments = [] } = world.facts;
    const own = [orders, billAdjustments].map((list) => list.filter(({ kind }) => SOLD.includes(kind)).length);
    expect((await caller.control('POST', '/facts', world.facts)).json).toMatchObject({
      orders: own[0],
      billAdjustments: own[1],
      ignored: orders.length + billAdjustments.length - own[0]! - own[1]!,
    });
  });
  afterAll(() => caller.simulator.close());

  const own = (): World['ledger'] => world.ledger.filter(({ kind }) => SOLD.includes(kind));

  it('is summed to the cent as the world itself sums its cash, and billed as it was paid but for the one month that disagrees', async () => {
    const ledger: LedgerRow[] = (await caller.control('GET', '/ledger')).json;
    expect(ledger.map(({ billLines: _lines, billed: _billed, ...cash }) => cash)).toEqual(own());
    const differing = ledger.filter(({ billed, companyShare }) => billed !== companyShare);
    expect(
      differing.map(({ period, kind, billed, companyShare }) => ({ period, kind, amount: BigInt(billed) - BigInt(companyShare) })),
    ).toEqual(world.disagreements.filter(({ kind }) => SOLD.includes(kind)));
  });

  it('comes over the wire whole: every order by its number, and every settlement row, to the cent', async () => {
    const rowsOnWire: (ReturnType<typeof moneyOf> & { product: string })[] = [];
    const ids = new Set<string>();
    const day = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
    for (let at = Date.parse('2025-10-01T00:00:00+08:00'); at < asOf.getTime(); at += 31 * 86_400_000) {
      const [first, last] = [day(at), day(at + 30 * 86_400_000)];
      const numbers = await caller.call('/order/queryOrderIdList', { BeginDate: first, EndDate: last });
      for (const { OrderId } of numbers.json.Data) ids.add(String(OrderId));
      for (const product of ['flight', 'hotel', 'train'] as const) {
        for (let page = 1, more = true; more; page++) {
          const { rows, json } = await caller.settled(product, { DateFrom: first, DateTo: last, PageIndex: page, PageSize: 400 });
          more = page * 400 < json.TotalRecord;
          rowsOnWire.push(...rows.map((row) => ({ ...moneyOf(product, row), product })));
        }
      }
    }
    // The two corrections stand under numbers that are no orders'.
    expect(rowsOnWire.filter(({ id }) => !ids.has(id))).toHaveLength(2);
    const sums = new Map<string, { ids: Set<string>; company: bigint; personal: bigint }>();
    for (const { total, personal, id, created, product } of rowsOnWire.filter((row) => ids.has(row.id))) {
      const key = `${created.slice(0, 7)} ${product}`;
      const sum = sums.get(key) ?? { ids: new Set(), company: 0n, personal: 0n };
      sums.set(key, { ids: sum.ids.add(id), company: sum.company + total - personal, personal: sum.personal + personal });
    }
    const wire = [...sums].map(([key, { ids: orders, company, personal }]) => `${key} ${orders.size} ${company} ${personal}`).sort();
    expect(wire).toEqual(own().map((row) => `${row.period} ${row.kind} ${row.orders} ${row.companyShare} ${row.personalShare}`));
    const sold = new WorldStore(['flight', 'hotel', 'train']);
    sold.accept(world.facts);
    expect(ids).toEqual(new Set([...sold.orders.all()].map(({ id }) => id)));
  });
});
