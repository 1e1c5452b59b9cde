import type { World } from '@interline/demo';
import { expect } from '@jest/globals';
import type { LedgerRow } from '@interline/sdk/simulator';
import { fen, type Company } from './company.js';

/** What is looked at of a demo. */
export interface ToldDemo {
  asOf: string;
  periods: string[];
  simulators: Record<string, string>;
}

interface SeenStatement {
  period: string;
  agrees: boolean;
  parent: object | null;
  totals: { payable: { amount: string } };
}

interface SeenPart {
  key: string | null;
  difference: { amount: string };
  accrual: { amount: string };
}

interface SeenLine {
  id: string;
  orderId: string | null;
  difference: { amount: string };
}

interface SeenImport {
  state: string;
  mappingVersion: number;
  report: { from: string; unresolved: number; refused: object[]; controls: { agrees: boolean | null }[] };
}

const chinaMonth = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 7);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, each) => all + each, 0n);

/**
 * The statements of every vendor sum to what its simulator bills; those that come as files are there for every month that is over, each read once, and what
 * of them is not explained by the orders they bill is what was changed by hand.
 */
export async function expectStatements(company: Company, demo: ToldDemo, world: World): Promise<void> {
  const months = demo.periods.filter((period) => period < chinaMonth(demo.asOf));
  for (const [connectorId, url] of Object.entries(demo.simulators)) {
    const ledger = (await (await fetch(`${url}/_control/ledger`)).json()) as LedgerRow[];
    const isFile = (await fetch(`${url}/_control/statementMapping`)).ok;
    const { statements } = await company.owner.get<{ statements: SeenStatement[] }>(
      'query ($id: ID!) { statements(connectorId: $id) { period agrees parent { id } totals { payable { amount } } } }',
      { id: connectorId },
    );
    const roots = statements.filter(({ parent }) => parent === null);
    const there = new Set(roots.map(({ period }) => period));
    // A vendor that issues its bills by itself may still be at the last one.
    expect([...there]).toEqual(expect.arrayContaining(isFile ? months : months.slice(0, -1)));
    for (const month of there) {
      const ofMonth = roots.filter(({ period }) => period === month);
      const billed = ledger.filter(({ period }) => period === month).map((row) => BigInt(row.billed));
      expect({
        connectorId,
        month,
        agrees: ofMonth.every(({ agrees }) => agrees),
        payable: sum(ofMonth.map(({ totals }) => fen(totals.payable.amount))),
      }).toEqual({ connectorId, month, agrees: true, payable: sum(billed) });
    }
    if (!isFile) continue;
    await expectImports(company, connectorId, months);
    const kinds = new Set(ledger.map(({ kind }) => kind));
    for (const month of months) await expectExplained(company, connectorId, month, changedByHand(world, kinds, month));
  }
}

/** The corrections of a month's bill of some kinds, in fen. */
function changedByHand({ facts }: World, kinds: ReadonlySet<string>, month: string): bigint[] {
  const { billAdjustments = [] } = facts;
  return billAdjustments.filter(({ period, kind }) => period === month && kinds.has(kind)).map(({ amount }) => BigInt(amount));
}

/** One file a month was read by one mapping, to its last row, and says of itself what was read. */
async function expectImports(company: Company, connectorId: string, months: readonly string[]): Promise<void> {
  const { connections } = await company.owner.get<{ connections: { vendorAccount: { id: string; connector: { id: string } } }[] }>(
    '{ connections { vendorAccount { id connector { id } } } }',
  );
  const { vendorAccount } = connections.find((connection) => connection.vendorAccount.connector.id === connectorId)!;
  const { statementImports } = await company.owner.get<{ statementImports: { nodes: SeenImport[] } }>(
    `query ($id: ID!) { statementImports(vendorAccountId: $id, first: 100) {
       nodes { state mappingVersion report { from unresolved refused { rows } controls { agrees } } } } }`,
    { id: vendorAccount.id },
  );
  const seen = statementImports.nodes.map(({ state, mappingVersion, report: { from, unresolved, refused, controls } }) =>
    JSON.stringify([from, state, mappingVersion, unresolved, refused, [...new Set(controls.map(({ agrees }) => agrees))]]),
  );
  expect(seen.sort()).toEqual(months.map((month) => JSON.stringify([`${month}-01`, 'done', 1, 0, [], [true]])));
}

/** Every order comes out as billed but those whose bill was changed, and no expense of the month is without a statement. */
async function expectExplained(company: Company, connectorId: string, month: string, changed: readonly bigint[]): Promise<void> {
  const { bills } = await company.owner.get<{ bills: { legalEntity: { id: string }; byVendor: SeenPart[] }[] }>(
    `query ($month: Period) { bills(from: $month, to: $month) {
       legalEntity { id } byVendor { key difference { amount } accrual { amount } } } }`,
    { month },
  );
  const parts = bills.flatMap(({ byVendor }) => byVendor.filter(({ key }) => key === connectorId));
  expect(parts.map(({ accrual }) => accrual.amount)).toEqual(parts.map(() => '0.00'));
  expect(sum(parts.map(({ difference }) => fen(difference.amount)))).toBe(sum(changed));
  const left = new Map<string, bigint>();
  for (const { legalEntity } of bills)
    for (const { id, orderId, difference } of await differing(company, legalEntity.id, month, connectorId))
      left.set(orderId ?? id, (left.get(orderId ?? id) ?? 0n) + fen(difference.amount));
  const inOrder = (amounts: Iterable<bigint>): string[] =>
    [...amounts]
      .filter((amount) => amount !== 0n)
      .map(String)
      .sort();
  expect(inOrder(left.values())).toEqual(inOrder(changed));
}

async function differing(company: Company, legalEntityId: string, period: string, connectorId: string): Promise<SeenLine[]> {
  const all: SeenLine[] = [];
  for (let after: string | null = null; ;) {
    const { bill }: { bill: { lines: { nodes: SeenLine[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } } =
      await company.owner.get(
        `query ($legalEntityId: ID!, $period: Period!, $connectorId: ID!, $after: String) { bill(legalEntityId: $legalEntityId, period: $period) {
           lines(filter: { connectorId: $connectorId, differing: true }, first: 200, after: $after) {
             nodes { id orderId difference { amount } } pageInfo { hasNextPage endCursor } } } }`,
        { legalEntityId, period, connectorId, after },
      );
    all.push(...bill.lines.nodes);
    if (!bill.lines.pageInfo.hasNextPage) return all;
    after = bill.lines.pageInfo.endCursor;
  }
}
