import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { FaultCommand, WorldOrder } from '@interline/sdk/simulator';
import { Installation, until } from '../installation.js';
import { withDidi } from '../needs.js';
import { Company, inWords, type SeenRun } from './company.js';
import { killDatabase } from './kill-database.js';
import { Vendor } from './vendor.js';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Where rides are listed: a page of a hundred, of which each span has two. */
const LIST = '/river/Order/get';
const SPAN = 6 * DAY;

/** Faults that the host and the plugin get over by themselves: at most three for one request, and the later ones on the second page. */
const PASSING: FaultCommand[] = [
  { path: LIST, fault: { kind: 'status', status: 429, retryAfterSeconds: 1 } },
  { path: LIST, fault: { kind: 'status', status: 500 } },
  { path: LIST, fault: { kind: 'cut', afterBytes: 300 } },
  { path: LIST, fault: { kind: 'slow', milliseconds: 700 } },
  { path: LIST, fault: { kind: 'repeat_page' } },
  { path: LIST, fault: { kind: 'expire_token' } },
];

/** Faults that stay long enough to be somebody's trouble, and what is then said on the connection and the reading. */
const LASTING: { name: string; fault: FaultCommand; code: string; owner: string; run: string; connection: string }[] = [
  {
    name: 'asks to be left alone for ten minutes',
    fault: { path: LIST, fault: { kind: 'status', status: 429, retryAfterSeconds: 600 } },
    code: 'VENDOR_THROTTLED',
    owner: 'vendor',
    run: 'waiting',
    connection: 'active',
  },
  {
    name: 'answers 500 again and again',
    fault: { path: LIST, times: 4, fault: { kind: 'status', status: 500 } },
    code: 'VENDOR_UNAVAILABLE',
    owner: 'vendor',
    run: 'waiting',
    connection: 'active',
  },
  {
    name: 'breaks the second page off again and again',
    fault: { path: LIST, after: 1, times: 4, fault: { kind: 'cut', afterBytes: 300 } },
    code: 'VENDOR_UNAVAILABLE',
    owner: 'vendor',
    run: 'waiting',
    connection: 'active',
  },
  {
    name: 'gives the first page again, and again',
    fault: { path: LIST, times: 2, fault: { kind: 'repeat_page' } },
    code: 'VENDOR_BUG',
    owner: 'vendor',
    run: 'failed',
    connection: 'active',
  },
  {
    name: 'counts more than it gives',
    fault: { path: LIST, times: 9, fault: { kind: 'wrong_count', by: 3 } },
    code: 'WINDOW_INCOMPLETE',
    owner: 'vendor',
    run: 'incomplete',
    connection: 'active',
  },
  {
    name: 'has a clock an hour ahead',
    fault: { times: 99, fault: { kind: 'clock_skew', seconds: 3_600 } },
    code: 'VENDOR_UNAVAILABLE',
    owner: 'vendor',
    run: 'waiting',
    connection: 'active',
  },
  {
    name: 'takes no token any more',
    fault: { path: LIST, times: 99, fault: { kind: 'expire_token' } },
    code: 'VENDOR_AUTH',
    owner: 'admin',
    run: 'failed',
    connection: 'broken',
  },
];

let installation: Installation;
let vendor: Vendor;
let gateway: string;
let company: Company;
let connectionId: string;
/** Somebody else's reading, which meets a vendor that says nothing at all. */
let neighbour: { company: Company; connectionId: string; runs: string[] };
/** What the vendor would have billed before it changed orders. */
let unchanged: string[];
/** Spans of rides that nobody has read yet, one for each fault. */
const spans: { from: string; to: string }[] = [];

const now = Date.now();
const day = (at: number): string => new Date(at + 8 * 60 * MINUTE).toISOString().slice(0, 10);
const since = Date.parse(`${day(now - 10 * DAY)}T00:00:00+08:00`);
const first = since - (LASTING.length + 2) * SPAN;

/** A ride of two days ago. */
function ride(id: string, price: string): WorldOrder {
  const at = new Date(now - 2 * DAY).toISOString();
  const place = (name: string) => ({ city: '上海', name });
  return {
    id,
    kind: 'ride',
    product: 'express',
    bookedAt: at,
    startAt: at,
    endAt: at,
    state: 'done',
    booker: 'p0',
    traveller: 'p0',
    from: place('北门'),
    to: place('南门'),
    detail: { distanceKm: '7.0' },
    cash: [{ id: `${id}-c`, type: 'charge', at, amount: price, company: price, personal: '0' }],
  };
}
const LOST = ride('900719925474099301', '4100');
const REFUNDED = ride('900719925474099302', '4200');
const CORRECTED = ride('900719925474099303', '4300');

beforeAll(async () => {
  for (let from = first; from < since; from += SPAN) {
    spans.push({ from: new Date(from).toISOString(), to: new Date(from + SPAN).toISOString() });
  }
  installation = await Installation.make();
  vendor = await Vendor.start(installation);
  const people = Array.from({ length: 5 }, (_each, index) => ({
    id: `p${index}`,
    employeeNumber: `${index}`,
    name: `Rider ${index}`,
    phone: `1990000200${index}`,
    email: `p${index}@faults.example`,
    departmentCode: 'F',
    departmentName: 'Faults',
  }));
  await vendor.facts({ people, orders: [LOST, REFUNDED, CORRECTED], legalEntities: [{ code: 'F', name: 'Faults Ltd' }] });
  const kinds = [...Array.from({ length: 9 }, () => 'ride' as const), 'flight', 'hotel', 'train'] as const;
  const [from, to] = [new Date(first), new Date(since)].map((at) => at.toISOString()) as [string, string];
  await vendor.generate({ orders: 180 * spans.length, from, to, seed: 'faults', kinds: [...kinds] });
  gateway = (await installation.start(['all', ...vendor.words]).ready())!;
  company = await Company.found(installation, gateway, 'faults');
  connectionId = await company.connect(vendor, day(since));
  await company.settled(connectionId);
  // Spans are given to rides alone: the others are read whole before anything goes wrong.
  await company.sync(connectionId, { stream: 'travel_orders', from, to });
  const other = await Company.found(installation, gateway, 'neighbour');
  const theirs = await other.connect(vendor, day(first));
  await other.settled(theirs);
  await vendor.fault({ path: '/river/Bill/getBillStructure', fault: { kind: 'silent' } });
  const runs = await other.requestSync(theirs, { stream: 'statements' });
  neighbour = { company: other, connectionId: theirs, runs };
  await until('a request that is not answered', async () => (await vendor.faults()).length === 0);
}, 120_000);
afterAll(() => installation.close(), 60_000);

/** Asks for a span of rides. @returns its one reading */
async function begin(span: { from: string; to: string }): Promise<string> {
  const ids = await company.requestSync(connectionId, { stream: 'rides', ...span });
  expect(ids).toHaveLength(1);
  return ids[0]!;
}

/** Waits for the state of a reading. */
async function reach(id: string, isThere: (run: SeenRun) => boolean): Promise<SeenRun> {
  return until('a reading', async () => {
    const [run] = await company.runs([id]);
    return isThere(run!) ? run! : null;
  });
}

async function ledger(of: Company): Promise<string[]> {
  return of.ledger(day(first).slice(0, 7), day(now).slice(0, 7));
}

/** Rides whose money moved in a span, as the gateway has them. */
async function ridesOf({ from, to }: { from: string; to: string }): Promise<number> {
  const { expenses } = await company.owner.get<{ expenses: { nodes: { id: string }[] } }>(
    `query ($filter: ExpenseFilter) { expenses(filter: $filter, first: 200) { nodes { id } } }`,
    { filter: { kind: 'ride', from: day(Date.parse(from)), to: day(Date.parse(to) - 1) } },
  );
  return expenses.nodes.length;
}

withDidi('while the vendor has its troubles', () => {
  it('gets over those that pass, and says nothing of them', async () => {
    for (const fault of PASSING) await vendor.fault(fault);
    const run = await reach(await begin(spans[0]!), ({ state }) => state === 'complete');
    expect(await vendor.faults()).toEqual([]);
    expect(run).toMatchObject({ trouble: null, control: { agrees: true } });
    expect(await company.connection(connectionId)).toMatchObject({ state: 'active', trouble: null });
  });

  for (const [index, { name, fault, code, owner, run: state, connection }] of LASTING.entries()) {
    it(`that ${name}: says ${code}, ${owner} has to act, and nothing any more once it is over`, async () => {
      const span = spans[1 + index]!;
      expect(await ridesOf(span)).toBeLessThan(20); // those that had a refund since
      await vendor.fault(fault);
      const id = await begin(span);
      const troubled = await reach(id, ({ trouble }) => trouble !== null);
      expect(troubled).toMatchObject({ state, trouble: { code, owner } });
      expect(await company.connection(connectionId)).toMatchObject({ state: connection, trouble: { code, owner } });

      await vendor.clearFaults();
      if (connection === 'broken') await company.updateCredentials(connectionId, vendor);
      else await company.requestSync(connectionId, { stream: 'rides' });
      const done = ({ state: now }: SeenRun): boolean => now === 'complete' || (state === 'incomplete' && now === state);
      await reach(id, done);
      await until('the trouble to be over', async () => (await company.connection(connectionId)).trouble === null);
      expect((await company.connection(connectionId)).state).toBe('active');
      expect(await ridesOf(span)).toBeGreaterThan(100);
    });
  }

  it('also when it is our own database that is killed between two pages', async () => {
    const seen = await vendor.position();
    await vendor.fault({ path: LIST, after: 1, fault: { kind: 'slow', milliseconds: 1_000 } });
    const id = await begin(spans.at(-1)!);
    await until('the first page', async () => (await vendor.requests(seen)).some(({ path }) => path === LIST));
    await killDatabase(installation, gateway);
    // A reader that has lost its database lets go of what it read; somebody who does not want to wait asks again.
    await until('the span to be read', async () => {
      const [run] = await company.runs([id]);
      if (run!.state === 'waiting') await company.requestSync(connectionId, { stream: 'rides' });
      return run!.state === 'complete';
    });
    expect(await company.connection(connectionId)).toMatchObject({ state: 'active', trouble: null });
  });

  it('holds in the end what the vendor would bill, and nothing twice', async () => {
    await company.settled(connectionId);
    unchanged = inWords(await vendor.ledger());
    expect(await ledger(company)).toEqual(unchanged);
    const expenses = await company.expenses();
    const keys = expenses.map(({ kind, orderId, line }) => `${kind} ${orderId} ${line}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(expenses.filter(({ version }) => version !== 1)).toEqual([]);
  });
});

withDidi('when the vendor changes orders that were read', () => {
  const linesOf = async ({ id }: { id: string }): Promise<{ lineType: string; amount: string }[]> =>
    (await company.expenses({ search: id }))
      .filter(({ reversed }) => !reversed)
      .map(({ lineType, companyShare: { amount } }) => ({ lineType, amount }))
      .sort((a, b) => (a.lineType < b.lineType ? -1 : 1));
  const charge = (amount: string): object => ({ lineType: 'charge', amount });
  const refund = (amount: string): object => ({ lineType: 'refund', amount });
  /** Inside what the next poll reads again. */
  const at = new Date(now - 10 * MINUTE).toISOString();

  it('takes what a callback names, told once or three times', async () => {
    // The program was told to take any port, and tells its own address without it.
    const { hookUrl } = await company.connection(connectionId);
    const url = new URL(new URL(hookUrl).pathname, gateway).href;
    await vendor.change(LOST.id, { refund: { company: '100', at } });
    await vendor.change(REFUNDED.id, { refund: { company: '200', at } });
    const cash = CORRECTED.cash.map((movement) => ({ ...movement, amount: '3900', company: '3900' }));
    await vendor.change(CORRECTED.id, { patch: { cash } });
    const orderIds = [LOST.id, REFUNDED.id, CORRECTED.id];
    expect(await vendor.push({ url, orderIds, lose: 1, repeat: 3 })).toMatchObject({
      check: { accepted: true },
      lost: [LOST.id],
      deliveries: Array.from({ length: 6 }, () => ({ status: 200, accepted: true })),
    });
    await until('the corrected price', async () => (await linesOf(CORRECTED))[0]!.amount === '39.00');
    expect(await linesOf(CORRECTED)).toEqual([charge('39.00')]);
    expect(await linesOf(REFUNDED)).toEqual([charge('42.00'), refund('-2.00')]);
    expect(await linesOf(LOST)).toEqual([charge('41.00')]);
  });

  it('finds with the next poll what no callback told', async () => {
    const flight = (await company.expenses({ kind: 'flight' })).find(({ lineType }) => lineType === 'charge')!;
    await vendor.change(flight.orderId, { refund: { company: '10000', at } });
    for (const stream of ['rides', 'travel_orders']) {
      const runs = await company.sync(connectionId, { stream });
      expect(runs.map(({ state }) => state)).toEqual(['complete']);
    }
    expect(await linesOf(LOST)).toEqual([charge('41.00'), refund('-1.00')]);
    expect(await linesOf({ id: flight.orderId })).toContainEqual(refund('-100.00'));
    expect(await ledger(company)).toEqual(inWords(await vendor.ledger()));
  });
});

withDidi('a vendor that does not answer at all', () => {
  it('leaves its neighbour alone, who gets over it', async () => {
    const { company, connectionId, runs } = neighbour;
    expect(runs).toHaveLength(1);
    await until('an answer', async () => (await company.runs(runs)).every(({ state }) => state === 'complete'));
    expect(await company.connection(connectionId)).toMatchObject({ state: 'active', trouble: null });
    expect(await ledger(company)).toEqual(unchanged);
  });
});
