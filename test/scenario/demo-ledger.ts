import { shareOut, type Seller, type World } from '@interline/demo';
import type { LedgerRow, WorldOrder } from '@interline/sdk/simulator';
import { expect } from '@jest/globals';
import { inWords, type Company, type TotalRow } from './company.js';
import type { ToldDemo } from './demo-bills.js';

/** As how many orders one comes back from its vendor in a month in which cash of it moved. */
type Counting = (order: WorldOrder) => number;

/** As a simulator is told: one. */
const asTold: Counting = () => 1;

/** As expenses stand for it. Goods that are split into parcels (`2,2`: into two, the first of them into two again) are as many orders as parcels. */
const asExpenses: Counting = ({ kind, detail }) => {
  const splits = kind === 'goods' && detail['split'] ? detail['split'].split(',') : [];
  return splits.reduce((parcels, into) => parcels + Number(into) - 1, 1);
};

/**
 * For every vendor, month and kind of orders: what the company holds is what the world says happened there, orders counted and company share to the cent. So
 * is what the vendor's simulator says of itself, which was told each order once.
 */
export async function expectLedgers(company: Company, demo: ToldDemo, world: World, sellers: readonly Seller[]): Promise<void> {
  const shares = shareOut(world, sellers);
  expect(Object.keys(demo.simulators)).toEqual([...shares.keys()]);
  for (const [connectorId, url] of Object.entries(demo.simulators)) {
    const { orders = [] } = shares.get(connectorId)!;
    const simulated = (await (await fetch(`${url}/_control/ledger`)).json()) as LedgerRow[];
    expect({ connectorId, ledger: inWords(simulated) }).toEqual({ connectorId, ledger: inWords(ledgerOf(orders, asTold)) });
    const held = await company.ledger(demo.periods[0]!, demo.periods.at(-1)!, connectorId);
    expect({ connectorId, ledger: held }).toEqual({ connectorId, ledger: inWords(ledgerOf(orders, asExpenses)) });
    // There is something to compare in each month that is over; the running one may be a day old.
    expect(held.map((row) => row.slice(0, 7))).toEqual(expect.arrayContaining(demo.periods.slice(0, -1)));
  }
}

/** Adds orders up by the months in which their cash moved. */
function ledgerOf(orders: readonly WorldOrder[], counting: Counting): TotalRow[] {
  const sums = new Map<string, { orders: number; company: bigint }>();
  for (const order of orders) {
    for (const [period, company] of monthsOf(order)) {
      const key = `${period} ${order.kind}`;
      const sum = sums.get(key) ?? { orders: 0, company: 0n };
      sums.set(key, { orders: sum.orders + counting(order), company: sum.company + company });
    }
  }
  return [...sums].map(([key, sum]) => ({
    period: key.slice(0, 7),
    kind: key.slice(8) as LedgerRow['kind'],
    orders: sum.orders,
    companyShare: String(sum.company),
  }));
}

/** What the company paid of an order by month in China, in fen. */
function monthsOf({ cash }: WorldOrder): Map<string, bigint> {
  const months = new Map<string, bigint>();
  for (const { at, company } of cash) {
    const period = new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 7);
    months.set(period, (months.get(period) ?? 0n) + BigInt(company));
  }
  return months;
}
