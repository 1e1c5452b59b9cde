import { expect, it } from '@jest/globals';
import { LineKeys } from './line-keys.js';

it('equal rows have names of their own, the same in every file', () => {
  const [one, other] = [new LineKeys(), new LineKeys()];
  const names = ['A', 'B', 'A', 'A'].map((key) => one.name('S', key));
  expect(names).toEqual(['S:A', 'S:B', 'S:A#2', 'S:A#3']);
  expect(['B', 'A'].map((key) => other.name('S', key))).toEqual(['S:B', 'S:A']);
  expect(['S:A', 'S:A#2', 'S:B', 'S:A#4', 'S:C'].map((name) => [one.has(name), other.has(name)])).toEqual([
    [true, true],
    [true, false],
    [true, true],
    [false, false],
    [false, false],
  ]);
});

it('keys that are no plain numbers are known by a fingerprint', () => {
  const keys = new LineKeys();
  const name = keys.name('S', 'a#2 with ~ signs');
  expect(name).toMatch(/^S:[\w-]{22}$/);
  expect(keys.name('S', 'x'.repeat(500))).toHaveLength(24);
  expect(keys.has(name)).toBe(true);
});

it('a hundred thousand names stay apart', () => {
  const keys = new LineKeys();
  const names = new Set(Array.from({ length: 100_000 }, (_, at) => keys.name('S', String(at))));
  expect(names.size).toBe(100_000);
  expect([...names].every((name) => keys.has(name))).toBe(true);
  expect(keys.has('S:100000')).toBe(false);
});
