import { describe, expect, it } from '@jest/globals';
import { compareDecimals, groupDigits, isZero, magnitude, percentChange, sumDecimals } from './decimal.js';

describe('decimal', () => {
  it('sums beyond what a floating point number holds', () => {
    expect(sumDecimals(['9007199254740993.01', '0.02', '-0.03'])).toBe('9007199254740993.00');
    expect(sumDecimals(['0.1', '0.2'])).toBe('0.3');
    expect(sumDecimals(['1', '2.345'])).toBe('3.345');
    expect(sumDecimals([])).toBe('0');
  });

  it('keeps the sign of amounts below one', () => {
    expect(sumDecimals(['-0.05'])).toBe('-0.05');
    expect(sumDecimals(['0.05', '-0.10'])).toBe('-0.05');
  });

  it('compares by value, not by text', () => {
    expect(compareDecimals('10', '9.99')).toBe(1);
    expect(compareDecimals('1.50', '1.5')).toBe(0);
    expect(compareDecimals('-2', '1')).toBe(-1);
  });

  it('knows one zero', () => {
    expect(isZero('-0.00')).toBe(true);
    expect(isZero('0.01')).toBe(false);
  });

  it('groups thousands and changes no digit', () => {
    expect(groupDigits('1234567.89')).toBe('1,234,567.89');
    expect(groupDigits('123.4', 2)).toBe('123.40');
    expect(groupDigits('90071992547409930.10')).toBe('90,071,992,547,409,930.10');
    expect(groupDigits('-1000')).toBe('−1,000');
    expect(groupDigits('-0.00')).toBe('0.00');
    expect(groupDigits('0012')).toBe('12');
  });

  it('takes the sign off', () => {
    expect(magnitude('-12.30')).toBe('12.30');
  });

  it('tells a change in percent, and nothing where nothing was before', () => {
    expect(percentChange('200.00', '250.00')).toBe(25);
    expect(percentChange('300', '299')).toBe(-0.3);
    expect(percentChange('0.00', '10')).toBeNull();
  });

  it('refuses what is not a decimal', () => {
    expect(() => sumDecimals(['1e3'])).toThrow(TypeError);
  });
});
