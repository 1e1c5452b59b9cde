import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import type { Section } from './columns.js';
import { openCsv, type BrokenRow, type RawRow } from './read-csv.js';

function read(section: Section, content: Uint8Array | string): { encoding: string; rows: (RawRow | BrokenRow)[] } {
  const file = openCsv(section, typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
  if ('problem' in file) throw new Error(file.problem);
  return { encoding: file.encoding, rows: [...file.rows()] };
}

const chinese =
  '工号,姓名,邮箱,手机,部门编码,职务,直属上级工号,成本中心,法人主体,入职日期,离职日期\nE1,张伟,zhang@acme.cn,13800000001,D1,工程师,,CC1,BJ,2024/1/5,\n';

describe('reading CSV', () => {
  it('knows the Chinese headings, in UTF-8 with and without a mark and in GB18030 bytes', () => {
    const expected = {
      line: 2,
      cells: {
        employeeNumber: 'E1',
        name: '张伟',
        email: 'zhang@acme.cn',
        mobile: '13800000001',
        departmentCode: 'D1',
        title: '工程师',
        managerEmployeeNumber: '',
        costCentreCode: 'CC1',
        legalEntityCode: 'BJ',
        hiredOn: '2024/1/5',
        leftOn: '',
      },
    };
    expect(read('people', chinese)).toEqual({ encoding: 'utf-8', rows: [expected] });
    expect(read('people', `\ufeff${chinese}`)).toEqual({ encoding: 'utf-8', rows: [expected] });
    expect(read('people', iconv.encode(chinese, 'gb18030'))).toEqual({ encoding: 'gb18030', rows: [expected] });
  });

  it('reads what GB18030 has beyond GBK', () => {
    const { encoding, rows } = read('costCentres', iconv.encode('code,name\nC1,㐀𠀀研发\n', 'gb18030'));
    expect(encoding).toBe('gb18030');
    expect(rows).toEqual([{ line: 2, cells: { code: 'C1', name: '㐀𠀀研发' } }]);
  });

  it('reads GB18030 bytes as they are on disk', () => {
    // 工号,姓名,部门编码 / E1,李娜,D1
    const bytes = Buffer.from('b9a4bac52cd0d5c3fb2cb2bfc3c5b1e0c2eb0d0a45312cc0eec4c82c44310d0a', 'hex');
    expect(read('people', bytes).rows).toEqual([{ line: 2, cells: { employeeNumber: 'E1', name: '李娜', departmentCode: 'D1' } }]);
  });

  it('takes headings as people write them, in any order, and passes over other columns', () => {
    const { rows } = read('departments', ' Name *,Remark,CODE,Parent Code,leader-employee-number\nSales,x,D1,,E1\n');
    expect(rows).toEqual([{ line: 2, cells: { name: 'Sales', code: 'D1', parentCode: '', leaderEmployeeNumber: 'E1' } }]);
  });

  it('counts lines as an editor does, over quoted line breaks, empty lines and CRLF', () => {
    const { rows } = read('costCentres', 'code,name\r\nC1,"two\r\nlines"\r\n\r\n,,\r\nC2,"a ""quote"", a comma"\r\n');
    expect(rows).toEqual([
      { line: 2, cells: { code: 'C1', name: 'two\nlines' } },
      { line: 6, cells: { code: 'C2', name: 'a "quote", a comma' } },
    ]);
  });

  it('gives a broken row back with its line and goes on after it', () => {
    const { rows } = read('costCentres', 'code,name\nC1,one\nC2,"a"b\nC3,three\nC4,four,five\nC5,five,,\n');
    expect(rows).toEqual([
      { line: 2, cells: { code: 'C1', name: 'one' } },
      { line: 3, broken: expect.stringMatching(/quote/i) },
      { line: 4, cells: { code: 'C3', name: 'three' } },
      { line: 5, broken: 'the row has 3 cells, the first line 2' },
      { line: 6, cells: { code: 'C5', name: 'five' } },
    ]);
  });

  it('does not let a quote that is never closed swallow what follows', () => {
    const many = Array.from({ length: 60 }, (_, index) => `D${index},x`).join('\n');
    expect(read('costCentres', `code,name\nC1,"one\nC2,two\n${many}\n`).rows).toEqual([
      { line: 2, broken: 'a quote is not closed' },
      { line: 3, cells: { code: 'C2', name: 'two' } },
      ...Array.from({ length: 60 }, (_, index) => ({ line: index + 4, cells: { code: `D${index}`, name: 'x' } })),
    ]);
    // two of them close each other, and the lines between are still read
    expect(read('costCentres', 'code,name\nC1,"one\nC2,two\nC3,"three\nC4,four\n').rows).toEqual([
      { line: 2, broken: expect.stringMatching(/quote/i) },
      { line: 3, cells: { code: 'C2', name: 'two' } },
      { line: 4, broken: 'a quote is not closed' },
      { line: 5, cells: { code: 'C4', name: 'four' } },
    ]);
  });

  it('takes only its own rows from a file of problems of several files', () => {
    const file = 'code,name,employee_number,department_code,section\nC1,one,,,costCentres\n,Zhang,E1,D1,people\n';
    expect(read('people', file).rows).toEqual([{ line: 3, cells: { employeeNumber: 'E1', name: 'Zhang', departmentCode: 'D1' } }]);
    expect(read('costCentres', file).rows).toEqual([{ line: 2, cells: { code: 'C1', name: 'one' } }]);
  });

  it('says in plain words why a file cannot be read at all', () => {
    expect(() => read('people', '')).toThrow('empty');
    expect(() => read('people', 'name,email\nx,y\n')).toThrow('employee_number / 工号, department_code / 部门编码');
    expect(() => read('people', 'employee_number,工号,name,department_code\n')).toThrow('two columns mean employee_number');
    expect(() => read('people', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0xff, 0xff, 0x81]))).toThrow(/neither|no text/);
  });
});
