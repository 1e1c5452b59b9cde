import { buildWorld, type World } from '@interline/demo';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { LedgerRow } from '@interline/sdk/simulator';
import { Installation } from '../installation.js';
import { hasPlugin, suiteIf } from '../needs.js';
import { Company, fen, inWords } from './company.js';
import { Vendor } from './vendor.js';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const SOLD = ['flight', 'hotel', 'train'];
/** What the first month's bill has that nobody ordered, in fen. */
const EXTRA = 12_345n;

interface SeenBill {
  period: string;
  legalEntity: { code: string };
  statementTotal: { amount: string };
  expenseTotal: { amount: string };
  difference: { amount: string };
  accrual: { amount: string };
  differingLineCount: number;
}

interface SeenStatement {
  externalId: string;
  period: string;
  derived: boolean;
  agrees: boolean;
  parent: { id: string } | null;
  totals: { payable: { amount: string } };
}

/** The month in China, so many months from that of an instant. */
function monthOf(at: Date, months: number): string {
  const local = new Date(at.getTime() + 480 * MINUTE);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, 1)).toISOString().slice(0, 7);
}

/** Whether the bill of a month is made: on the first of the next, at three in the morning. */
function isBilled(period: string): boolean {
  const [year, month] = period.split('-').map(Number) as [number, number];
  return Date.UTC(year, month, 1) + (3 - 8) * 60 * MINUTE <= Date.now();
}

/** A quarter of travel of a small company, booked at a vendor that publishes rows of settlement and no bills: those are made of the rows. */
suiteIf(hasPlugin('ctrip'), 'plugins/ctrip is not in this tree')('a quarter of travel without published bills', () => {
  let installation: Installation;
  let vendor: Vendor;
  let company: Company;
  let world: World;
  let ledger: LedgerRow[];
  /** Three months and the running one. */
  let months: string[];
  let billed: string[];

  beforeAll(async () => {
    installation = await Installation.make();
    vendor = await Vendor.start(installation, 'ctrip');
    // Nothing of the world is younger: a vendor's last minutes are read with the next sync.
    const asOf = new Date(Date.now() - 15 * MINUTE);
    months = [-3, -2, -1, 0].map((each) => monthOf(asOf, each));
    world = buildWorld({ seed: 'quarter', company: 'second', asOf, first: months[0]! });
    const extra = { id: 'extra', period: months[0]!, kind: 'hotel' as const, amount: String(EXTRA), text: 'a room nobody had' };
    await vendor.facts({ ...world.facts, billAdjustments: [extra] });
    ledger = await vendor.ledger();
    billed = months.filter(isBilled);
    const all = installation.start(['all', ...vendor.words]);
    company = await Company.found(installation, (await all.ready())!, 'quarter');
    await company.importDirectory({
      effectiveOn: `${months[0]}-01`,
      complete: true,
      legalEntities: world.legalEntities,
      costCentres: world.costCentres,
      departments: world.departments
        .filter(({ validTo }) => validTo === null)
        .map(({ code, name, parentCode, legalEntityCode, costCentreCode }) => ({
          code,
          name,
          ...(parentCode !== null && { parentCode }),
          legalEntityCode,
          costCentreCode,
        })),
      people: world.people.map(({ employeeNumber, name, mobile, email, hiredOn, positions }) => ({
        employeeNumber,
        name,
        mobile,
        email,
        hiredOn,
        departmentCode: positions.at(-1)!.departmentCode,
      })),
    });
    await company.settled(await company.connect(vendor, `${months[0]}-01`));
  }, 180_000);
  afterAll(() => installation.close(), 60_000);

  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, each) => total + each, 0n);
  const told = (period: string, share: 'companyShare' | 'billed'): bigint =>
    sum(ledger.filter((row) => row.period === period).map((row) => BigInt(row[share])));

  it('is what the people of the company paid, and everybody who travelled is known', async () => {
    expect(await company.ledger(months[0]!, months[3]!)).toEqual(inWords(ledger));
    const paid = world.cash.filter(({ kind }) => SOLD.includes(kind)).map(({ company: share }) => share);
    expect(sum(months.map((period) => told(period, 'companyShare')))).toBe(sum(paid));
    expect(await company.expenses({ unresolved: true })).toEqual([]);
  });

  it('has a bill for each month that ended, which differs from its expenses by what nobody ordered alone', async () => {
    const { bills } = await company.owner.get<{ bills: SeenBill[] }>(
      `{ bills { period legalEntity { code } statementTotal { amount } expenseTotal { amount } difference { amount } accrual { amount } differingLineCount } }`,
    );
    const seen = months.map((period) => {
      const of = bills.filter((bill) => bill.period === period);
      const total = (field: 'statementTotal' | 'expenseTotal' | 'difference' | 'accrual'): bigint =>
        sum(of.map((bill) => fen(bill[field].amount)));
      return {
        period,
        statement: total('statementTotal'),
        expense: total('expenseTotal'),
        difference: total('difference'),
        accrual: total('accrual'),
        differing: of.reduce((count, bill) => count + bill.differingLineCount, 0),
      };
    });
    expect(seen).toEqual(
      months.map((period, at) => ({
        period,
        statement: billed.includes(period) ? told(period, 'billed') : 0n,
        expense: billed.includes(period) ? told(period, 'companyShare') : 0n,
        difference: at === 0 ? EXTRA : 0n,
        accrual: billed.includes(period) ? 0n : told(period, 'companyShare'),
        differing: at === 0 ? 1 : 0,
      })),
    );
  });

  it('shows the statements as made from their rows, whole and in parts, and they are what their lines make of them', async () => {
    const { statements } = await company.owner.get<{ statements: SeenStatement[] }>(
      `{ statements { externalId period derived agrees parent { id } totals { payable { amount } } } }`,
    );
    expect(statements.filter(({ derived, agrees }) => !derived || !agrees)).toEqual([]);
    const payable = (parts: boolean): bigint[] =>
      billed.map((period) => {
        const of = statements.filter((statement) => statement.period === period && (statement.parent !== null) === parts);
        return sum(of.map(({ totals }) => fen(totals.payable.amount)));
      });
    const asked = billed.map((period) => told(period, 'billed'));
    expect([payable(false), payable(true)]).toEqual([asked, asked]);
  });
});
