import { buildWorld, type World } from '@interline/demo';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Installation, until } from '../installation.js';
import { withDidi } from '../needs.js';
import { Company, fen, inWords, type SeenExpense } from './company.js';
import { Vendor } from './vendor.js';

jest.setTimeout(60_000);

const SECOND = 1_000;
/** Nothing of the world is younger: a vendor's last minutes are read with the next sync. */
const SETTLED = 15 * 60 * SECOND;

interface SeenBill {
  period: string;
  state: string;
  legalEntity: { id: string; code: string };
  statementTotal: { amount: string };
  expenseTotal: { amount: string };
  difference: { amount: string };
  accrual: { amount: string };
}

let installation: Installation;
let vendor: Vendor;
let company: Company;
let connectionId: string;
let world: World;
let now: string;
/** First day of the month in which the business team was put below the design team. */
let reorganised: string;
/** Somebody HR forgot. */
let forgotten: World['people'][number];

const departments = (parentOfBusiness: string): { code: string; name: string; parentCode?: string; legalEntityCode: string }[] => [
  { code: 'T', name: 'Studio', legalEntityCode: 'SL' },
  { code: 'TA', name: 'Design', parentCode: 'T', legalEntityCode: 'SL' },
  { code: 'TB', name: 'Business', parentCode: parentOfBusiness, legalEntityCode: 'SB' },
];
const row = ({ employeeNumber, name, mobile, email, hiredOn, positions }: World['people'][number]) => ({
  employeeNumber,
  name,
  mobile,
  email,
  hiredOn,
  departmentCode: positions[0]!.departmentCode,
});
const monthOf = (day: string): string => day.slice(0, 7);

/** The vendor lists the bills of a month from the third day of the next on. */
function billsAreOut(period: string): boolean {
  const [year, month] = period.split('-').map(Number) as [number, number];
  return Date.UTC(year, month, 3) - 8 * 3_600 * SECOND <= Date.now();
}

beforeAll(async () => {
  installation = await Installation.make();
  vendor = await Vendor.start(installation);
  world = buildWorld({ seed: 'year', company: 'second', asOf: new Date(Date.now() - SETTLED) });
  now = monthOf(new Date(Date.now() + 8 * 3_600 * SECOND).toISOString());
  reorganised = `${[...new Set(world.ledger.map(({ period }) => period))][6]!}-01`;
  const riders = new Set(world.facts.orders!.map(({ traveller }) => traveller));
  forgotten = world.people.findLast(({ id, positions }) => riders.has(id) && positions[0]!.departmentCode === 'TA')!;
  await vendor.facts(world.facts);
  const all = installation.start(['all', ...vendor.words]);
  company = await Company.found(installation, (await all.ready())!, 'year');
  const people = world.people.filter((each) => each !== forgotten).map(row);
  await company.importDirectory({
    effectiveOn: `${world.first}-01`,
    complete: true,
    legalEntities: [
      { code: 'SL', name: 'Southlake Design' },
      { code: 'SB', name: 'Southlake Business' },
    ],
    departments: departments('T'),
    people,
  });
  await company.importDirectory({ effectiveOn: reorganised, complete: true, departments: departments('TA'), people });
  connectionId = await company.connect(vendor, `${world.first}-01`);
  await company.settled(connectionId);
}, 180_000);
afterAll(() => installation.close(), 60_000);

async function bills(): Promise<SeenBill[]> {
  const answer = await company.owner.get<{ bills: SeenBill[] }>(
    `{ bills { period state legalEntity { id code } statementTotal { amount } expenseTotal { amount } difference { amount } accrual { amount } } }`,
  );
  return answer.bills;
}
const sum = (list: readonly bigint[]): bigint => list.reduce((total, each) => total + each, 0n);
const sumOf = (of: readonly SeenBill[], field: 'statementTotal' | 'expenseTotal' | 'difference' | 'accrual'): bigint =>
  sum(of.map((bill) => fen(bill[field].amount)));

/** Company share by the code of the department, over the whole year. */
async function spendByDepartment(tree: 'as_was' | 'as_is', reach: 'own' | 'subtree'): Promise<Record<string, bigint>> {
  const { spend } = await company.owner.get<{ spend: { rows: { keys: { id: string | null }[]; companyShare: { amount: string } }[] } }>(
    `query ($from: Period!, $to: Period!, $tree: DepartmentTree!, $reach: DepartmentReach!) {
       spend(by: [department], tree: $tree, reach: $reach, filter: { from: $from, to: $to }) { rows { keys { id } companyShare { amount } } } }`,
    { from: world.first, to: now, tree, reach },
  );
  const codes = await departmentCodes();
  return Object.fromEntries(spend.rows.map(({ keys, companyShare }) => [codes.get(keys[0]!.id!) ?? 'none', fen(companyShare.amount)]));
}

async function departmentCodes(): Promise<Map<string, string>> {
  interface Node {
    id: string;
    code: string;
    children?: Node[];
  }
  const { departments: roots } = await company.owner.get<{ departments: Node[] }>(
    '{ departments { id code children { id code children { id code } } } }',
  );
  const flat = (node: Node): [string, string][] => [[node.id, node.code], ...(node.children ?? []).flatMap(flat)];
  return new Map(roots.flatMap(flat));
}

/** Who bears each order of the world: who travelled. A ride whose passenger was nobody of the directory when it was read is borne by who called it. */
function bearers(): Map<string, string> {
  return new Map(
    world.facts.orders!.map(({ id, kind, booker, traveller }) => [
      id,
      typeof traveller !== 'string' || (kind === 'ride' && traveller === forgotten.id) ? booker : traveller,
    ]),
  );
}

/** Cash of the world by the department of who bears it, on some days. */
function cashOf(code: string, within: (day: string) => boolean = () => true): bigint {
  const home = new Map(world.people.map(({ id, positions }) => [id, positions[0]!.departmentCode]));
  const bearer = bearers();
  const theirs = world.cash.filter(({ orderId, day }) => home.get(bearer.get(orderId)!) === code && within(day));
  return sum(theirs.map(({ company: share }) => share));
}

withDidi('a year at one vendor', () => {
  it('holds what the vendor would bill: by month and kind, orders counted and company share to the cent', async () => {
    const ledger = await vendor.ledger();
    expect(await company.ledger(world.first, now)).toEqual(inWords(ledger));
    expect(inWords(ledger).length).toBeGreaterThan(30);
    // the ledger itself is what the world's people paid
    expect(sum(ledger.map((each) => BigInt(each.companyShare)))).toBe(sum(world.cash.map(({ company: share }) => share)));
  });

  it('bills each month as the vendor does; only the month that was tampered with differs, by the known amount', async () => {
    const ledger = await vendor.ledger();
    const seen = await bills();
    const months = [...new Set(ledger.map(({ period }) => period))];
    expect([...new Set(seen.map(({ period }) => period))].sort()).toEqual(months);
    expect(new Set(seen.map(({ legalEntity }) => legalEntity.code)).has('SB')).toBe(true);
    for (const period of months) {
      const of = seen.filter((bill) => bill.period === period);
      const rows = ledger.filter((each) => each.period === period);
      const spent = sum(rows.map(({ companyShare }) => BigInt(companyShare)));
      const billed = sum(rows.map(({ billed: amount }) => BigInt(amount)));
      const isOut = billsAreOut(period);
      expect({ period, statement: sumOf(of, 'statementTotal') }).toEqual({ period, statement: isOut ? billed : 0n });
      expect({ period, expense: sumOf(of, 'expenseTotal') }).toEqual({ period, expense: isOut ? spent : 0n });
      expect({ period, accrual: sumOf(of, 'accrual') }).toEqual({ period, accrual: isOut ? 0n : spent });
      const differs = sum(world.disagreements.filter((each) => each.period === period).map(({ amount }) => amount));
      expect({ period, difference: sumOf(of, 'difference') }).toEqual({ period, difference: differs });
      if (differs === 0n) expect(of.map((bill) => bill.difference.amount)).toEqual(of.map(() => '0.00'));
    }
    expect(world.disagreements.map(({ amount }) => amount > 0n)).toEqual([true]);
  });

  it('gives every refund its origin, also across months', async () => {
    const refunds = (await company.expenses()).filter(({ lineType }) => lineType === 'refund');
    const across = refunds.filter(({ origin, period }) => origin && origin.period < period);
    expect(across.length).toBeGreaterThan(0);
    expect(refunds.filter(({ origin, orderId }) => origin?.orderId !== orderId)).toEqual([]);
  });

  it('finds an order by its number', async () => {
    const { id } = world.facts.orders!.find(({ kind }) => kind === 'flight')!;
    const found = await company.expenses({ search: id });
    expect(new Set(found.map(({ orderId }) => orderId))).toEqual(new Set([id]));
    expect(await company.expenses({ search: `${id}0` })).toEqual([]);
  });

  it('counts people nobody knows, and gives them their place once the directory does', async () => {
    const before = await company.ledger(world.first, now);
    const waiting = await company.expenses({ unresolved: true });
    const bearer = bearers();
    const theirs = new Set(world.cash.map(({ orderId }) => orderId).filter((orderId) => bearer.get(orderId) === forgotten.id));
    expect(new Set(waiting.map(({ orderId }) => orderId))).toEqual(theirs);
    expect(theirs.size).toBeGreaterThan(0);

    await company.importDirectory({ effectiveOn: `${world.first}-01`, complete: false, people: [row(forgotten)] });
    await until('the orders of somebody HR forgot', async () => (await company.expenses({ unresolved: true })).length === 0);
    expect(await company.ledger(world.first, now)).toEqual(before);
    const resolved: SeenExpense[] = [];
    for (const orderId of theirs) resolved.push(...(await company.expenses({ search: orderId })));
    expect(new Set(resolved.map(({ department }) => department?.code))).toEqual(new Set(['TA']));
    expect(new Set(resolved.map(({ id }) => id))).toEqual(new Set(waiting.map(({ id }) => id)));
  });

  it('answers by the departments as they were and as they are', async () => {
    const own = { T: cashOf('T'), TA: cashOf('TA'), TB: cashOf('TB') };
    const all = own.T + own.TA + own.TB;
    const later = cashOf('TB', (day) => day >= reorganised);
    expect(later).toBeGreaterThan(0n);
    expect(own.TB).toBeGreaterThan(later);
    expect(await spendByDepartment('as_was', 'own')).toEqual(own);
    expect(await spendByDepartment('as_was', 'subtree')).toEqual({ T: all, TA: own.TA + later, TB: own.TB });
    expect(await spendByDepartment('as_is', 'subtree')).toEqual({ T: all, TA: own.TA + own.TB, TB: own.TB });
  });

  it('keeps the sums of a locked month: what comes late is booked in the next open one, with its origin', async () => {
    const before = (await bills()).filter(({ period }) => period === world.first);
    const { company: books } = await company.owner.get<{ company: { legalEntities: { id: string }[] } }>(
      '{ company { legalEntities { id } } }',
    );
    for (const legalEntity of books.legalEntities) {
      const { lockPeriod } = await company.owner.get<{ lockPeriod: { state?: string; message?: string } }>(
        `mutation ($input: LockPeriodInput!) { lockPeriod(input: $input) { ... on BookPeriod { state } ... on StateProblem { message } } }`,
        { input: { legalEntityId: legalEntity.id, period: world.first } },
      );
      expect(lockPeriod).toEqual({ state: 'locked' });
    }
    const order = world.facts.orders!.find(
      ({ kind, state, cash }) =>
        kind === 'ride' && state === 'done' && cash.length === 1 && BigInt(cash[0]!.company) > 500n && monthOf(cash[0]!.at) === world.first,
    )!;
    const { at } = order.cash[0]!;
    const refundAt = new Date(Date.parse(at) + 3_600 * SECOND).toISOString();
    await vendor.change(order.id, { refund: { company: '321', at: refundAt, text: 'late' } });
    const hour = 3_600 * SECOND;
    const runs = await company.sync(connectionId, {
      stream: 'rides',
      from: new Date(Date.parse(refundAt) - hour).toISOString(),
      to: new Date(Date.parse(refundAt) + hour).toISOString(),
    });
    expect(runs.map(({ state }) => state)).toEqual(['complete']);

    const [refund] = (await company.expenses({ search: order.id })).filter(({ lineType }) => lineType === 'refund');
    const next = [...new Set(world.ledger.map(({ period }) => period))][1]!;
    expect(refund).toMatchObject({
      companyShare: { amount: '-3.21' },
      businessDate: refund!.businessDate,
      period: next,
      origin: { period: world.first },
    });
    expect(monthOf(refund!.businessDate)).toBe(world.first);
    const after = await bills();
    const figures = ({ statementTotal, expenseTotal, difference, accrual }: SeenBill): object => ({
      statementTotal,
      expenseTotal,
      difference,
      accrual,
    });
    const locked = after.filter(({ period }) => period === world.first);
    expect(locked).toHaveLength(books.legalEntities.length);
    for (const bill of locked) {
      const was = before.find(({ legalEntity }) => legalEntity.id === bill.legalEntity.id);
      const nothing = { amount: '0.00' };
      expect(figures(bill)).toEqual(
        was ? figures(was) : { statementTotal: nothing, expenseTotal: nothing, difference: nothing, accrual: nothing },
      );
    }
    expect(locked.map(({ state }) => state)).toEqual(locked.map(() => 'locked'));
    const following = after.filter(({ period }) => period === next);
    expect(sumOf(following, 'accrual')).toBe(-321n);
    // what was spent when is another question than what is booked when
    expect(await company.ledger(world.first, now)).toEqual(inWords(await vendor.ledger()));
  });
});
