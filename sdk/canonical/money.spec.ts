import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseMoney, plainDecimal } from './money.js';

it('writes a decimal with an exponent without one, and leaves everything else as it is', () => {
  const texts = ['1.05E+2', '-3.73e1', '5e-1', '12.5E-3', '0e5', '1E+20'].map(plainDecimal);
  expect(texts).toEqual(['105.', '-37.3', '0.5', '0.0125', '000000.', '100000000000000000000.']);
  expect(['1.05', '', 'x', '1e', '1e999'].map(plainDecimal)).toEqual(['1.05', '', 'x', '1e', '1e999']);
});

it('moves the point and nothing else', () => {
  const moved = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(moved, ([fen, places]) => {
      const digits = String(fen).padStart(places + 1, '0');
      const text = `${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}E${places - 2}`;
      expect(parseMoney(plainDecimal(text), 'CNY').minor).toBe(fen);
    }),
  );
});
