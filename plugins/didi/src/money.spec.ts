import { describe, expect, it } from '@jest/globals';
import { LosslessNumber, MapError, parseJson } from '@interline/sdk';
import fc from 'fast-check';
import { Fields } from './fields.js';
import { allocate, fen, yuan, yuanText } from './money.js';
import { timeOf, timeText } from './times.js';

describe('money', () => {
  it('reads yuan, number or string, into fen without a float', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.boolean(), (amount, asText) => {
        const size = amount < 0n ? -amount : amount;
        const text = `${amount < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
        expect(yuan(asText ? text : new LosslessNumber(text), '/x')).toBe(amount);
      }),
    );
    expect(yuan(parseJson('10.5'), '/x')).toBe(1050n);
    expect(yuan(parseJson('1.05E+2'), '/x')).toBe(10500n);
    expect(yuan(parseJson('5e-2'), '/x')).toBe(5n);
    expect(yuan('10.5000', '/x')).toBe(1050n);
    expect([yuan('', '/x'), yuan(null, '/x'), yuan(undefined, '/x')]).toEqual([undefined, undefined, undefined]);
  });

  it('reads fen, number or string', () => {
    expect(fen(parseJson('12345678901234567890'), '/x')).toBe(12345678901234567890n);
    expect(fen('15000', '/x')).toBe(15000n);
    expect(() => fen(parseJson('1.5'), '/p/x')).toThrow(MapError);
  });

  it('names the field it cannot read, and rounds nothing', () => {
    expect(() => yuan(parseJson('10.005'), '/list/total_price')).toThrow(/list\/total_price/);
    expect(() => yuan('ten', '/a')).toThrow(MapError);
    expect(() => yuan({ a: '1' }, '/a')).toThrow('not an amount (/a)');
  });

  it('splits an amount so that the parts sum to it', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 6n }), { minLength: 1, maxLength: 9 }),
        (amount, weights) => {
          const parts = allocate(amount, weights);
          expect(parts.length).toBe(weights.length);
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
        },
      ),
    );
    expect(allocate(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(allocate(106000n, [55500n, 50500n])).toEqual([55500n, 50500n]);
    expect(allocate(-100n, [0n, 0n])).toEqual([-100n, 0n]);
  });

  it('writes details in yuan and leaves zero out', () => {
    expect([yuanText(1050n), yuanText(0n), yuanText(undefined)]).toEqual(['10.50', undefined, undefined]);
  });
});

describe('times and fields', () => {
  it('reads a time without a zone as Beijing time and writes it back', () => {
    expect(timeOf('2026-03-01 00:30:00')?.toISOString()).toBe('2026-02-28T16:30:00.000Z');
    expect(timeText(new Date('2026-02-28T16:30:00Z'))).toBe('2026-03-01 00:30:00');
    expect(timeOf('0000-00-00 00:00:00')).toBeUndefined();
  });

  it('takes a field from the first layer that has it and says where it stood', () => {
    const fields = Fields.merge(Fields.of({ a: '', b: '2' }, '/detail'), Fields.of({ a: '1', t: 'soon', empty: [] }, '/list'));
    expect([fields.text('a'), fields.pointer('a'), fields.pointer('b'), fields.pointer('nowhere')]).toEqual([
      '1',
      '/list/a',
      '/detail/b',
      '/detail/nowhere',
    ]);
    expect(() => fields.time('t')).toThrow('not a time (/list/t)');
    expect(fields.child('empty').has('x')).toBe(false);
    expect(fields.id('a', 'b')).toBe('1');
  });

  it('keeps ids beyond 2^53 whether they come as numbers or texts', () => {
    const fields = Fields.of(
      parseJson('{"n":1125990000000000101,"z":0,"t":"1125990000000000102"}') as { [key: string]: LosslessNumber },
      '',
    );
    expect([fields.id('n'), fields.id('t'), fields.id('z')]).toEqual(['1125990000000000101', '1125990000000000102', undefined]);
  });
});
