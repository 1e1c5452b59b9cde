import { expect, it } from '@jest/globals';
import { fingerprint, namedTexts, recordFingerprint } from './fingerprint.js';

it('is short, stable, and another for every other value', () => {
  expect(fingerprint(['a', 1, null, true])).toMatch(/^[\w-]{22}$/);
  expect(fingerprint(['a', 1])).toBe(fingerprint(['a', 1]));
  const values = [['a', '1'], ['a', 1], ['a', null], ['a', ''], ['a'], ['a,1'], [null, 'a']] as const;
  expect(new Set(values.map((each) => fingerprint(each))).size).toBe(values.length);
});

it('does not care in which order details were given', () => {
  expect(namedTexts({ b: '2', a: '1' })).toEqual(['a', '1', 'b', '2']);
});

it('of a record does not care for the order of names, at any depth', () => {
  expect(recordFingerprint({ a: 1n, b: { c: [1, 2], d: null } })).toBe(recordFingerprint({ b: { d: null, c: [1, 2] }, a: 1n }));
  expect(recordFingerprint({ a: [1, 2] })).not.toBe(recordFingerprint({ a: [2, 1] }));
});
