import { describe, expect, it } from '@jest/globals';
import { dayBefore, dayIn, lastDayOf, monthsBetween, shiftMonth } from './period.js';

describe('months and days', () => {
  it('count over the turn of the year', () => {
    expect(shiftMonth('2026-01', -1)).toBe('2025-12');
    expect(shiftMonth('2026-12', 14)).toBe('2028-02');
    expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(monthsBetween('2026-02', '2026-01')).toEqual([]);
  });

  it('know leap years', () => {
    expect([lastDayOf('2028-02'), lastDayOf('2026-02')]).toEqual(['2028-02-29', '2026-02-28']);
    expect([dayBefore('2028-03-01'), dayBefore('2026-01-01')]).toEqual(['2028-02-29', '2025-12-31']);
  });

  it('are the company’s, not the browser’s', () => {
    const at = new Date('2026-03-31T17:00:00Z');
    expect([dayIn('Asia/Shanghai', at), dayIn('UTC', at)]).toEqual(['2026-04-01', '2026-03-31']);
  });
});
