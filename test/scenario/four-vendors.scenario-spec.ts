import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { FaultCommand } from '@interline/sdk/simulator';
import { Installation } from '../installation.js';
import { hasPlugin, suiteIf } from '../needs.js';
import { Company, inWords, type SeenRun } from './company.js';
import { SELLERS, type Seller } from './sellers.js';
import { Vendor } from './vendor.js';

jest.setTimeout(120_000);

const DAY = 86_400_000;
/** Orders of one round at one vendor. */
const ORDERS = 9;
const day = (at: number): string => new Date(at + DAY / 3).toISOString().slice(0, 10);

const missing = SELLERS.filter(({ id }) => !hasPlugin(id)).map(({ id }) => id);
const withAll = suiteIf(missing.length === 0, `plugins ${missing.join(', ')} are not in this tree`);

/** A vendor that is connected. */
interface Sold extends Seller {
  vendor: Vendor;
  connectionId: string;
}

interface Quarantined {
  stream: string;
  externalId: string;
  reason: string;
}

let installation: Installation;
let company: Company;
let sellers: Sold[];
/** Each round has a span of its own, which nobody has read. */
const first = Date.parse(`${day(Date.now() - 40 * DAY)}T00:00:00+08:00`);
let rounds = 0;

const people = Array.from({ length: 4 }, (_each, at) => ({
  id: `p${at}`,
  employeeNumber: `E${at}`,
  name: `Buyer ${at}`,
  phone: `1990000300${at}`,
  email: `p${at}@vendors.example`,
  departmentCode: 'V',
  departmentName: 'Vendors',
}));

beforeAll(async () => {
  if (missing.length > 0) return;
  installation = await Installation.make();
  const vendors = await Promise.all(SELLERS.map(({ id }) => Vendor.start(installation, id)));
  for (const vendor of vendors) await vendor.facts({ people, legalEntities: [{ code: 'V', name: 'Vendors Ltd' }] });
  const url = (await installation.start(['all', ...vendors.flatMap(({ words }) => words)]).ready())!;
  company = await Company.found(installation, url, 'vendors');
  await company.importDirectory({
    complete: true,
    effectiveOn: day(first - DAY),
    departments: [{ code: 'V', name: 'Vendors' }],
    people: people.map(({ employeeNumber, name, phone: mobile, email }) => ({ employeeNumber, name, mobile, email, departmentCode: 'V' })),
  });
  sellers = await Promise.all(
    SELLERS.map(async (seller, at) => {
      const vendor = vendors[at]!;
      const connectionId = await company.connect(vendor, day(Date.now()));
      await company.settled(connectionId);
      return { ...seller, vendor, connectionId };
    }),
  );
}, 180_000);
afterAll(() => installation?.close(), 60_000);

interface Span {
  from: string;
  to: string;
}

/** Lets every vendor sell something new. @returns when */
async function sell(): Promise<Span> {
  const from = first + 3 * DAY * rounds++;
  const [begin, end] = [from, from + 2 * DAY].map((at) => new Date(at).toISOString()) as [string, string];
  await Promise.all(
    sellers.map(({ vendor, kinds }) => vendor.generate({ orders: ORDERS, from: begin, to: end, seed: `round ${rounds}`, kinds })),
  );
  return { from: begin, to: new Date(from + 3 * DAY).toISOString() };
}

/** Has a span read, and waits until its readings have ended or say what keeps them. */
const read = ({ connectionId, stream }: Sold, span: Span): Promise<SeenRun[]> => company.sync(connectionId, { stream, ...span });

async function quarantine({ connectionId }: Sold): Promise<Quarantined[]> {
  const { quarantine: found } = await company.owner.get<{ quarantine: { nodes: Quarantined[] } }>(
    'query ($connectionId: ID!) { quarantine(connectionId: $connectionId, first: 50) { nodes { stream externalId reason } } }',
    { connectionId },
  );
  return found.nodes;
}

/** Orders of a span that have lines. */
async function ordersOf({ kinds }: Sold, { from, to }: Span): Promise<number> {
  const expenses = await company.expenses({ from: day(Date.parse(from)), to: day(Date.parse(to) - 1) });
  return new Set(expenses.filter(({ kind }) => (kinds as string[]).includes(kind)).map(({ orderId }) => orderId)).size;
}

/** Sells, plays faults where orders are answered, and has them read, at all vendors at once. */
async function disturbed(faults: (seller: Seller) => FaultCommand['fault'][], times = 1): Promise<{ span: Span; runs: SeenRun[][] }> {
  const span = await sell();
  const runs = await Promise.all(
    sellers.map(async (seller) => {
      for (const fault of faults(seller)) await seller.vendor.fault({ path: seller.path, times, fault });
      return read(seller, span);
    }),
  );
  return { span, runs };
}

const ledger = (): Promise<string[]> => company.ledger(day(first).slice(0, 7), day(Date.now()).slice(0, 7));

/** Expects readings to be complete, and every order of a span to be there but for those a vendor's records do not tell. */
async function hasRead(span: Span, runs: SeenRun[][], refused: (seller: Seller) => RegExp | null = () => null): Promise<void> {
  for (const [at, seller] of sellers.entries()) {
    const { id } = seller;
    expect({ id, runs: runs[at] }).toMatchObject({ id, runs: [{ state: 'complete', trouble: null }] });
    const reason = refused(seller);
    const held = await quarantine(seller);
    const isUnsaid = seller.isAskedTwice && held.length === 0;
    expect({ id, held }).toEqual({
      id,
      held: reason && !isUnsaid ? [{ stream: seller.stream, externalId: expect.any(String), reason: expect.stringMatching(reason) }] : [],
    });
    // What is held back may be an order of another span that was read once more; then its lines stand as they were.
    const orders = await ordersOf(seller, span);
    expect({ id, missing: ORDERS - orders <= held.length, faults: await seller.vendor.faults() }).toEqual({
      id,
      missing: true,
      faults: [],
    });
    expect(await company.connection(seller.connectionId)).toMatchObject({ state: 'active', trouble: null });
  }
}

withAll('four vendors, each with its troubles', () => {
  it('are read all the same when they ask to slow down, break, and cut themselves short', async () => {
    const { span, runs } = await disturbed(() => [
      { kind: 'status', status: 429, retryAfterSeconds: 1 },
      { kind: 'status', status: 500 },
      { kind: 'cut', afterBytes: 40 },
    ]);
    await hasRead(span, runs);
  });

  it('say so where a web page stays in the place of an answer, and are read once it is gone', async () => {
    const { span, runs } = await disturbed(() => [{ kind: 'html' }], 99);
    for (const [at, seller] of sellers.entries()) {
      const trouble = { code: 'VENDOR_UNAVAILABLE', owner: 'vendor' };
      expect({ id: seller.id, runs: runs[at] }).toMatchObject({ id: seller.id, runs: [{ state: 'waiting', trouble }] });
      expect(await company.connection(seller.connectionId)).toMatchObject({ state: 'active', trouble });
      expect([seller.id, await ordersOf(seller, span), await quarantine(seller)]).toEqual([seller.id, 0, []]);
      await seller.vendor.clearFaults();
    }
    await Promise.all(sellers.map((seller) => company.requestSync(seller.connectionId, { stream: seller.stream })));
    await Promise.all(sellers.map(({ connectionId }) => company.settled(connectionId)));
    await hasRead(span, await Promise.all(sellers.map((seller) => read(seller, span))));
  });

  it('are read alike when numbers become texts and texts numbers, behind a web page', async () => {
    const { span, runs } = await disturbed(({ money: field }) => [{ kind: 'html' }, { kind: 'retype', field }]);
    await hasRead(span, runs);
  });

  it('that use a word nobody knows lose nothing but for the order it is about, and that only until they say it in known words', async () => {
    const { span, runs } = await disturbed(() => [{ kind: 'unknown_enum' }]);
    await hasRead(span, runs, ({ unknown }) => unknown);
    await hasRead(span, await Promise.all(sellers.map((seller) => read(seller, span))));
  });

  it('that leave out what an order needs lose nothing but that order, and that only until they tell it', async () => {
    const { span, runs } = await disturbed(({ required: field }) => [{ kind: 'drop', field }]);
    await hasRead(span, runs, ({ incomplete }) => incomplete);
    await hasRead(span, await Promise.all(sellers.map((seller) => read(seller, span))));
  });

  it('that mix up and repeat their messages tell nothing twice', async () => {
    const span = await sell();
    const eleme = sellers.find(({ id }) => id === 'eleme')!;
    await eleme.vendor.messages({ repeat: 3, shuffle: 7 });
    await hasRead(span, await Promise.all(sellers.map((seller) => read(seller, span))));
  });

  it('come out in the end as they would bill, and nothing twice', async () => {
    const ledgers = await Promise.all(sellers.map(({ vendor }) => vendor.ledger()));
    expect(await ledger()).toEqual(ledgers.flatMap(inWords).sort());
    const expenses = await company.expenses();
    const keys = expenses.map(({ kind, orderId, line }) => `${kind} ${orderId} ${line}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

withAll('an account that is connected', () => {
  const shown = async (): Promise<string[]> =>
    (await company.expenses({ kind: 'ride' })).map(({ id, version }) => `${id} ${version}`).sort();

  it('is not connected once more under another name', async () => {
    const [didi] = sellers as [Sold];
    expect(await company.tryToConnect(didi.vendor, day(first), { externalAccount: 'the same' })).toMatchObject({
      problems: [{ field: 'externalAccount' }],
    });
  });

  it('has one history, read by two connections or by one after the other', async () => {
    const [didi] = sellers as [Sold];
    const [before, { vendorAccount }] = [await shown(), await company.connection(didi.connectionId)];
    const second = await company.connect(didi.vendor, day(first));
    await Promise.all([company.settled(second), company.sync(didi.connectionId, { stream: 'rides' })]);
    expect((await company.connection(second)).vendorAccount).toEqual(vendorAccount);
    expect(await shown()).toEqual(before);

    await company.updateCredentials(second, didi.vendor);
    const asked = await didi.vendor.position();
    const span = await sell();
    await Promise.all(sellers.map((seller) => read(seller.id === 'didi' ? { ...seller, connectionId: second } : seller, span)));
    const ids = (await shown()).filter((each) => !before.includes(each));
    expect([ids.length >= ORDERS, (await shown()).length]).toEqual([true, before.length + ids.length]);
    const lists = (await didi.vendor.requests(asked)).filter(({ path }) => path === didi.path);
    // New credentials go on where the old ones were: the new span, and the newest one again.
    expect(lists.length).toBeLessThanOrEqual(4);
  });
});
