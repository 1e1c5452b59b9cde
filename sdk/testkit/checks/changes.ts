import { strict as assert } from 'node:assert';
import type { ExpenseLine, OrderRecord } from '../../canonical/index.js';
import type { RawRecord } from '../../connector/connector.js';
import type { WorldOrder } from '../../simulator/index.js';
import { DoesNotApply, fedByMessages, type Check, type Plugin } from '../check.js';
import { versionOf } from '../compare.js';
import type { Lab } from '../lab.js';
import { linesOf } from './reading.js';

const notOrders = ({ manifest }: Plugin, stream: string): string | null =>
  manifest.streams[stream]!.kind === 'orders' ? null : 'no stream of orders';

/** An order of the world that this stream carries and that fits. */
export async function orderOf(lab: Lab, stream: string, fits: (order: WorldOrder) => boolean): Promise<WorldOrder> {
  const carried = linesOf(await lab.truth(stream));
  const { from, to } = lab.busy();
  const busy = (order: WorldOrder): boolean => order.cash.every(({ at }) => new Date(at) >= from && new Date(at) < to);
  const found = lab.facts.orders!.find((order) => carried.has(order.id) && busy(order) && fits(order));
  if (!found) throw new DoesNotApply('none of its orders is of this shape');
  return found;
}

/** An order as it is read now; null when it is not there. */
async function readOrder(lab: Lab, stream: string, id: string): Promise<{ record: RawRecord; lines: ExpenseLine[] } | null> {
  const session = lab.session();
  // It may be found by when it was paid or by when it last changed: look in both places.
  for (const span of [{ from: new Date(lab.now.getTime() - 86_400_000), to: lab.now }, lab.busy()]) {
    for (const { records } of await lab.readAll(stream, span, session)) {
      for (const { record, canonical, problem } of session.map(stream, records)) {
        if (problem) throw problem;
        if ((canonical as OrderRecord).externalId === id) return { record, lines: (canonical as OrderRecord).lines };
      }
    }
  }
  return null;
}

const change = (lab: Lab, id: string, command: object): Promise<unknown> => lab.control('POST', `/orders/${id}`, command);
/** What the company pays for some lines. */
export const companyShare = (lines: readonly ExpenseLine[]): bigint => lines.reduce((sum, line) => sum + line.companyShare, 0n);
const byName = (lines: readonly ExpenseLine[]): Map<string, ExpenseLine> => new Map(lines.map((line) => [line.line, line]));

/** What happens to an order after it was read. */
export const changeChecks: Check[] = [
  {
    id: 'change.back',
    title: 'an order that is changed and changed back is a new version each time, and the third is the first again',
    of: 'stream',
    notFor: notOrders,
    async run(lab, stream) {
      const { volatile } = lab.stream(stream);
      const order = await orderOf(lab, stream, ({ cash, traveller }) => cash.length === 1 && typeof traveller === 'string');
      const version = async (): Promise<string> => versionOf((await readOrder(lab, stream, order.id))!.record, volatile);
      const first = await version();
      const other = lab.facts.people!.find(({ id }) => id !== order.traveller)!;
      await change(lab, order.id, { patch: { to: { city: '杭州', name: '西湖', address: '杭州市西湖区' }, traveller: other.id } });
      const second = await version();
      await change(lab, order.id, { patch: { to: order.to, traveller: order.traveller } });
      assert.notEqual(second, first, 'the change cannot be seen in the record');
      assert.equal(await version(), first, 'the record is not what it was before');
    },
  },
  {
    id: 'change.refund',
    title:
      'a refund after an order was read is told, and leaves the lines that were there alone; only where it reduces the order in place they cost less',
    of: 'stream',
    notFor: (plugin, stream) => notOrders(plugin, stream) ?? fedByMessages(plugin, stream),
    async run(lab, stream) {
      const order = await orderOf(
        lab,
        stream,
        ({ cash }) => cash.length === 1 && BigInt(cash[0]!.company) >= 1_000n && cash[0]!.personal === '0',
      );
      const before = (await readOrder(lab, stream, order.id))!.lines;
      await change(lab, order.id, {
        refund: { company: '700', at: new Date(lab.now.getTime() - 3 * 3_600_000).toISOString(), text: '绕路' },
      });
      const after = (await readOrder(lab, stream, order.id))?.lines;
      assert.ok(after, 'the refunded order is not found by the day of its refund');
      assert.equal(companyShare(after), companyShare(before) - 700n);
      for (const [name, line] of byName(before)) {
        const still = byName(after).get(name);
        assert.deepEqual([name, still?.lineType], [name, line.lineType], 'a line that was there before');
        if (lab.stream(stream).refunds !== 'in_place') assert.equal(still?.amount, line.amount, `the amount of line ${name}`);
      }
    },
  },
  {
    id: 'change.vanish',
    title: 'a line that vanished from an order is not among its lines any more',
    of: 'stream',
    notFor: notOrders,
    async run(lab, stream) {
      const order = await orderOf(lab, stream, ({ cash }) => cash.some(({ type }) => type === 'fee') && cash.length === 2);
      const before = (await readOrder(lab, stream, order.id))!.lines;
      const kept = order.cash.filter(({ type }) => type === 'charge');
      await change(lab, order.id, { patch: { cash: kept } });
      const after = (await readOrder(lab, stream, order.id))!.lines;
      assert.equal(
        companyShare(before),
        order.cash.reduce((sum, { company }) => sum + BigInt(company), 0n),
      );
      assert.equal(
        companyShare(after),
        kept.reduce((sum, { company }) => sum + BigInt(company), 0n),
      );
      const invented = [...byName(after).keys()].filter((name) => !byName(before).has(name));
      assert.deepEqual(invented, [], 'lines under new names: the old ones would be reversed and charged anew');
    },
  },
  {
    id: 'change.removed',
    title: 'an order that is gone is not read any more',
    of: 'stream',
    notFor: (plugin, stream) =>
      notOrders(plugin, stream) ?? (plugin.manifest.streams[stream]!.deletion === 'vanishes' ? null : 'the vendor never takes orders away'),
    async run(lab, stream) {
      const order = await orderOf(lab, stream, ({ cash }) => cash.length === 1);
      await change(lab, order.id, { remove: true });
      assert.equal(await readOrder(lab, stream, order.id), null);
    },
  },
];
