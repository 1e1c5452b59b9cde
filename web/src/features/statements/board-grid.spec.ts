import { describe, expect, it } from '@jest/globals';
import { amountOf, cellPath, rowsOf, totalsOf, type BoardCell } from './board-grid.js';

const money = (amount: string) => ({ amount, currency: 'CNY' });

function cell(account: string, entity: string, period: string, over: Partial<BoardCell> = {}): BoardCell {
  const connector = { id: account, zh: account, en: account };
  return {
    id: `${account}:${entity}:${period}`,
    period,
    state: 'received',
    dueOn: '2026-12-10',
    lateSince: null,
    vendorAccount: { id: account, name: account, connector },
    legalEntity: { id: entity, name: entity },
    statementTotal: money('0.00'),
    expenseTotal: money('0.00'),
    difference: money('0.00'),
    spend: money('0.00'),
    accrual: money('0.00'),
    announced: money('0.00'),
    lineCount: 0,
    differingLineCount: 0,
    accrualCount: 0,
    overlapCount: 0,
    coveredBy: [],
    otherCurrencies: [],
    ...over,
  };
}

describe('the board', () => {
  const cells = [
    cell('rides', 'B', '2026-11', { statementTotal: money('10.10'), difference: money('-0.10'), differingLineCount: 1 }),
    cell('rides', 'A', '2026-11', { state: 'missing', spend: money('3.00'), accrual: money('3.00') }),
    cell('meals', 'A', '2026-10', { statementTotal: money('0.20') }),
    cell('rides', 'B', '2026-10', { state: 'expected' }),
    cell('meals', 'A', '2026-09', { state: 'covered', spend: money('7.00') }),
  ];

  it('has a row for each account and entity, in the order of their names', () => {
    const rows = rowsOf(cells, (account) => account.name);
    expect(rows.map((row) => [row.key, [...row.cells.keys()]])).toEqual([
      ['meals:A', ['2026-10', '2026-09']],
      ['rides:A', ['2026-11']],
      ['rides:B', ['2026-11', '2026-10']],
    ]);
    expect(rows[2]!.cells.get('2026-11')).toBe(cells[0]);
  });

  it('sums exactly, and counts what has come and what has not', () => {
    expect(totalsOf(cells)).toEqual({
      statementTotal: money('10.30'),
      difference: money('-0.10'),
      accrual: money('3.00'),
      missing: 1,
      expected: 1,
      received: 2,
      covered: 1,
      differingLines: 1,
    });
    expect(totalsOf([])).toBeNull();
  });

  it('shows what was spent until a statement comes', () => {
    expect(amountOf(cells[0]!)).toEqual({ value: money('10.10'), billed: true });
    expect(amountOf(cells[1]!)).toEqual({ value: money('3.00'), billed: false });
    expect(amountOf(cells[4]!)).toEqual({ value: money('7.00'), billed: false });
  });

  it('opens by month, account and entity', () => {
    expect(cellPath(cells[0]!)).toBe('/statements/2026-11/rides/B');
  });
});
