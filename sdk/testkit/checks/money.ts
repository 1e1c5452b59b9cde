import { strict as assert } from 'node:assert';
import { formatLocalTime, type Invoice, type Statement, type StatementLine } from '../../canonical/index.js';
import type { Check } from '../check.js';
import type { Lab } from '../lab.js';
import { linesOf, orderStreams } from './reading.js';

/** What company and person pay, in minor units. */
interface Shares {
  companyShare: bigint;
  personalShare: bigint;
}

/** Orders and their money by month and kind. */
class MonthSums {
  private readonly sums = new Map<string, Shares & { orders: Set<string> }>();

  /** @param offset of the zone months are counted in */
  constructor(private readonly offset: string) {}

  add(at: Date, kind: string, order: string, { companyShare, personalShare }: Shares): void {
    const key = `${formatLocalTime(at, this.offset).slice(0, 7)} ${kind}`;
    const { orders, ...sum } = this.sums.get(key) ?? { orders: new Set(), companyShare: 0n, personalShare: 0n };
    this.sums.set(key, { orders: orders.add(order), ...plus(sum, { companyShare, personalShare }) });
  }

  texts(): string[] {
    return [...this.sums].map(([key, { orders, ...sum }]) => rowText(key, orders.size, sum));
  }
}

const plus = (one: Shares, other: Shares): Shares => ({
  companyShare: one.companyShare + other.companyShare,
  personalShare: one.personalShare + other.personalShare,
});

const rowText = (key: string, orders: number, { companyShare, personalShare }: Shares): string =>
  `${key}: ${orders} orders, company ${companyShare}, personal ${personalShare}`;

/**
 * What is left of each of the world's orders, in the month it was made: all that can be seen at a vendor that makes a refunded order cost less in place. One
 * of which nothing is left has no money to be counted.
 */
function leftInPlace(lab: Lab, kinds: ReadonlySet<string>): MonthSums {
  const sums = new MonthSums(lab.manifest.timeOffset);
  for (const { id, kind, cash } of lab.facts.orders!) {
    const moved = cash.filter(({ at }) => new Date(at) <= lab.now);
    const left = moved
      .map(({ company, personal }) => ({ companyShare: BigInt(company), personalShare: BigInt(personal) }))
      .reduce(plus, { companyShare: 0n, personalShare: 0n });
    if (kinds.has(kind) && left.companyShare + left.personalShare !== 0n) sums.add(new Date(moved[0]!.at), kind, id, left);
  }
  return sums;
}

/** The money that was read is the vendor's own. */
export const moneyChecks: Check[] = [
  {
    id: 'read.money',
    title: "the money of each month and kind is the vendor's own, to the minor unit",
    of: 'connector',
    notFor: (lab) => (orderStreams(lab).length === 0 ? 'no stream of orders' : null),
    async run(lab) {
      const ours = new MonthSums(lab.manifest.timeOffset);
      const totals = new Map<string, Shares>();
      const inPlace = new Set<string>();
      for (const stream of orderStreams(lab)) {
        const reduces = lab.stream(stream).refunds === 'in_place';
        for (const line of [...linesOf(await lab.truth(stream)).values()].flat()) {
          if (reduces) inPlace.add(line.kind);
          if (reduces && line.amount === 0n) continue;
          ours.add(line.occurredAt, line.kind, line.externalId, line);
          totals.set(line.kind, plus(totals.get(line.kind) ?? { companyShare: 0n, personalShare: 0n }, line));
        }
      }
      const ledger = (await lab.ledger())
        .filter(({ orders }) => orders > 0)
        .map((row) => ({ ...row, companyShare: BigInt(row.companyShare), personalShare: BigInt(row.personalShare) }));
      const theirs = ledger
        .filter(({ kind }) => !inPlace.has(kind))
        .map(({ period, kind, orders, ...sum }) => rowText(`${period} ${kind}`, orders, sum));
      assert.deepEqual(ours.texts().sort(), [...theirs, ...leftInPlace(lab, inPlace).texts()].sort());
      // The months of the ledger are those the money moved in. Over all of them it has to be the same.
      for (const kind of inPlace) {
        const whole = ledger.filter((row) => row.kind === kind).reduce<Shares>(plus, { companyShare: 0n, personalShare: 0n });
        assert.deepEqual(totals.get(kind), whole, `the money of kind ${kind} over all months`);
      }
    },
  },
  {
    id: 'read.billed',
    title: "the lines of each month's bill are the vendor's own, to the minor unit",
    of: 'connector',
    notFor: ({ manifest }) => {
      const kinds = Object.values(manifest.streams).map(({ kind }) => kind);
      return kinds.includes('statements') && kinds.includes('statementLines') ? null : 'no bills with lines';
    },
    async run(lab) {
      const of = async (kind: string): Promise<unknown[]> => {
        const ids = Object.keys(lab.manifest.streams).filter((id) => lab.manifest.streams[id]!.kind === kind);
        return (await Promise.all(ids.map((id) => lab.truth(id)))).flatMap(({ mapped }) => mapped.map(({ canonical }) => canonical));
      };
      const months = new Map(((await of('statements')) as Statement[]).map(({ externalId, from }) => [externalId, from.slice(0, 7)]));
      const lines = new Map(
        ((await of('statementLines')) as StatementLine[]).map((line) => [`${line.statementExternalId} ${line.externalId}`, line]),
      );
      const sums = new Map<string, bigint>();
      for (const { statementExternalId, kind, companyShare } of lines.values()) {
        const key = `${months.get(statementExternalId) ?? `no statement ${statementExternalId}`} ${kind}`;
        sums.set(key, (sums.get(key) ?? 0n) + companyShare);
      }
      // Months without a bill are still to come. Lines are not counted: a vendor's one line may be a charge and a refund of ours.
      const billed = new Set(months.values());
      const ours = [...sums].map(([key, sum]) => `${key}: ${sum}`);
      const theirs = (await lab.ledger())
        .filter(({ period, billLines }) => billLines > 0 && billed.has(period))
        .map((row) => `${row.period} ${row.kind}: ${row.billed}`);
      assert.deepEqual(ours.sort(), theirs.sort());
    },
  },
  {
    id: 'read.invoiced',
    title: 'invoices name orders as their expenses do, and take of them what stands on the invoice',
    of: 'stream',
    notFor: (plugin, stream) => {
      if (plugin.manifest.streams[stream]!.kind !== 'invoices') return 'no stream of invoices';
      return orderStreams(plugin).length === 0 ? 'no stream of orders' : null;
    },
    async run(lab, stream) {
      const known = new Set<string>();
      for (const orders of orderStreams(lab)) for (const id of linesOf(await lab.truth(orders)).keys()) known.add(id);
      const invoices = (await lab.truth(stream)).mapped.map(({ canonical }) => canonical as Invoice);
      const named = invoices.flatMap(({ orders }) => orders);
      assert.ok(named.length > 0, 'no invoice names an order: nothing is proven');
      assert.deepEqual(
        named
          .map(({ externalId }) => externalId)
          .filter((id) => !known.has(id))
          .slice(0, 5),
        [],
        'orders nobody made',
      );
      for (const { externalId, amount, orders } of invoices) {
        if (orders.length === 0 || orders.some((order) => order.amount === undefined)) continue;
        const sum = orders.reduce((total, order) => total + order.amount!, 0n);
        assert.equal(sum, amount, `what invoice ${externalId} takes of its orders`);
      }
    },
  },
];
