import { describe, expect, it } from '@jest/globals';
import { cellOn, noBoardSums, type BoardCellFacts } from './statement-board.js';

const facts = (over: Partial<BoardCellFacts> = {}): BoardCellFacts => ({
  vendorAccountId: 'a',
  legalEntityId: 'e',
  period: '2026-12',
  statementIds: [],
  coveredBy: [],
  delivered: false,
  due: true,
  alarmedAt: null,
  overlapCount: 0,
  sums: [],
  ...over,
});

describe('a cell of the board', () => {
  it('is expected until the month is over by the days of grace, and missing from the day after', () => {
    expect(cellOn(facts(), '2027-01-10', 10, 'CNY')).toMatchObject({ state: 'expected', dueOn: '2027-01-10', lateSince: null });
    expect(cellOn(facts(), '2027-01-11', 10, 'CNY')).toMatchObject({ state: 'missing', dueOn: '2027-01-10', lateSince: '2027-01-11' });
    expect(cellOn(facts({ period: '2028-02' }), '2028-03-01', 0, 'CNY')).toMatchObject({ dueOn: '2028-02-29', lateSince: '2028-03-01' });
    expect(cellOn(facts({ period: '2026-01' }), '2026-03-03', 30, 'CNY')).toMatchObject({ dueOn: '2026-03-02', lateSince: '2026-03-03' });
  });

  it('is received once a statement of the month has come, and when it waits for none', () => {
    expect(cellOn(facts({ delivered: true }), '2027-06-01', 10, 'CNY')).toMatchObject({ state: 'received', lateSince: null });
    expect(cellOn(facts({ due: false }), '2027-06-01', 10, 'CNY')).toMatchObject({ state: 'received' });
  });

  it('is covered, late or not, where another entity’s statement bills it and none of its own has come', () => {
    const covered = { coveredBy: ['s'] };
    expect(cellOn(facts(covered), '2026-12-20', 10, 'CNY')).toMatchObject({ state: 'covered', lateSince: null });
    expect(cellOn(facts(covered), '2027-06-01', 10, 'CNY')).toMatchObject({ state: 'covered', lateSince: null });
    expect(cellOn(facts({ ...covered, delivered: true }), '2027-06-01', 10, 'CNY')).toMatchObject({ state: 'received' });
  });

  it('waits for nothing where no statements are expected, and holds only what has come', () => {
    expect(cellOn(facts({ coveredBy: ['s'] }), '2027-06-01', null, 'CNY')).toBeNull();
    const come = { state: 'received', dueOn: null, lateSince: null };
    for (const delivered of [true, false])
      expect(cellOn(facts({ statementIds: ['s'], delivered }), '2027-06-01', null, 'CNY')).toMatchObject(come);
  });

  it('shows the base currency by itself', () => {
    const [cny, usd] = [{ ...noBoardSums('CNY'), spend: 5n }, noBoardSums('USD')];
    expect(cellOn(facts({ sums: [usd, cny] }), '2026-12-01', 10, 'CNY')).toMatchObject({ base: cny, others: [usd] });
    expect(cellOn(facts({ sums: [usd] }), '2026-12-01', 10, 'CNY')).toMatchObject({ base: noBoardSums('CNY'), others: [usd] });
  });
});
