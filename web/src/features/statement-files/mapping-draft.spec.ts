import { describe, expect, it } from '@jest/globals';
import {
  asMapping,
  columnNames,
  columnsOfField,
  directionOf,
  emptyMapping,
  isComplete,
  offsetOf,
  withAmount,
  withDirection,
  withField,
  withPart,
  wordsOf,
} from './mapping-draft.js';

const empty = emptyMapping('CNY', '+08:00');
const full = { ...empty, controls: [{ name: 'all', text: '{count}' }], columns: { date: ['日期'], amount: { column: '金额' } } };

describe('a mapping that is being made', () => {
  it('is complete with a day and an amount', () => {
    expect(isComplete(empty)).toBe(false);
    expect(isComplete(withField(empty, 'date', ['日期']))).toBe(false);
    expect(isComplete(full)).toBe(true);
    expect(isComplete(withAmount(full, { out: '支出', in: '' }))).toBe(false);
    expect(isComplete(withAmount(full, { out: '支出', in: '收入' }))).toBe(true);
  });

  it('is not tried while a rule is half written', () => {
    const rule = (text: string, reason: string) => ({ ...full, ignore: [{ when: [{ column: '日期', is: [text] }], reason }] });
    expect([rule('合计', 'total'), rule('', 'total'), rule('合计', '')].map(isComplete)).toEqual([true, false, false]);
  });

  it('takes one column or several for a field, and none', () => {
    const named = withField(withField(full, 'name', ['姓名', 'ignored']), 'description', ['摘要', '户名']);
    expect(named.columns).toMatchObject({ name: '姓名', description: ['摘要', '户名'] });
    expect([columnsOfField(named, 'name'), columnsOfField(named, 'description'), columnsOfField(named, 'city')]).toEqual([
      ['姓名'],
      ['摘要', '户名'],
      [],
    ]);
    expect('name' in withField(named, 'name', []).columns).toBe(false);
    expect(withField(named, 'date', []).columns.date).toEqual([]);
  });

  it('keeps what the form does not show', () => {
    expect(withField(full, 'city', ['城市'])['controls']).toEqual(full.controls);
    expect(withPart(full, 'kind', 'meal')).toEqual({ ...full, kind: 'meal' });
    expect('controls' in withPart(full, 'controls', undefined)).toBe(false);
  });

  it('says by the words of one column which way the money went', () => {
    const ruled = withDirection(full, '收/支', ['收入']);
    expect(ruled.directions).toEqual([{ when: [{ column: '收/支', is: ['收入'] }], is: 'in' }]);
    expect(directionOf(ruled)).toEqual({ column: '收/支', words: ['收入'] });
    expect(directionOf(withDirection(ruled, '收/支', []))).toEqual({ column: null, words: [] });
    expect(directionOf({ ...full, directions: [...ruled.directions!, ...ruled.directions!] })).toBeNull();
  });

  it('comes from JSON that is one', () => {
    expect(asMapping(full)).toBe(full);
    for (const other of [null, 'x', {}, { columns: {} }, { ...full, zone: 8 }]) expect(asMapping(other)).toBeNull();
  });
});

describe('a table', () => {
  it('names its columns, equal ones apart', () => {
    expect(columnNames(['日期', ' 金额 ', '', '金额', '金额'])).toEqual(['日期', '金额', '', '金额#2', '金额#3']);
  });

  it('tells the words of a column', () => {
    expect(wordsOf([{ cells: ['a', '支出'] }, { cells: ['b', ' 收入'] }, { cells: ['c'] }, { cells: ['d', '支出'] }], 1)).toEqual([
      '支出',
      '收入',
    ]);
    expect(wordsOf([{ cells: ['a'] }], -1)).toEqual([]);
  });

  it('has times of the company’s zone', () => {
    expect([offsetOf('Asia/Shanghai'), offsetOf('UTC'), offsetOf('Asia/Kolkata')]).toEqual(['+08:00', '+00:00', '+05:30']);
  });
});
