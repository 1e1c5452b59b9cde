import { describe, expect, it } from '@jest/globals';
import { readFilters } from '../../ui/url-state.js';
import { EXPENSE_FILTERS, isFiltered, toExpenseFilter } from './expense-filters.js';

const read = (search: string) => readFilters(EXPENSE_FILTERS, new URLSearchParams(search));

describe('filters of the list of expenses', () => {
  it('asks the gateway for exactly what the address says', () => {
    expect(toExpenseFilter(read('q=D2026&kind=ride&department=d1&subtree=1&from=2026-01-01&to=2026-01-31&billed=no'))).toEqual({
      search: 'D2026',
      kind: 'ride',
      departmentId: 'd1',
      subtree: true,
      from: '2026-01-01',
      to: '2026-01-31',
      onStatement: false,
    });
  });

  it('asks for everything when nothing is set, and an open drawer filters nothing', () => {
    expect(toExpenseFilter(read('expense=e1'))).toEqual({});
    expect(isFiltered(read('expense=e1'))).toBe(false);
    expect(isFiltered(read('unresolved=1'))).toBe(true);
  });

  it('means the subtree only together with a department', () => {
    expect(toExpenseFilter(read('subtree=1'))).toEqual({});
    expect(toExpenseFilter(read('department=d1'))).toEqual({ departmentId: 'd1', subtree: false });
  });
});
