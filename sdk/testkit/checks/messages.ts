import { strict as assert } from 'node:assert';
import type { OrderRecord } from '../../canonical/index.js';
import type { RawRecord } from '../../connector/connector.js';
import type { Json } from '../../connector/json.js';
import type { ConnectorSession } from '../../host/index.js';
import { hasQueue } from '../../connector/manifest.js';
import type { Check, Plugin } from '../check.js';
import { assertSame, versionOf } from '../compare.js';
import { stored, type Lab, type Reading } from '../lab.js';
import { worldPeople } from '../world-people.js';
import { companyShare, orderOf } from './changes.js';

const notMessages = ({ manifest }: Plugin, stream: string): string | null =>
  hasQueue(manifest.streams[stream]!) ? null : 'its records do not come out of a queue';

const notOrders = (plugin: Plugin, stream: string): string | null =>
  notMessages(plugin, stream) ?? (plugin.manifest.streams[stream]!.kind === 'orders' ? null : 'no stream of orders');

/** Reads what the queue gives now. @throws the fault it ends in */
async function drain(lab: Lab, stream: string, session?: ConnectorSession): Promise<Reading> {
  const reading = await lab.read(stream, (await lab.truth(stream)).window, session);
  if (reading.fault) throw reading.fault;
  return reading;
}

const idsOf = (records: readonly RawRecord[]): string[] => [...new Set(records.map(({ externalId }) => externalId))].sort();

/** Records that came out of the queue: those that do not stand in the list beside it. Where a queue is all there is, all of them. */
async function told(lab: Lab, stream: string, records: readonly RawRecord[]): Promise<RawRecord[]> {
  const { settled } = await lab.truth(stream);
  const listed = new Set(idsOf(settled.records));
  return records.filter(({ externalId }) => !listed.has(externalId));
}

/** Demands that the queue gives nothing more. */
async function assertEmpty(lab: Lab, stream: string): Promise<void> {
  const again = await told(lab, stream, (await drain(lab, stream)).records);
  assert.deepEqual(idsOf(again).slice(0, 5), [], 'records that were acknowledged, and came again');
}

/** The places of a reading's requests where an answer is lost: its first ones, some in the middle, its last ones. */
const places = (requests: number): number[] =>
  [...new Set([0, 1, 2, requests >> 2, requests >> 1, requests - 3, requests - 2, requests - 1])].filter((place) => place >= 0);

/** Streams that are fed by a queue of messages: nothing is lost, nothing is given twice that was acknowledged, and nothing holds up the rest. */
export const messageChecks: Check[] = [
  {
    id: 'message.once',
    title: 'what was acknowledged does not come again',
    of: 'stream',
    notFor: notMessages,
    async run(lab, stream) {
      const truth = await lab.truth(stream);
      const { records } = truth.reading;
      assert.ok((await told(lab, stream, records)).length > 0, "the suite's world gives the queue nothing to tell: nothing is proven");
      assertSame(await drain(lab, stream), truth, lab.stream(stream).volatile);
      lab.pass(45 * 60_000);
      await assertEmpty(lab, stream);
    },
  },
  {
    id: 'message.acknowledged',
    title: 'a page is acknowledged only after it was committed: a run that ends before that leaves everything where it was',
    of: 'stream',
    notFor: notMessages,
    async run(lab, stream) {
      const truth = await lab.truth(stream);
      // Leaving the loop is what a crash before the commit looks like: the code after `yield` never runs.
      for await (const page of lab.session().read(stream, { ...truth.window, cursor: null }))
        if ((await told(lab, stream, page.records)).length > 0) break;
      assertSame(await drain(lab, stream), truth, lab.stream(stream).volatile);
    },
  },
  {
    id: 'message.resume',
    title: 'a run that is interrupted after any commit loses nothing, and comes to its end',
    of: 'stream',
    notFor: notMessages,
    async run(lab, stream) {
      const truth = await lab.truth(stream);
      const records: RawRecord[] = [];
      let cursor: Json = null;
      let sessions = 0;
      for (let ended = false; !ended;) {
        assert.ok(++sessions <= truth.reading.pages.length + 2, 'the interrupted runs never come to an end');
        ended = true;
        let pages = 0;
        for await (const page of lab.session().read(stream, { ...truth.window, cursor })) {
          records.push(...page.records);
          cursor = stored(page.cursor);
          // Each run acknowledges one page and is interrupted between the commit of the next and its acknowledgement.
          if (++pages === 2 && cursor !== null) {
            ended = false;
            break;
          }
        }
      }
      assertSame({ pages: [], records, control: undefined, fault: null }, truth, lab.stream(stream).volatile);
      await assertEmpty(lab, stream);
    },
  },
  {
    id: 'message.lost',
    title: 'an answer that is lost on the way, to whichever request, costs no record',
    of: 'stream',
    notFor: notMessages,
    async run(lab, stream) {
      const truth = await lab.truth(stream);
      for (const after of places(truth.requests)) {
        await lab.reset();
        await lab.fault({ after, fault: { kind: 'cut', afterBytes: 10 } });
        assertSame(await drain(lab, stream), truth, lab.stream(stream).volatile);
        await assertEmpty(lab, stream);
      }
    },
  },
  {
    id: 'message.changed',
    title: 'a refund after an order was read comes by message, alone, and leaves the names of its lines alone',
    of: 'stream',
    notFor: notOrders,
    async run(lab, stream) {
      const order = await orderOf(
        lab,
        stream,
        ({ cash, traveller }) => cash.length === 1 && BigInt(cash[0]!.company) >= 1_000n && typeof traveller === 'string',
      );
      const lines = async (): Promise<OrderRecord[]> => {
        const session = lab.session();
        const mapped = session.map(stream, await told(lab, stream, (await drain(lab, stream, session)).records));
        for (const { problem } of mapped) if (problem) throw problem;
        return mapped.map(({ canonical }) => canonical as OrderRecord);
      };
      const read = (await lines()).find(({ externalId }) => externalId === order.id);
      assert.ok(read, `order ${order.id} was not read`);
      const at = new Date(lab.now.getTime() - 3 * 3_600_000).toISOString();
      await lab.control('POST', `/orders/${order.id}`, { refund: { company: '700', at, text: '少送一份' } });
      const news = await lines();
      assert.deepEqual([...new Set(news.map(({ externalId }) => externalId))], [order.id], 'what the refund made the queue tell');
      const after = news.at(-1)!.lines;
      assert.equal(companyShare(after), companyShare(read.lines) - 700n);
      const names = new Map(after.map(({ line, lineType }) => [line, lineType]));
      for (const { line, lineType } of read.lines) assert.equal(names.get(line), lineType, `line ${line}, which was there before`);
    },
  },
  {
    id: 'message.repeated',
    title: 'several messages about one order end in the order as it is now, and are all acknowledged',
    of: 'stream',
    notFor: notOrders,
    async run(lab, stream) {
      const { volatile } = lab.stream(stream);
      const order = await orderOf(lab, stream, ({ cash, traveller }) => cash.length === 1 && typeof traveller === 'string');
      const change = (company: string): Promise<unknown> =>
        lab.control('POST', `/orders/${order.id}`, {
          patch: { cash: [{ ...order.cash[0]!, company, personal: '0', amount: company }] },
        });
      await drain(lab, stream);
      const versions = async (): Promise<string[]> => {
        const records = await told(lab, stream, (await drain(lab, stream)).records);
        assert.deepEqual(idsOf(records), [order.id]);
        return [...new Set(records.map((record) => versionOf(record, volatile)))];
      };
      await change('1100');
      const first = await versions();
      await change('1200');
      await change('1300');
      await change('1100');
      assert.deepEqual(await versions(), first, 'an order that was changed and changed back');
      await assertEmpty(lab, stream);
    },
  },
  {
    id: 'message.unopened',
    title:
      'an order that only its eater opens and whose eater is not known is said aloud, holds up no other, and is read once they are known',
    of: 'stream',
    notFor: (plugin, stream) =>
      notOrders(plugin, stream) ?? (plugin.manifest.scopes?.includes('people.lookup:phone') ? null : 'it needs nobody to read an order'),
    async run(lab, stream) {
      const truth = await lab.truth(stream);
      const { volatile } = lab.stream(stream);
      const few = lab.session({ people: worldPeople(lab.facts.people!.slice(0, 1)) });
      const reading = await lab.read(stream, truth.window, few);
      const mapped = few.map(stream, reading.records);
      const read = mapped.filter(({ problem }) => !problem).map(({ record }) => record);
      const refused = mapped.filter(({ problem }) => problem);
      assert.ok(read.length > 0, 'those whose eater is known were held up by the others');
      assert.ok(read.length < truth.reading.records.length, 'every order was read although only one person is known');
      assert.ok(reading.fault || refused.length > 0, 'orders were left out, and nothing says so');
      const later = await drain(lab, stream);
      assertSame({ ...later, records: [...read, ...later.records] }, truth, volatile);
      await assertEmpty(lab, stream);
    },
  },
];
