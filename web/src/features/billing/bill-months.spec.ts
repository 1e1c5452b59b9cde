import { describe, expect, it } from '@jest/globals';
import { largestEntity, type BillMonth } from './bill-months.js';

const bill = (entity: string, period: string, statement: string, accrual = '0.00'): BillMonth => ({
  id: entity + period,
  period,
  legalEntity: { id: entity },
  statementTotal: { amount: statement, currency: 'CNY' },
  accrual: { amount: accrual, currency: 'CNY' },
  difference: { amount: '0.00', currency: 'CNY' },
});

describe('the legal entity whose bill is shown first', () => {
  const bills = [
    bill('a', '2026-03', '9.00'),
    bill('b', '2026-03', '10.00'),
    bill('c', '2026-03', '1.00', '9.50'),
    bill('a', '2026-02', '99.00'),
    bill('b', '2026-01', '0.00'),
    bill('a', '2026-01', '0.00'),
  ];

  it('has the largest one of the month, what is not billed yet counted in', () => {
    expect(largestEntity(bills, '2026-03', 'a')).toBe('c');
    expect(largestEntity(bills, '2026-02', 'b')).toBe('a');
  });

  it('is the company’s default where none is larger or none exists', () => {
    expect(largestEntity(bills, '2026-01', 'a')).toBe('a');
    expect(largestEntity(bills, '2019-01', 'a')).toBe('a');
    expect(largestEntity(bills, '2019-01', null)).toBeNull();
  });
});
