import { describe, expect, it } from '@jest/globals';
import { suggestMapping } from './suggest-mapping.js';

describe('a guess says which number of a date is the day', () => {
  const guess = (...dates: string[]): boolean | undefined =>
    suggestMapping([['Date', 'Amount', 'Memo'], ...dates.map((date) => [date, '1.00', 'x'])])?.dayFirst;

  it.each([
    [['12/04/2014', '13/04/2014'], true],
    [['12/04/2014', '04/13/2014'], false],
    [['12/04/2014', '11/04/2014'], undefined],
    [['13/04/2014', '04/13/2014'], undefined],
    [['2014-04-12', '04/04/2014'], undefined],
    [['05/28'], false],
  ])('from %j: %s', (dates, dayFirst) => expect(guess(...dates)).toBe(dayFirst));

  it('and only from rows below the header', () =>
    expect(
      suggestMapping([
        ['13/04/2014', 'x', 'y'],
        ['Date', 'Amount', 'Memo'],
        ['12/04/2014', '1', 'x'],
      ])?.dayFirst,
    ).toBeUndefined());
});
