import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLosslessNumber, parse, stringify } from 'lossless-json';
import { canonicalJson, parseJson, stringifyJson, type Json } from './json.js';

/** What a parser makes of a text: the value written again, or that it refused. */
function outcome(parser: (text: string) => unknown, text: string): string {
  try {
    return `value ${stringify(parser(text))}`;
  } catch (error) {
    if (error instanceof SyntaxError) return 'refused';
    throw error;
  }
}

const number = fc.oneof(
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.tuple(fc.bigInt(), fc.stringMatching(/^\d{1,20}$/)).map(([whole, rest]) => `${whole}.${rest}`),
  fc.tuple(fc.integer(), fc.constantFrom('e', 'E', 'e+', 'E-'), fc.nat(400)).map(([base, e, power]) => `${base}${e}${power}`),
  fc.constantFrom('-0', '0.0', '10.50', '-0.00', '9007199254740993'),
);
const space = fc.constantFrom('', '', '', ' ', '\n', '\t\r');
const text = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    number,
    fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value)),
    fc.constantFrom('true', 'false', 'null', '"\\u4e2d\\/"', '"\\\\"', '"a\\\\\\"b"'),
    tie('array'),
    tie('object'),
  ),
  array: fc.tuple(space, fc.array(tie('value'), { maxLength: 5 })).map(([gap, items]) => `[${gap}${items.join(`${gap},${gap}`)}${gap}]`),
  object: fc
    .tuple(
      space,
      fc.uniqueArray(fc.tuple(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'a', 'toString')), tie('value')), {
        maxLength: 5,
        selector: ([key]) => key,
      }),
    )
    .map(
      ([gap, members]) => `{${gap}${members.map(([key, value]) => `${JSON.stringify(key)}${gap}:${gap}${value}`).join(`${gap},`)}${gap}}`,
    ),
})).value;

describe('lossless JSON', () => {
  it('reads every text as the library does', () => {
    fc.assert(
      fc.property(text, (json) => expect(outcome(parseJson, json)).toBe(outcome(parse, json))),
      { numRuns: 2000 },
    );
  });

  it('refuses every damaged text that the library refuses', () => {
    const damaged = fc
      .tuple(text, fc.nat(), fc.nat(3), fc.constantFrom('', ',', '"', '\\', '}', ']', '0', '-', '.', 'e', 'x', '\u0000', '\n', ':'))
      .map(([json, at, drop, put]) => {
        const cut = json.length === 0 ? 0 : at % (json.length + 1);
        return json.slice(0, cut) + put + json.slice(cut + drop);
      });
    fc.assert(
      fc.property(damaged, (json) => expect(outcome(parseJson, json)).toBe(outcome(parse, json))),
      { numRuns: 5000 },
    );
  });

  it('keeps digits that a number could not hold', () => {
    const value = parseJson('{"id":1125978361736710123,"price":10.50,"zero":-0.00}') as Record<string, Json>;
    expect(isLosslessNumber(value['id'])).toBe(true);
    expect(stringifyJson(value)).toBe('{"id":1125978361736710123,"price":10.50,"zero":-0.00}');
  });

  it('refuses a key with two values, and takes one that stands twice with the same', () => {
    for (const twice of ['{"a":1,"b":{"c":1,"c":2}}', '{"a":[],"a":{}}', '{"__proto__":{},"__proto__":{"a":1}}']) {
      expect(() => parseJson(twice)).toThrow(SyntaxError);
    }
    expect(canonicalJson(parseJson('{"a":[1,{"b":null}],"a":[1,{"b":null}]}'))).toBe('{"a":[1,{"b":null}]}');
  });

  it('refuses bottomless nesting instead of overflowing the stack', () => {
    expect(() => parseJson('['.repeat(100_000))).toThrow(SyntaxError);
    expect(() => parseJson('{"a":'.repeat(100_000))).toThrow(SyntaxError);
    expect(canonicalJson(parseJson('['.repeat(400) + ']'.repeat(400)))).toHaveLength(800);
  });
});

describe('canonical JSON', () => {
  it('does not depend on the order of keys, and on nothing else less', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean(), fc.constant(null))), (members) => {
        const shuffled = Object.fromEntries(Object.entries(members).reverse());
        expect(canonicalJson(shuffled)).toBe(canonicalJson(members));
        expect(parseJson(canonicalJson(members))).toEqual(members);
      }),
    );
    expect(canonicalJson(parseJson('{"b":1.0,"a":[{"d":"x","c":"é\\n"}]}'))).toBe('{"a":[{"c":"é\\n","d":"x"}],"b":1.0}');
    expect(canonicalJson(parseJson('[1.0,1]'))).not.toBe(canonicalJson(parseJson('[1,1]')));
  });
});
