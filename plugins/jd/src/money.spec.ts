import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fenOf } from './money.js';

it('reads yuan digit by digit, with and without an exponent', () => {
  for (const [text, fen] of [
    ['159.16', 15916n],
    ['137.210', 13721n],
    ['-1', -100n],
    ['1.05E+2', 10500n],
    ['1e-2', 1n],
    ['-12.5e1', -12500n],
    ['90071992547409.93', 9007199254740993n],
  ] as const)
    expect(fenOf(text)).toBe(fen);
  for (const text of ['', 'free', '1.001', '1e-3', '1,000']) expect(() => fenOf(text)).toThrow(RangeError);
});

it('gives the same wherever the exponent moves the point', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: -20, max: 20 }), (fen, power) => {
      const digits = `${fen}`.padStart(60, '0') + '0'.repeat(60);
      // Written with its point moved the other way.
      const point = 58 - power;
      expect(fenOf(`${digits.slice(0, point)}.${digits.slice(point)}e${power}`)).toBe(fen);
    }),
  );
});
