import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatMinor } from '@interline/sdk/canonical';
import { cellText, headingKey } from './cell-text.js';
import { parseAmount } from './parse-amount.js';
import { parseDate, parseTime, serialDate } from './parse-date.js';
import { compileTemplate, daysFound } from './template.js';

describe('cells', () => {
  it.each([
    ['\t42000 \t', '42000'],
    ['\u00a0x\ufeff', 'x'],
    ["'00123", '00123'],
    ['="00123"', '00123'],
    ['"3985734"\t', '3985734'],
    ['=1+1', '=1+1'],
  ])('%j is %j', (cell, text) => expect(cellText(cell)).toBe(text));

  it('name a column whatever its width, case and blanks', () => {
    expect(headingKey('金额（元） ')).toBe(headingKey('金额(元)'));
    expect(headingKey('日 志 号')).toBe(headingKey('日志号'));
    expect(headingKey('Trans  DATE')).toBe(headingKey('trans date'));
  });
});

describe('amounts', () => {
  it.each([
    ['1,234.56', 123456n],
    ['¥28.16', 2816n],
    ['-¥3', -300n],
    ['￥-3.5元', -350n],
    ['(12.30)', -1230n],
    ['（１２．３０）', -1230n],
    ['12.30-', -1230n],
    ['+0.00', 0n],
    ['人民币5.5', 550n],
    ['.5', 50n],
  ])('%j is %d', (text, minor) => expect(parseAmount(text, 'CNY')).toEqual({ minor, refunded: 0n }));

  it('carry notes of what was given back', () => {
    expect(parseAmount('131.77(已退款89.84)', 'CNY')).toEqual({ minor: 13177n, refunded: 8984n });
    expect(parseAmount('468.32(已全额退款)', 'CNY')).toEqual({ minor: 46832n, refunded: 46832n });
    expect(parseAmount('8,000.00(CN)', 'CNY')).toEqual({ minor: 800000n, refunded: 0n });
  });

  it.each(['', ' ', '-', '--', '/'])('%j is empty', (text) => expect(parseAmount(text, 'CNY')).toBeNull());

  it.each([
    '=1+1',
    '1,23',
    '1.2.3',
    '12e3',
    '1 000 x',
    '0.005',
    'xx,yyyy.zz',
    '100000000000000000',
    '131.77(部分退款89.84)',
    '100.00(-5)',
    '100(５)',
  ])('%j is none', (text) => expect(() => parseAmount(text, 'CNY')).toThrow(RangeError));

  it('come back as they were written, with separators and without', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), (minor) => {
        const text = formatMinor(minor, 'CNY');
        const grouped = text.replace(/\B(?=(\d{3})+\.)/g, ',');
        expect([parseAmount(text, 'CNY')?.minor, parseAmount(grouped, 'CNY')?.minor]).toEqual([minor, minor]);
      }),
    );
  });
});

describe('dates', () => {
  const hints = { zone: '+08:00' };

  it.each([
    ['2023-02-12 21:32:14', '2023-02-12', '21:32:14'],
    ['2023/2/3 1:02', '2023-02-03', '01:02:00'],
    ['2023年2月3日', '2023-02-03', null],
    ['20240101', '2024-01-01', null],
    ['20240101123456', '2024-01-01', '12:34:56'],
    ['42071', '2015-03-08', null],
    ['42071.5', '2015-03-08', '12:00:00'],
    ['04/04/2024', '2024-04-04', null],
    ['23/04/2024', '2024-04-23', null],
    ['04/23/2024', '2024-04-23', null],
  ])('%j is %s %s', (text, day, time) => expect(parseDate(text, hints)).toEqual({ day, time }));

  it.each(['03/04/2024', '03-04-2024 10:00', '03/04'])('%j is refused until the mapping says which is the day', (text) => {
    const until = { ...hints, until: '2024-12-31' };
    expect(() => parseDate(text, until)).toThrow('dayFirst');
    expect(parseDate(text, { ...until, dayFirst: true }).day).toBe('2024-04-03');
    expect(parseDate(text, { ...until, dayFirst: false }).day).toBe('2024-03-04');
  });

  it('whose parts the mapping says otherwise are none', () => {
    expect(() => parseDate('04/23/2024', { ...hints, dayFirst: true })).toThrow(RangeError);
    expect(() => parseDate('23/04/2024', { ...hints, dayFirst: false })).toThrow(RangeError);
  });

  it('without a year lie in the year before the last day of the statement', () => {
    expect(parseDate('12/29', { ...hints, until: '2024-01-31' }).day).toBe('2023-12-29');
    expect(parseDate('1月2日', { ...hints, until: '2024-01-31' }).day).toBe('2024-01-02');
    expect(() => parseDate('12/29', hints)).toThrow(RangeError);
  });

  it.each(['2023-02-30', '2023-13-01', '1234', '99999', '2023-01-01 25:00:00', 'today', '31/31/2024'])('%j is none', (text) =>
    expect(() => parseDate(text, hints)).toThrow(RangeError),
  );

  it('have times in cells of their own', () => {
    expect([parseTime('123456'), parseTime('17:57'), parseTime('0.5')]).toEqual(['12:34:56', '17:57:00', '12:00:00']);
    expect(() => parseTime('25:00')).toThrow(RangeError);
  });

  it('count from the epoch of spreadsheets', () => expect(serialDate(60)).toBe('1900-02-28'));
});

describe('templates', () => {
  it('read what they have places for, whatever the blanks and the width', () => {
    expect(compileTemplate('支出：{count}笔 {sum}元')('支出:63笔16.54元')).toMatchObject({ count: '63', sum: '16.54' });
    expect(compileTemplate('合计 {other} {sum}')('合计\t\t1,234.56\t9,876.54\t')).toMatchObject({ sum: '9,876.54' });
    expect(compileTemplate('a.c')('abc')).toBeNull();
  });

  it('read days and months', () => {
    const find = compileTemplate('起始时间：[{from} {any}]{any}终止时间：[{to}');
    const text = '起始时间：[2023-02-10 00:00:00]    终止时间：[2023-02-13 23:59:59]';
    expect(daysFound(find(text)!)).toEqual({ from: '2023-02-10', to: '2023-02-13' });
    expect(daysFound({ month: '2024年2月' })).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect([
      daysFound({ month: '202413' }),
      daysFound({ from: '2024-02-01' }),
      daysFound({ from: '2024-02-02', to: '2024-02-01' }),
    ]).toEqual([null, null, null]);
  });
});
