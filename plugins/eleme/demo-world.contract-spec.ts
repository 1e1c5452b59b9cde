import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { formatLocalTime, type Connector, type OrderRecord } from '@interline/sdk';
import { readPluginFolder } from '@interline/sdk/host';
import type { WorldOrder } from '@interline/sdk/simulator';
import { Lab } from '@interline/sdk/testkit';
import { buildWorld, shareOut, type World } from '../../demo/index.js';
import simulator from './simulator/index.js';
import connector from './src/index.js';

const isMeal = ({ kind }: Pick<WorldOrder, 'kind'>): boolean => kind === 'meal';

/** The meals of the demo's whole year, told to the simulator and read back by the connector in one reading. */
describe('the demo’s world at Ele.me', () => {
  const asOf = new Date('2026-11-23T03:00:00+08:00');
  let world: World;
  let meals: WorldOrder[];
  let lab: Lab;
  let orders: Map<string, OrderRecord>;

  beforeAll(async () => {
    const { manifest } = readPluginFolder(fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, ''));
    lab = await Lab.start({ manifest: manifest!, connector: connector as unknown as Connector, simulator, now: asOf, patience: 30_000 });
    world = buildWorld({ seed: 'demo', asOf });
    lab.facts = shareOut(world, [{ connectorId: 'eleme', category: 'meal', sells: ['meal'] }]).get('eleme')!;
    meals = lab.facts.orders!.filter(({ cash }) => cash.some(({ at }) => new Date(at) <= asOf));
    await lab.reset();
    const session = lab.session();
    const { records, fault } = await lab.read('orders', { from: new Date(asOf.getTime() - 366 * 86_400_000), to: asOf }, session);
    if (fault) throw fault;
    const mapped = session.map('orders', records);
    expect(mapped.flatMap(({ problem }) => problem?.message ?? [])).toEqual([]);
    orders = new Map(mapped.map(({ record, canonical }) => [record.externalId, canonical as OrderRecord]));
  }, 240_000);
  afterAll(() => lab?.close());

  it('arrives whole', () => {
    expect(meals.length).toBeGreaterThan(1_000);
    expect([...orders.keys()].sort()).toEqual(meals.map(({ id }) => id).sort());
  });

  it('is the world’s own money, month by month: nobody is given money back in a later month', () => {
    const sums = new Map<string, { companyShare: bigint; personalShare: bigint }>();
    for (const { occurredAt, companyShare, personalShare } of [...orders.values()].flatMap(({ lines }) => lines)) {
      const period = formatLocalTime(occurredAt, '+08:00').slice(0, 7);
      const sum = sums.get(period) ?? { companyShare: 0n, personalShare: 0n };
      sums.set(period, { companyShare: sum.companyShare + companyShare, personalShare: sum.personalShare + personalShare });
    }
    const told = world.ledger.filter(isMeal).map(({ period, companyShare, personalShare }) => `${period} ${companyShare} ${personalShare}`);
    expect([...sums].map(([period, { companyShare, personalShare }]) => `${period} ${companyShare} ${personalShare}`).sort()).toEqual(
      told.sort(),
    );
  });

  it('says by employee number who ate each meal', () => {
    const numbers = new Map(world.people.map(({ id, employeeNumber }) => [id, employeeNumber]));
    const wrong = meals.filter(
      ({ id, traveller }) => !orders.get(id)!.lines.every((line) => line.traveller?.employeeNumber === numbers.get(traveller as string)),
    );
    expect(wrong).toEqual([]);
  });

  it('takes two requests for each message, and three for each batch of them', async () => {
    const { waiting, delivered, confirmed } = await lab.control<Record<string, number>>('GET', '/messages');
    expect([waiting, delivered]).toEqual([0, 0]);
    expect(lab.exchanges.length).toBeLessThanOrEqual(2 * confirmed! + 3 * (Math.ceil(confirmed! / 200) + 1));
  });
});
