import { describe, expect, it } from '@jest/globals';
import { day, flag, hrefWith, month, oneOf, readFilters, text, writeFilters } from './url-state.js';

const SHAPE = { search: text, differing: flag, period: month, from: day, kind: oneOf(['ride', 'flight']) };

describe('filters in the address', () => {
  it('reads what fits and drops what does not', () => {
    const filters = readFilters(SHAPE, new URLSearchParams('search=%20a1&differing=1&period=2026-13&from=2026-02-03&kind=rocket'));
    expect(filters).toEqual({ search: 'a1', differing: true, period: null, from: '2026-02-03', kind: null });
  });

  it('writes and reads back the same', () => {
    const wanted = { search: '张 & 李', differing: true as const, period: '2026-03', from: '2026-03-31', kind: 'flight' as const };
    expect(readFilters(SHAPE, writeFilters(SHAPE, new URLSearchParams(), wanted))).toEqual(wanted);
  });

  it('takes filters out and leaves the rest of the address alone', () => {
    const next = writeFilters(SHAPE, new URLSearchParams('kind=ride&search=x&line=7'), { kind: null });
    expect(next.toString()).toBe('search=x&line=7');
  });

  it('refuses days that are none', () => {
    expect(day.read('2026-99-99')).toBeNull();
    expect(day.read('yesterday')).toBeNull();
  });

  it('links with only what is set', () => {
    expect(hrefWith('/expenses', { period: '2026-03', kind: null, departmentId: undefined })).toBe('/expenses?period=2026-03');
    expect(hrefWith('/expenses', {})).toBe('/expenses');
  });
});
