import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutDays, dayOf, daysEndingIn, plusDays, startOf } from './times.js';

const window = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });

describe('the days of a window', () => {
  it('are those that end in it, in Beijing', () => {
    expect(daysEndingIn(window('2026-03-09T16:00:00Z', '2026-03-11T16:00:00Z'))).toEqual(['2026-03-10', '2026-03-11']);
    expect(daysEndingIn(window('2026-03-09T15:59:59Z', '2026-03-11T15:59:59Z'))).toEqual(['2026-03-09', '2026-03-10']);
    expect(daysEndingIn(window('2026-03-10T00:00:00Z', '2026-03-10T15:00:00Z'))).toEqual([]);
  });

  it('are shared out by neighbouring windows without gap or overlap', () => {
    const instants = fc.uniqueArray(fc.integer({ min: 0, max: 30 * 86_400 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(instants, (seconds) => {
        const bounds = seconds.sort((a, b) => a - b).map((at) => new Date(Date.UTC(2026, 2, 1) + at * 1000));
        const parts = bounds.slice(1).flatMap((to, at) => daysEndingIn({ from: bounds[at]!, to }));
        expect(parts).toEqual(daysEndingIn({ from: bounds[0]!, to: bounds.at(-1)! }));
      }),
    );
  });
});

it('a span of days is cut into parts that touch', () => {
  expect(cutDays({ first: '2026-02-26', last: '2026-03-11' }, 7)).toEqual([
    { first: '2026-02-26', last: '2026-03-04' },
    { first: '2026-03-05', last: '2026-03-11' },
  ]);
  expect(cutDays({ first: '2026-03-11', last: '2026-03-11' }, 7)).toEqual([{ first: '2026-03-11', last: '2026-03-11' }]);
  expect(cutDays({ first: '2026-03-12', last: '2026-03-11' }, 7)).toEqual([]);
  expect([plusDays('2026-02-28', 1), dayOf(startOf('2026-03-01'))]).toEqual(['2026-03-01', '2026-03-01']);
});
