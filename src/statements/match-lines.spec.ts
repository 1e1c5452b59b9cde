import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BillableExpense } from '../expenses/index.js';
import { matchLines } from './match-lines.js';
import type { MatchableLine } from './order-match.js';

function expense(id: string, over: Partial<BillableExpense> = {}): BillableExpense {
  return {
    id,
    kind: 'ride',
    orderId: 'O1',
    line: 'pay',
    lineType: 'charge',
    isCorrection: false,
    currency: 'CNY',
    companyShare: 100n,
    departmentId: null,
    statementLineId: null,
    ...over,
  };
}

function line(id: string, over: Partial<MatchableLine> = {}): MatchableLine {
  return {
    id,
    correctsId: null,
    kind: 'ride',
    orderId: 'O1',
    orderLine: null,
    lineType: 'charge',
    currency: 'CNY',
    companyShare: 100n,
    legalEntityId: 'E',
    period: '2026-09',
    ...over,
  };
}

const sumOf = (list: readonly { companyShare: bigint }[]): bigint => list.reduce((sum, { companyShare }) => sum + companyShare, 0n);
const joined = (lines: MatchableLine[], expenses: BillableExpense[]): Record<string, string> =>
  Object.fromEntries(matchLines(lines, expenses).billed);
const bundled = (lines: MatchableLine[], expenses: BillableExpense[]): Record<string, string> =>
  Object.fromEntries(matchLines(lines, expenses).bundles);
const refunded = (id: string, over: Partial<MatchableLine> = {}): MatchableLine =>
  line(id, { lineType: 'refund', companyShare: -40n, ...over });

describe('matching of statement lines', () => {
  it('takes the named line whatever its type, else all of the type', () => {
    const expenses = [expense('pay', { lineType: 'fee' }), expense('fee', { line: 'fee:service', lineType: 'fee' })];
    expect(joined([line('L1', { orderLine: 'pay' })], expenses)).toEqual({ pay: 'L1' });
    expect(joined([line('L1', { lineType: 'fee' })], expenses)).toEqual({ pay: 'L1', fee: 'L1' });
    expect(joined([line('L1', { orderLine: 'unknown', lineType: 'fee' })], expenses)).toEqual({ pay: 'L1', fee: 'L1' });
  });

  it('never joins another order, another product of the same number, or another currency', () => {
    const others = [expense('other', { orderId: 'O2' }), expense('train', { kind: 'train' }), expense('dollars', { currency: 'USD' })];
    expect(joined([line('L1')], others)).toEqual({});
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

  it('gives a late correction to the line that bills it by itself, where the line it corrects comes out without it', () => {
    const lines = [line('L1'), refunded('L2', { period: '2026-10' })];
    const late = expense('late', { isCorrection: true, companyShare: -40n });
    expect(joined(lines, [expense('pay'), late])).toEqual({ pay: 'L1', late: 'L2' });
    expect(bundled(lines, [expense('pay'), late])).toEqual({});
  });

  it('tells the late corrections of several months apart by amount', () => {
    const lines = [line('L1'), line('C1', { correctsId: 'L1', companyShare: -10n }), line('C2', { correctsId: 'L1', companyShare: -5n })];
    const late = (id: string, companyShare: bigint): BillableExpense => expense(id, { isCorrection: true, companyShare });
    expect(joined(lines, [expense('pay'), late('ten', -10n), late('five', -5n)])).toEqual({ pay: 'L1', ten: 'C1', five: 'C2' });
  });

  it('joins what corrects a line in another currency by itself', () => {
    const lines = [
      line('L1', { orderLine: 'pay' }),
      line('C1', { orderLine: 'pay', correctsId: 'L1', currency: 'USD', companyShare: 15n }),
    ];
    const late = expense('late', { isCorrection: true, currency: 'USD', companyShare: 15n });
    expect(joined(lines, [expense('pay'), late])).toEqual({ pay: 'L1', late: 'C1' });
  });

  describe('where a vendor bills in several rows what the order has as one amount', () => {
    const net = expense('net', { companyShare: 60n });
    const both = { L1: 'L1', L2: 'L1' };

    it('bundles what comes out exactly together, and nothing that does not', () => {
      expect(bundled([line('L1'), refunded('L2')], [net])).toEqual(both);
      expect(joined([line('L1'), refunded('L2')], [net])).toEqual({ net: 'L1' });
      expect(bundled([line('L1'), refunded('L2')], [{ ...net, companyShare: 61n }])).toEqual({});
      expect(bundled([line('L1'), refunded('L2', { currency: 'USD' })], [net])).toEqual({});
    });

    it('takes what of the order is on no line, as far as it makes them up', () => {
      const fee = expense('fee', { line: 'fee', lineType: 'fee', companyShare: 7n });
      const adjusted = line('L3', { lineType: 'adjustment', companyShare: 7n });
      expect(bundled([line('L1'), refunded('L2')], [net, fee])).toEqual(both);
      expect(joined([line('L1', { companyShare: 107n }), refunded('L2')], [net, fee])).toEqual({ net: 'L1', fee: 'L1' });
      expect(joined([line('L1'), refunded('L2'), adjusted], [net, fee])).toEqual({ net: 'L1', fee: 'L3' });
      expect(bundled([line('L1'), refunded('L2'), adjusted], [net, fee])).toEqual(both);
    });

    it('has an expense behind it, be it of nothing', () => {
      const lines = [line('L1', { companyShare: 40n }), refunded('L2')];
      expect(bundled(lines, [])).toEqual({});
      expect(bundled(lines, [{ ...net, companyShare: 0n }])).toEqual(both);
    });

    it('is what was billed twice and given back, beside the line that comes out', () => {
      const lines = [line('L1', { orderLine: 'pay' }), line('L2', { orderLine: 'pay' }), refunded('L3', { companyShare: -100n })];
      expect(bundled(lines, [expense('pay')])).toEqual({ L1: 'L1', L2: 'L1', L3: 'L1' });
      expect(bundled(lines.slice(0, 2), [expense('pay')])).toEqual({});
    });

    it('stays within a bill: what is given back in a later month is a difference of both', () => {
      expect(bundled([line('L1'), refunded('L2', { period: '2026-10' })], [net])).toEqual({});
      expect(bundled([line('L1'), refunded('L2', { legalEntityId: 'F' })], [net])).toEqual({});
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
        const { billed: result, bundles } = matchLines(left, right);
        for (const [expenseId, lineId] of result) {
          const [one, other] = [left.find((each) => each.id === lineId)!, right.find((each) => each.id === expenseId)!];
          expect(one.orderId).toBe(other.orderId);
          const billing = bundles.has(lineId) ? left.filter(({ id }) => bundles.get(id) === lineId) : [one];
          const fits = billing.some((each) => each.orderLine === other.line || each.lineType === other.lineType);
          expect(fits || sumOf(right.filter(({ id }) => result.get(id) === lineId)) === sumOf(billing)).toBe(true);
        }
        for (const each of right) {
          const wanted = left.some((one) => one.orderId === each.orderId && one.orderLine === each.line);
          if (wanted) expect(result.has(each.id)).toBe(true);
        }
      }),
    );
  });

  it('leaves no bill whose differing lines come out exactly together, and hides no difference', () => {
    const currency = fc.constantFrom('CNY', 'USD');
    const type = fc.constantFrom('charge' as const, 'refund' as const);
    const share = fc.bigInt({ min: -4n, max: 4n });
    const expenses = fc.uniqueArray(
      fc.record({ line: fc.constantFrom('a', 'b', 'c', 'd'), lineType: type, companyShare: share, currency }),
      {
        selector: (each) => each.line,
      },
    );
    const lines = fc.array(
      fc.record({
        orderLine: fc.constantFrom(null, 'a'),
        lineType: type,
        companyShare: share,
        currency,
        period: fc.constantFrom('2026-09', '2026-10'),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(lines, expenses, (someLines, someExpenses) => {
        const left = someLines.map((over, index) => line(`L${index}`, over));
        const right = someExpenses.map((over) => expense(over.line, over));
        const { billed, bundles } = matchLines(left, right);
        const behind = ({ id }: MatchableLine): BillableExpense[] =>
          right.filter((each) => billed.get(each.id) === (bundles.get(id) ?? id));
        const difference = (one: MatchableLine): bigint => (bundles.has(one.id) ? 0n : one.companyShare - sumOf(behind(one)));
        for (const unit of ['CNY', 'USD'])
          for (const period of ['2026-09', '2026-10']) {
            const bill = left.filter((each) => each.currency === unit && each.period === period);
            const on = right.filter(({ id }) => bill.some((each) => each.id === billed.get(id)));
            expect(bill.reduce((sum, each) => sum + difference(each), 0n)).toBe(sumOf(bill) - sumOf(on));
            const odd = bill.filter((each) => difference(each) !== 0n || behind(each).length === 0);
            const whole = odd.some((each) => behind(each).length > 0) ? odd : bill;
            if (odd.length > 0 && whole.some((each) => behind(each).length > 0)) expect(sumOf(odd)).not.toBe(sumOf(odd.flatMap(behind)));
          }
        for (const holder of new Set(bundles.values())) {
          const bundle = left.filter(({ id }) => bundles.get(id) === holder);
          const on = behind(bundle[0]!);
          expect([on.length > 0, sumOf(on)]).toEqual([true, sumOf(bundle)]);
          for (const one of bundle) expect([one.currency, one.period]).toEqual([on[0]!.currency, bundle[0]!.period]);
        }
      }),
    );
  });
});
