import { describe, expect, it } from '@jest/globals';
import { businessDate, daysOf, isPeriod, periodsBetween, shiftPeriod } from './period.js';

describe('period', () => {
  it('knows the days of a month, leap years too', () => {
    expect(daysOf('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(daysOf('2026-11')).toEqual({ from: '2026-11-01', to: '2026-11-30' });
  });

  it('moves over the turn of a year both ways', () => {
    expect(shiftPeriod('2025-12', 1)).toBe('2026-01');
    expect(shiftPeriod('2026-01', -13)).toBe('2024-12');
    expect(periodsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(periodsBetween('2026-02', '2026-01')).toEqual([]);
  });

  it('tells a period from other texts', () => {
    expect(isPeriod('2026-11')).toBe(true);
    for (const text of ['2026-13', '2026-1', '202611', '', null, 202611]) expect(isPeriod(text)).toBe(false);
  });

  it('gives the day in the zone, not in UTC', () => {
    expect(businessDate(new Date('2026-10-31T16:30:00Z'), 'Asia/Shanghai')).toBe('2026-11-01');
    expect(businessDate(new Date('2026-10-31T16:30:00Z'), 'UTC')).toBe('2026-10-31');
  });
});
