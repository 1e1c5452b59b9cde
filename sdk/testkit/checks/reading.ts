import { strict as assert } from 'node:assert';
import type { RawRecord } from '../../connector/connector.js';
import type { ExpenseLine, OrderRecord, StatementLine } from '../../canonical/index.js';
import { hasQueue } from '../../connector/manifest.js';
import { DoesNotApply, fedByMessages, type Check, type Plugin } from '../check.js';
import { assertSame, frozen, verdictOf, versionOf } from '../compare.js';
import { stored, type Truth } from '../lab.js';

/** All order streams of a connector. */
export const orderStreams = ({ manifest }: Plugin): string[] =>
  Object.keys(manifest.streams).filter((id) => manifest.streams[id]!.kind === 'orders');

/** The canonical lines of a stream of orders, by order. */
export function linesOf({ mapped }: Pick<Truth, 'mapped'>): Map<string, ExpenseLine[]> {
  // An order that is read in several windows has one last version.
  return new Map(
    mapped
      .map(({ canonical }) => canonical as OrderRecord | undefined)
      .flatMap((order) => (order ? [[order.externalId, order.lines] as const] : [])),
  );
}

const notOrders = ({ manifest }: Plugin, stream: string): string | null =>
  manifest.streams[stream]!.kind === 'orders' ? null : 'no stream of orders';

/** Reading when nothing is wrong: all of it, once, and the same each time. */
export const readingChecks: Check[] = [
  {
    id: 'read.schema',
    title: 'every record maps to a canonical one',
    of: 'stream',
    async run(lab, stream) {
      const { records, mapped } = await lab.truth(stream);
      assert.ok(records.length > 0, "the suite's world gives this stream no record: nothing is proven");
      assert.deepEqual(
        mapped.flatMap(({ record, problem }) => (problem ? [`${record.externalId}: ${problem.message}`] : [])).slice(0, 5),
        [],
      );
    },
  },
  {
    id: 'read.ids',
    title: 'ids are told apart beyond 2^53: every order of the world is there, under its own number',
    of: 'connector',
    notFor: (lab) => (orderStreams(lab).length === 0 ? 'no stream of orders' : null),
    async run(lab) {
      const got = new Set<string>();
      for (const stream of orderStreams(lab)) for (const id of linesOf(await lab.truth(stream)).keys()) got.add(id);
      const wanted = new Set(lab.facts.orders!.map(({ id }) => id));
      assert.deepEqual([...wanted].filter((id) => !got.has(id)).slice(0, 5), [], 'orders that were not read');
      assert.deepEqual([...got].filter((id) => !wanted.has(id)).slice(0, 5), [], 'orders nobody made');
    },
  },
  {
    id: 'read.control',
    title: 'what was read is what the vendor counts',
    of: 'stream',
    notFor: ({ manifest }, stream) => (manifest.streams[stream]!.control?.length ? null : 'the vendor publishes no count'),
    async run(lab, stream) {
      const { reading } = await lab.truth(stream);
      const { control = [], kind } = lab.stream(stream);
      const distinct = new Map(reading.records.map((record) => [record.externalId, record]));
      if (control.includes('count')) assert.equal(reading.control?.count, distinct.size, 'the count of the control');
      if (control.includes('sum')) {
        const mapped = lab
          .session()
          .map(stream, [...distinct.values()])
          .map(({ canonical }) => canonical);
        const lines = kind === 'orders' ? (mapped as OrderRecord[]).flatMap((order) => order.lines) : (mapped as StatementLine[]);
        assert.equal(
          reading.control?.sum,
          lines.reduce((sum, line) => sum + line.companyShare, 0n),
          'the sum of the control',
        );
      }
    },
  },
  {
    id: 'read.resume',
    title: 'a run that is interrupted after any page goes on from its cursor, and nothing is lost or read twice',
    of: 'stream',
    notFor: fedByMessages,
    async run(lab, stream) {
      const { window, settled: whole } = await lab.truth(stream);
      if (hasQueue(lab.stream(stream))) await lab.read(stream, window);
      const records: RawRecord[] = [];
      let cursor = null as (typeof whole.pages)[number]['cursor'];
      let pages = 0;
      do {
        // A new session each time: what the code remembers between pages must stand in the cursor.
        for await (const page of lab.session().read(stream, { ...window, cursor })) {
          records.push(...page.records);
          cursor = stored(page.cursor);
          break;
        }
        assert.ok(++pages <= whole.pages.length + 1, 'the resumed reading takes more pages than the whole one');
      } while (cursor !== null);
      assert.deepEqual(
        records.map(({ externalId }) => externalId),
        whole.records.map(({ externalId }) => externalId),
      );
    },
  },
  {
    id: 'read.again',
    title: 'reading again later finds nothing changed',
    of: 'stream',
    notFor: fedByMessages,
    async run(lab, stream) {
      const { window, settled } = await lab.truth(stream);
      if (hasQueue(lab.stream(stream))) await lab.read(stream, window);
      lab.pass(45 * 60_000);
      assertSame(await lab.read(stream, window), { reading: settled }, lab.stream(stream).volatile);
    },
  },
  {
    id: 'read.once',
    title: 'a window holds no record twice with different content',
    of: 'stream',
    async run(lab, stream) {
      const { reading } = await lab.truth(stream);
      const seen = new Map<string, string>();
      for (const record of reading.records) {
        const version = versionOf(record, lab.stream(stream).volatile);
        assert.equal(seen.get(record.externalId) ?? version, version, `record ${record.externalId}`);
        seen.set(record.externalId, version);
      }
      assert.equal(verdictOf(reading), 'complete');
    },
  },
  {
    id: 'read.stop',
    title: 'a run that is stopped ends at once and asks nothing more',
    of: 'stream',
    async run(lab, stream) {
      const { window } = await lab.truth(stream);
      const stop = new AbortController();
      const session = lab.session({ signal: stop.signal, observe: () => stop.abort() });
      const reading = lab.read(stream, window, session).then(
        () => assert.fail('the reading went on'),
        (error: unknown) => error,
      );
      assert.equal(((await reading) as { code?: string }).code, 'RUN_STOPPED');
      assert.ok((await lab.asked()).length <= 2, 'requests after the stop');
    },
  },
  {
    id: 'map.pure',
    title: 'mapping is pure: a frozen record gives the same each time, without clock or chance',
    of: 'stream',
    async run(lab, stream) {
      const { records } = await lab.truth(stream);
      const sample = records.filter((_, at) => at % Math.ceil(records.length / 300) === 0);
      const cold = sample.map(({ externalId, data }) => Object.freeze({ externalId, data: frozen(data) as RawRecord['data'] }));
      const plain = lab.session().map(stream, sample);
      const [first, second] = withoutClock(() => [lab.session().map(stream, cold), lab.session().map(stream, cold)]);
      for (const [at, { canonical, problem }] of plain.entries()) {
        for (const again of [first![at]!, second![at]!]) {
          assert.equal(again.problem?.message, problem?.message);
          // As text: dates made while the clock stood still are of another class.
          assert.equal(canonicalText(again.canonical), canonicalText(canonical));
        }
      }
    },
  },
  {
    id: 'map.lines',
    title: 'the lines of an order belong together: refunds name what they give back, and every sum is exact',
    of: 'stream',
    notFor: notOrders,
    async run(lab, stream) {
      const refunds: ExpenseLine[] = [];
      for (const [order, lines] of linesOf(await lab.truth(stream))) {
        const names = new Set(lines.map(({ line }) => line));
        for (const line of lines) {
          assert.equal(
            line.lineType === 'refund' ? line.amount <= 0n : line.lineType === 'adjustment' || line.amount >= 0n,
            true,
            `order ${order}, line ${line.line}: its sign`,
          );
          assert.ok(
            line.originLine === undefined || names.has(line.originLine),
            `order ${order}, line ${line.line} gives back ${line.originLine}, which is no line of the order`,
          );
          if (line.lineType === 'refund') refunds.push(line);
        }
      }
      if (refunds.length === 0) throw new DoesNotApply('no refund among its orders');
    },
  },
];

/** A canonical record as one text. */
const canonicalText = (canonical: unknown): string =>
  JSON.stringify(canonical ?? null, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

/** Runs synchronous work in which nobody may read the clock or roll dice. */
function withoutClock<Result>(work: () => Result): Result {
  const [RealDate, random] = [globalThis.Date, Math.random];
  const refuse = (): never => {
    throw new Error('map reads the clock or rolls dice');
  };
  class StoppedDate extends RealDate {
    constructor(...given: [] | [string | number | Date]) {
      if (given.length === 0) refuse();
      super(...(given as [string]));
    }
    static override now = refuse;
  }
  Math.random = refuse;
  globalThis.Date = StoppedDate as unknown as DateConstructor;
  try {
    return work();
  } finally {
    globalThis.Date = RealDate;
    Math.random = random;
  }
}
