import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BillableExpense } from '../expenses/index.js';
import { matchLines, type MatchableLine } from './match-lines.js';

function expense(id: string, over: Partial<BillableExpense> = {}): BillableExpense {
  return {
    id,
    kind: 'ride',
    orderId: 'O1',
    line: 'pay',
    lineType: 'charge',
    isCorrection: false,
    companyShare: 100n,
    departmentId: null,
    statementLineId: null,
    ...over,
  };
}

function line(id: string, over: Partial<MatchableLine> = {}): MatchableLine {
  return { id, correctsId: null, kind: 'ride', orderId: 'O1', orderLine: null, lineType: 'charge', companyShare: 100n, ...over };
}

const joined = (lines: MatchableLine[], expenses: BillableExpense[]): Record<string, string> =>
  Object.fromEntries(matchLines(lines, expenses));

describe('matching of statement lines', () => {
  it('takes the named line whatever its type, else all of the type', () => {
    const expenses = [expense('pay', { lineType: 'fee' }), expense('fee', { line: 'fee:service', lineType: 'fee' })];
    expect(joined([line('L1', { orderLine: 'pay' })], expenses)).toEqual({ pay: 'L1' });
    expect(joined([line('L1', { lineType: 'fee' })], expenses)).toEqual({ pay: 'L1', fee: 'L1' });
    expect(joined([line('L1', { orderLine: 'unknown', lineType: 'fee' })], expenses)).toEqual({ pay: 'L1', fee: 'L1' });
  });

  it('never joins another order, or another product of the same number', () => {
    expect(joined([line('L1')], [expense('other', { orderId: 'O2' }), expense('train', { kind: 'train' })])).toEqual({});
  });

  it('leaves the second billing of an order without an expense', () => {
    expect(joined([line('L1', { orderLine: 'pay' }), line('L2', { orderLine: 'pay' })], [expense('pay')])).toEqual({ pay: 'L1' });
  });

  it('tells several refunds of one order apart by amount', () => {
    const refund = { lineType: 'refund' as const };
    const lines = [line('L1', { ...refund, companyShare: -30n }), line('L2', { ...refund, companyShare: -20n })];
    const expenses = [
      expense('a', { ...refund, line: 'refund:1', companyShare: -20n }),
      expense('b', { ...refund, line: 'refund:2', companyShare: -30n }),
    ];
    expect(joined(lines, expenses)).toEqual({ a: 'L2', b: 'L1' });
  });

  it('gives late corrections to the line that corrects, else to the line itself', () => {
    const expenses = [expense('pay'), expense('late', { isCorrection: true, companyShare: -10n })];
    expect(joined([line('L1', { orderLine: 'pay' })], expenses)).toEqual({ pay: 'L1', late: 'L1' });
    expect(joined([line('L1', { orderLine: 'pay' }), line('C1', { orderLine: 'pay', correctsId: 'L1' })], expenses)).toEqual({
      pay: 'L1',
      late: 'C1',
    });
  });

  describe('where a vendor bills several of our lines in one row', () => {
    const refund = (id: string, share: bigint): BillableExpense => expense(id, { line: id, lineType: 'refund', companyShare: share });
    const freight = expense('freight', { line: 'freight', lineType: 'fee', companyShare: 6n });

    it('takes what makes the row up, and leaves what it does not bill', () => {
      const expenses = [expense('pay'), freight, refund('may', -40n), refund('june', -5n)];
      const row = line('L1', { companyShare: 66n });
      expect(joined([row], expenses)).toEqual({ pay: 'L1', freight: 'L1', may: 'L1' });
      const later = line('L2', { lineType: 'refund', companyShare: -5n });
      expect(joined([row, later], expenses)).toEqual({ pay: 'L1', freight: 'L1', may: 'L1', june: 'L2' });
    });

    it('takes nothing of a line that comes out, and nothing that does not make it up', () => {
      const expenses = [expense('pay'), freight];
      expect(joined([line('L1'), line('L2', { lineType: 'adjustment', companyShare: 106n })], expenses)).toEqual({ pay: 'L1' });
      expect(joined([line('L1', { companyShare: 105n })], expenses)).toEqual({ pay: 'L1' });
    });

    it('is not kept by a large order', () => {
      const many = Array.from({ length: 40 }, (_, at) => refund(`r${String(at)}`, -2n));
      expect(Object.keys(joined([line('L1', { companyShare: 99n })], [expense('pay'), ...many]))).toEqual(['pay']);
    });
  });

  it('joins only what fits, and every expense that a line names', () => {
    const type = fc.constantFrom('charge' as const, 'fee' as const, 'refund' as const);
    const share = fc.bigInt({ min: 1n, max: 3n });
    const order = fc.constantFrom('O1', 'O2');
    const expenses = fc.uniqueArray(
      fc.record({ line: fc.constantFrom('a', 'b', 'c', 'd'), orderId: order, lineType: type, companyShare: share }),
      {
        selector: (each) => `${each.orderId} ${each.line}`,
      },
    );
    const lines = fc.array(
      fc.record({ orderLine: fc.constantFrom(null, 'a', 'b', 'z'), orderId: order, lineType: type, companyShare: share }),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(lines, expenses, (someLines, someExpenses) => {
        const left = someLines.map((over, index) => line(`L${index}`, over));
        const right = someExpenses.map((over) => expense(`${over.orderId} ${over.line}`, over)).sort((a, b) => (a.id < b.id ? -1 : 1));
        const result = matchLines(left, right);
        for (const [expenseId, lineId] of result) {
          const [one, other] = [left.find((each) => each.id === lineId)!, right.find((each) => each.id === expenseId)!];
          expect(one.orderId).toBe(other.orderId);
          const sum = right.reduce((all, each) => (result.get(each.id) === lineId ? all + each.companyShare : all), 0n);
          expect(one.orderLine === other.line || one.lineType === other.lineType || sum === one.companyShare).toBe(true);
        }
        for (const each of right) {
          const wanted = left.some((one) => one.orderId === each.orderId && one.orderLine === each.line);
          if (wanted) expect(result.has(each.id)).toBe(true);
        }
      }),
    );
  });
});
