import { importStatementFiles } from '@interline/demo';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { WorldOrder } from '@interline/sdk/simulator';
import { Installation } from '../installation.js';
import { hasPlugin, suiteIf } from '../needs.js';
import { Company, fen } from './company.js';
import { Vendor } from './vendor.js';

jest.setTimeout(120_000);

const ORDERS = 12;
const LOST = 3;
const SHARE = 3_210n;

interface Cell {
  period: string;
  state: string;
  lineCount: number;
  differingLineCount: number;
  statementTotal: { amount: string };
  expenseTotal: { amount: string };
  difference: { amount: string };
}

interface Line {
  orderId: string;
  companyShare: { amount: string };
  difference: { amount: string };
  expenses: { orderId: string }[];
}

/** The month before an instant's, in China. */
function monthBefore(at: Date): string {
  const local = new Date(at.getTime() + 8 * 3_600_000);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

/**
 * A vendor that tells of orders by messages alone and lists nothing: what a lost message was about is known by the month's file only, and has to be
 * seen there.
 */
suiteIf(hasPlugin('eleme'), 'plugins/eleme is not in this tree')('messages that are lost, repeated and in disorder', () => {
  let installation: Installation;
  let vendor: Vendor;
  let company: Company;
  const month = monthBefore(new Date());
  const person = { employeeNumber: 'N001', name: '林一', mobile: '13800000001', email: 'n001@north.example' };

  const meal = (number: number): WorldOrder => {
    const id = String(3_000_000_000_000_000_001n + BigInt(number));
    const paid = new Date(`${month}-${String(number + 3).padStart(2, '0')}T12:00:00+08:00`).toISOString();
    const share = String(SHARE);
    return {
      id,
      kind: 'meal',
      product: 'lunch',
      bookedAt: paid,
      startAt: paid,
      endAt: paid,
      state: 'done',
      booker: 'p1',
      traveller: 'p1',
      to: { city: '北京', name: '国贸大厦', address: '朝阳区' },
      detail: {},
      cash: [{ id: `${id}-0`, type: 'charge', at: paid, amount: share, company: share, personal: '0' }],
    };
  };

  beforeAll(async () => {
    installation = await Installation.make();
    vendor = await Vendor.start(installation, 'eleme');
    const { employeeNumber, name, mobile: phone, email } = person;
    await vendor.facts({
      people: [{ id: 'p1', employeeNumber, name, phone, email, departmentCode: 'D1', departmentName: '销售部' }],
      orders: Array.from({ length: ORDERS }, (_, number) => meal(number)),
      legalEntities: [{ code: 'E1', name: '北风科技（北京）有限公司' }],
    });
    await vendor.messages({ lose: LOST, repeat: 3, shuffle: 'seed' });
    const all = installation.start(['all', ...vendor.words]);
    company = await Company.found(installation, (await all.ready())!, 'lost');
    await company.importDirectory({
      effectiveOn: `${month}-01`,
      complete: true,
      departments: [{ code: 'D1', name: '销售部' }],
      people: [{ ...person, departmentCode: 'D1', hiredOn: `${month}-01` }],
    });
    await company.settled(await company.connect(vendor, `${month}-01`));
  }, 120_000);
  afterAll(() => installation?.close(), 60_000);

  it('make each order that was told of an expense once, and of the others nothing is known', async () => {
    const expenses = await company.expenses();
    expect(expenses.length).toBe(ORDERS - LOST);
    expect(new Set(expenses.map(({ orderId }) => orderId)).size).toBe(ORDERS - LOST);
    expect(expenses.filter(({ version, unresolved }) => version !== 1 || unresolved)).toEqual([]);
  });

  it('leave as many lines of the month’s file without an expense as messages were lost: board and statement say so', async () => {
    const { connectorId, externalAccount, url } = vendor;
    const vendors = [{ connectorId, externalAccount, simulator: { url } }];
    expect(await importStatementFiles({ finance: company.owner, vendors, months: [month] })).toEqual([]);

    const { statementBoard: board } = await company.owner.get<{ statementBoard: { cells: Cell[] } }>(
      `query ($month: Period!) { statementBoard(from: $month, to: $month) { cells {
         period state lineCount differingLineCount statementTotal { amount } expenseTotal { amount } difference { amount } } } }`,
      { month },
    );
    expect(board.cells.map(({ state, lineCount, differingLineCount }) => ({ state, lineCount, differingLineCount }))).toEqual([
      { state: 'received', lineCount: ORDERS, differingLineCount: LOST },
    ]);
    const [cell] = board.cells;
    expect(fen(cell!.statementTotal.amount)).toBe(SHARE * BigInt(ORDERS));
    expect(fen(cell!.difference.amount)).toBe(SHARE * BigInt(LOST));

    const { statements } = await company.owner.get<{ statements: { lines: { nodes: Line[] } }[] }>(
      '{ statements { lines(first: 50) { nodes { orderId companyShare { amount } difference { amount } expenses { orderId } } } } }',
    );
    const lines = statements.flatMap((statement) => statement.lines.nodes);
    const missing = lines.filter(({ expenses }) => expenses.length === 0);
    const read = new Set((await company.expenses()).map(({ orderId }) => orderId));
    expect(missing.map(({ orderId }) => orderId).filter((id) => read.has(id))).toEqual([]);
    expect(missing.map(({ difference }) => fen(difference.amount))).toEqual(Array.from({ length: LOST }, () => SHARE));
    expect(lines.filter(({ expenses }) => expenses.length > 1)).toEqual([]);
  });
});
