import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatLocalTime, parseLocalTime } from './dates.js';

const offset = fc.constantFrom('+08:00', '+00:00', '-03:30', '+05:45', '-11:00');

describe('local times', () => {
  it('are the instants the offset makes them', () => {
    expect(parseLocalTime('2026-03-03 08:01:02', '+08:00')).toEqual(new Date('2026-03-03T00:01:02Z'));
    expect(parseLocalTime(' 2026-03-03T08:01 ', '+08:00')).toEqual(new Date('2026-03-03T00:01:00Z'));
    expect(parseLocalTime('2026-03-03', '-03:30')).toEqual(new Date('2026-03-03T03:30:00Z'));
    expect(parseLocalTime('0001-01-01 00:00:00', '+00:00').toISOString()).toBe('0001-01-01T00:00:00.000Z');
    expect(parseLocalTime('2024-02-29 23:59:59', '+08:00')).toEqual(new Date('2024-02-29T15:59:59Z'));
  });

  it('come back as they were written', () => {
    const day = fc.date({ min: new Date('1970-01-02'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, offset, (at, zone) => {
        const text = formatLocalTime(at, zone);
        expect(parseLocalTime(text, zone).getTime()).toBe(Math.floor(at.getTime() / 1000) * 1000);
        expect(parseLocalTime(text, zone)).toEqual(new Date(`${text.replace(' ', 'T')}${zone}`));
      }),
    );
  });

  it.each([
    '',
    '2026',
    '2026-13-01',
    '2026-00-10',
    '2026-02-30',
    '2025-02-29 10:00:00',
    '2026-04-31',
    '0000-00-00 00:00:00',
    '2026-03-03 24:00:00',
    '2026-03-03 10:60:00',
    '2026-03-03 10:00:60',
    '2026-03-03 10',
    '2026-3-3 10:00:00',
    '2026-03-03 10:00:00Z',
    '2026/03/03',
    'yesterday',
  ])('%j is none', (text) => expect(() => parseLocalTime(text, '+08:00')).toThrow(RangeError));

  it.each(['', 'Z', '08:00', '+8:00', 'Asia/Shanghai'])('%j is no offset', (zone) => {
    expect(() => parseLocalTime('2026-03-03', zone)).toThrow(RangeError);
    expect(() => formatLocalTime(new Date(), zone)).toThrow(RangeError);
  });
});
