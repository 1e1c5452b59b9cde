import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeFormula, isDay, readRow, unescapeFormula } from './rows.js';

const person = (more: Record<string, string> = {}): ReturnType<typeof readRow<'people'>> =>
  readRow('people', { employeeNumber: 'E1', name: '张伟', departmentCode: 'D1', ...more });
const problem = (more: Record<string, string>): unknown => {
  const read = person(more);
  return 'problem' in read ? read.problem : read;
};

describe('reading a row', () => {
  it('tells a missing column from an empty cell', () => {
    expect(person({ email: '', title: ' 工程师 ' })).toEqual({
      row: {
        employeeNumber: 'E1',
        name: '张伟',
        departmentCode: 'D1',
        email: null,
        mobile: undefined,
        title: '工程师',
        managerEmployeeNumber: undefined,
        costCentreCode: undefined,
        legalEntityCode: undefined,
        hiredOn: undefined,
        leftOn: undefined,
      },
    });
  });

  it('writes mails, phones and dates one way', () => {
    const read = person({ email: 'Zhang.Wei@ACME.cn', mobile: '+86 138-0000 0001', hiredOn: '2024/1/5', leftOn: '20251231' });
    expect(read).toMatchObject({
      row: { email: 'zhang.wei@acme.cn', mobile: '+8613800000001', hiredOn: '2024-01-05', leftOn: '2025-12-31' },
    });
    expect(person({ hiredOn: '2024年2月29日' })).toMatchObject({ row: { hiredOn: '2024-02-29' } });
    expect(person({ hiredOn: '2024-03-01 00:00:00' })).toMatchObject({ row: { hiredOn: '2024-03-01' } });
  });

  it('names the field that is wrong', () => {
    expect(problem({ name: ' ' })).toMatchObject({ code: 'ROW_FIELD_MISSING', message: 'name is empty' });
    expect(problem({ name: 'x'.repeat(101) })).toMatchObject({
      code: 'ROW_FIELD_TOO_LONG',
      message: 'name has 101 characters, at most 100 fit',
    });
    expect(problem({ email: 'zhang@acme' })).toMatchObject({ code: 'ROW_FIELD_MALFORMED', value: 'zhang@acme' });
    expect(problem({ mobile: '1.38E+10' })).toMatchObject({ code: 'ROW_FIELD_MALFORMED', value: '1.38E+10' });
    expect(problem({ name: 'a\u0000b' })).toMatchObject({ code: 'ROW_FIELD_MALFORMED' });
    expect(problem({ hiredOn: '2023-02-29' })).toMatchObject({ code: 'ROW_DATE_MALFORMED', value: '2023-02-29' });
    expect(problem({ hiredOn: '05.01.2024' })).toMatchObject({ code: 'ROW_DATE_MALFORMED' });
    expect(problem({ hiredOn: '2024-02-02', leftOn: '2024-02-01' })).toMatchObject({ code: 'ROW_DATES_REVERSED' });
  });

  it('keeps formulas as the text they are', () => {
    expect(person({ name: '=HYPERLINK("http://x","y")' })).toMatchObject({ row: { name: '=HYPERLINK("http://x","y")' } });
    expect(escapeFormula('=1+1')).toBe("'=1+1");
    expect(escapeFormula('+8613800000001')).toBe("'+8613800000001");
    expect(person({ mobile: "'+8613800000001" })).toMatchObject({ row: { mobile: '+8613800000001' } });
    fc.assert(
      fc.property(fc.string(), (text) => text.startsWith("'") || /^[\t\r]/.test(text) || unescapeFormula(escapeFormula(text)) === text),
    );
  });

  it('knows the calendar', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }), (date) =>
        isDay(date.toISOString().slice(0, 10)),
      ),
    );
    for (const text of ['2024-13-01', '2024-04-31', '1899-12-31', '', '2024-1-1']) expect(isDay(text)).toBe(false);
  });
});
