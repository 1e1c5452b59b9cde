import { describe, expect, it } from '@jest/globals';
import { foldRest, pivotByMonth, type SpendRows } from './pivot.js';

const row = (month: string, id: string | null, amount: string): SpendRows[number] => ({
  keys: [
    { dimension: 'month', id: month, label: month },
    { dimension: 'kind', id, label: id ?? '' },
  ],
  companyShare: { amount, currency: 'CNY' },
  personalShare: { amount: '0.00', currency: 'CNY' },
  count: 1,
});

describe('spend by month and kind', () => {
  const rows = [
    row('2026-01', 'ride', '10.10'),
    row('2026-03', 'ride', '0.20'),
    row('2026-03', 'flight', '900.00'),
    row('2026-02', null, '-1.00'),
  ];

  it('fills months without spend and puts the largest layer first', () => {
    expect(pivotByMonth(rows, ['2026-01', '2026-02', '2026-03'])).toEqual([
      { id: 'flight', label: 'flight', values: ['0', '0', '900.00'], total: '900.00' },
      { id: 'ride', label: 'ride', values: ['10.10', '0', '0.20'], total: '10.30' },
      { id: null, label: '', values: ['0', '-1.00', '0'], total: '-1.00' },
    ]);
  });

  it('loses no cent when it folds the rest', () => {
    const layers = pivotByMonth(rows, ['2026-01', '2026-02', '2026-03']);
    const folded = foldRest(layers, 1, 'Rest');
    expect(folded.map((layer) => layer.id)).toEqual(['flight', 'rest']);
    expect(folded[1]).toEqual({ id: 'rest', label: 'Rest', values: ['10.10', '-1.00', '0.20'], total: '9.30' });
  });

  it('folds nothing when only one would be left over', () => {
    const layers = pivotByMonth(rows, ['2026-01']);
    expect(foldRest(layers, 2, 'Rest')).toBe(layers);
  });
});
