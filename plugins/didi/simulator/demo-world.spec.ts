import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { LedgerRow, WorldOrder } from '@interline/sdk/simulator';

import { buildWorld, shareOut, type World } from '../../../demo/index.js';
import { Caller, type Loose } from './caller.fixture.js';
import simulator from './index.js';

// A year of a company takes a second alone, and several on a busy machine.
jest.setTimeout(60_000);

const KINDS = ['ride', 'flight', 'hotel', 'train'] as const;

/** The demo's whole year as it is told to Didi where it is the only one to order from, sent to the simulator and read back over HTTP by a client that knows nothing but how to sign. */
describe('the demo’s world at Didi', () => {
  // Nobody buys anything in the minutes before, which are not listed yet.
  const asOf = new Date('2026-11-23T03:00:00+08:00');
  let world: World;
  let caller: Caller;

  beforeAll(async () => {
    const whole = buildWorld({ seed: 'demo', asOf });
    const isSold = ({ kind }: { kind: WorldOrder['kind'] }): boolean => KINDS.some((each) => each === kind);
    const facts = shareOut(whole, [{ connectorId: 'didi', category: 'ride', sells: KINDS }]).get('didi')!;
    world = { ...whole, facts, ledger: whole.ledger.filter(isSold), disagreements: whole.disagreements.filter(isSold) };
    caller = new Caller(await simulator.start({ now: () => asOf, limits: 'open' }), () => asOf.getTime());
    expect((await caller.control('POST', '/facts', world.facts)).json).toMatchObject({ orders: world.facts.orders?.length, ignored: 0 });
  });
  afterAll(() => caller.simulator.close());

  const fen = (yuan: unknown): bigint => {
    const [, sign, whole, cents = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(yuan)) as unknown as [string, string, string, string?];
    return BigInt(`${sign}${whole}${cents.padEnd(2, '0')}`);
  };

  it('is summed to the cent as the world itself sums its cash', async () => {
    const ledger: LedgerRow[] = (await caller.control('GET', '/ledger')).json;
    expect(
      ledger.map(({ period, kind, orders, companyShare, personalShare }) => ({ period, kind, orders, companyShare, personalShare })),
    ).toEqual(world.ledger);
    const disagreeing = ledger.filter(({ billed, companyShare }) => billed !== companyShare);
    expect(
      disagreeing.map(({ period, kind, billed, companyShare }) => ({ period, kind, amount: BigInt(billed) - BigInt(companyShare) })),
    ).toEqual(world.disagreements);
  });

  it('comes over the wire whole: every ride and trip, to the cent', async () => {
    const sums = new Map<string, { ids: Set<string>; company: bigint }>();
    const add = (time: string, kind: string, id: string, company: bigint): void => {
      if (time === '') return;
      const key = `${time.slice(0, 7)} ${kind}`;
      const sum = sums.get(key) ?? { ids: new Set<string>(), company: 0n };
      sums.set(key, { ids: sum.ids.add(id), company: sum.company + company });
    };
    const day = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
    const rides = new Map<string, Loose>();
    const trips: Record<string, Set<string>> = {};
    const end = asOf.getTime();
    for (let at = Date.parse('2025-11-01T00:00:00+08:00'); at < end; at += 7 * 86_400_000) {
      for (let offset = 0, more = true; more; offset += 100) {
        const { data } = await caller.get('/river/Order/get', {
          start_date: day(at),
          end_date: day(at + 6 * 86_400_000),
          offset,
          length: 100,
        });
        for (const ride of data.records) rides.set(ride.order_id, ride);
        more = data.records.length === 100;
      }
      const search_time = {
        type: 'all',
        start_time: `${day(at)} 00:00:00`,
        end_time: at + 7 * 86_400_000 < end ? `${day(at + 6 * 86_400_000)} 23:59:59` : '2026-11-23 02:55:00',
      };
      for (let page = 1, more = true; more; page++) {
        const { data } = await caller.post('/open-apis/v1/order/list', {
          param_json: JSON.stringify({ order_type: 'all', search_time, cur_page: page, limit: 100 }),
        });
        more = false;
        for (const [name, block] of Object.entries(data) as [string, Loose][]) {
          for (const id of block.order_ids.split(',').filter(Boolean)) (trips[name] ??= new Set()).add(id);
          more ||= page * 100 < block.page.total;
        }
      }
    }
    for (const ride of rides.values()) {
      add(ride.pay_time, 'ride', ride.order_id, fen(ride.company_real_pay));
      add(ride.refund_time, 'ride', ride.order_id, -fen(ride.company_real_refund));
    }
    for (const [block, kind, product] of [
      ['domesticflight', 'flight', 1],
      ['internationalflight', 'flight', 2],
      ['domestichotel', 'hotel', 1],
      ['internationalhotel', 'hotel', 2],
      ['train', 'train', 1],
    ] as const) {
      const ids = [...(trips[`${block}_data`] ?? [])];
      for (let from = 0; from < ids.length; from += 100) {
        const answer = await caller.post(`/api-gateway/g/${kind}/orderDetail`, {
          order_ids: ids.slice(from, from + 100).join(','),
          product_type: product,
        });
        for (const trip of (Object.values(answer.data).find((value) => typeof value === 'object') as Loose).order_list) {
          const { order_id: id, create_time: created } = trip.order_info;
          const { company_pay, company_real_pay, company_real_refund } = trip.price_info;
          // Sold a few minutes after it was put in the basket: in the same month but for a basket at midnight, which nobody has.
          if (company_real_pay > 0) add(trip.base_info?.pay_time ?? created, kind, id, BigInt(company_pay));
          for (const { change_info } of trip.change_list ?? [])
            add(change_info.changed_time, kind, id, BigInt(change_info.change_company_pay));
          for (const { refund_info } of trip.refund_list ?? [])
            add(refund_info.refunded_time, kind, id, -BigInt(refund_info.company_refund));
          if (kind === 'hotel') add(trip.order_info.refund_time, kind, id, -BigInt(company_real_refund));
        }
      }
    }
    const wire = [...sums.entries()].map(([key, { ids, company }]) => `${key} ${ids.size} ${company}`).sort();
    expect(wire).toEqual(
      world.ledger.map(({ period, kind, orders, companyShare }) => `${period} ${kind} ${orders} ${companyShare}`).sort(),
    );
  });
});
