import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { CFB, utils, write } from '@e965/xlsx';
import iconv from 'iconv-lite';
import yazl from 'yazl';
import { archiveOf, packedText, workbookParts } from './archive.fixture.js';
import { decimalOf } from './decimal.js';
import type { FileBytes, FileRow } from './file-row.js';
import { isDateCode } from './number-formats.js';
import { openFile } from './open-file.js';
import { SharedStrings } from './shared-strings.js';

function bytesOf(content: Buffer): FileBytes {
  return {
    size: content.length,
    open: async (range) => Readable.from([range ? content.subarray(range.start, range.end + 1) : content], { objectMode: false }),
  };
}

async function rowsOf(content: Buffer, sheet?: string): Promise<FileRow[]> {
  const file = await openFile(bytesOf(content));
  const rows: FileRow[] = [];
  for await (const batch of file.rows(sheet ?? file.sheets[0]!)) rows.push(...batch);
  await file.close();
  return rows;
}
const cellsOf = async (content: Buffer): Promise<string[][]> => (await rowsOf(content)).map(({ cells }) => cells);

/** A workbook with these parts in place of a whole one. */
async function workbook(sheet: string, more: Record<string, string> = {}): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const parts = {
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="One" r:id="a"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...more,
  };
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream as Readable);
}

describe('texts', () => {
  const text = '说明,,\n交易号,金额\n"1, 2","多\n行"\n\n3,"x"y\n';
  const cells = [['说明', '', ''], ['交易号', '金额'], ['1, 2', '多\n行'], [''], ['3', '"x"y']];

  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['gb18030', iconv.encode(text, 'gb18030')],
    ['utf-16', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['lines of old', Buffer.from(text.replaceAll('\n', '\r\n').replace('多\r\n行', '多\n行'))],
  ])('in %s are read alike', async (_encoding, content) => expect(await cellsOf(content)).toEqual(cells));

  it('are told apart at a character that two pieces share', async () => {
    const content = Buffer.from(`${'a'.repeat(5)}币,1\n`);
    const pieces: FileBytes = {
      size: content.length,
      open: async (range) =>
        Readable.from(range ? [content.subarray(range.start, range.end + 1)] : [content.subarray(0, 6), content.subarray(6)]),
    };
    expect(await openFile(pieces)).toMatchObject({ kind: 'csv', encoding: 'utf-8', delimiter: ',' });
  });

  it.each([';', '\t', '|'])('may be separated by %j', async (delimiter) =>
    expect(await cellsOf(Buffer.from(`a,b${delimiter}c\n1,2${delimiter}3\n`))).toHaveLength(2),
  );

  it('that end within a character were cut off there, not written otherwise', async () => {
    const content = Buffer.from(text);
    await expect(openFile(bytesOf(content.subarray(0, content.indexOf('行') + 2)))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    const old = iconv.encode('a,元', 'gb18030');
    expect(await openFile(bytesOf(old))).toMatchObject({ kind: 'csv' });
  });

  it.each(['a,b\n1,2', 'a,b\r\n1,2\r\n3', 'a,b\n1,"2"', 'a\n1'])('%j does not end its last row', async (text) => {
    const rows = await rowsOf(Buffer.from(text));
    expect(rows.map(({ unended }) => unended ?? false)).toEqual([...rows.slice(1).map(() => false), true]);
  });

  it.each(['a,b\n1,2\n', 'a,b\r\n1,2\r\n', 'a,b\r1,2\r', 'a,b\n1,2\n\n'])('%j ends every row', async (text) =>
    expect((await rowsOf(Buffer.from(text))).some(({ unended }) => unended)).toBe(false),
  );

  it('of two bytes a character tell of it too', async () => {
    const rows = await rowsOf(iconv.encode('a,b\n1,2', 'utf-16le', { addBOM: true }));
    expect(rows.map(({ unended }) => unended)).toEqual([undefined, true]);
  });

  it('with a quote that is not closed are refused, not read half', async () => {
    await expect(rowsOf(Buffer.from('a,b\n1,"2\n3,4\n'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

describe('workbooks', () => {
  it.each(['xlsx', 'xls'] as const)('of kind %s give texts, numbers, dates and sheets', async (bookType) => {
    const sheet = utils.aoa_to_sheet([['Day', 'Amount', 'Id'], [], [{ t: 'n', v: 45000.5, z: 'yyyy-mm-dd hh:mm' }, 131.77, '00123']]);
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([]), ' ');
    utils.book_append_sheet(book, sheet, 'Data');
    const content = write(book, { type: 'buffer', bookType }) as Buffer;
    const opened = await openFile(bytesOf(content));
    expect(opened.sheets).toEqual([' ', 'Data']);
    await opened.close();
    const rows = (await rowsOf(content, 'Data')).filter(({ cells }) => cells.length > 0);
    expect(rows).toEqual([
      { row: 1, cells: ['Day', 'Amount', 'Id'] },
      { row: 3, cells: ['2023-03-15 12:00:00', '131.77', '00123'] },
    ]);
  });

  it('give results of formulas, and formulas without one as what they are', async () => {
    const content = await workbook('<row r="7"><c r="B7"><f>1+1</f><v>2</v></c><c r="C7"><f>SUM(A1:A9)</f></c></row>');
    expect(await rowsOf(content)).toEqual([{ row: 7, cells: ['', '2', '=SUM(A1:A9)'] }]);
  });

  it('share texts, also in runs and with readings beside', async () => {
    const shared = '<sst><si><r><t>一</t></r><r><t>号</t></r><rPh><t>yi</t></rPh></si><si><t>&lt;b&gt;</t></si></sst>';
    const content = await workbook('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>9</v></c></row>', {
      'xl/sharedStrings.xml': shared,
    });
    expect(await cellsOf(content)).toEqual([['一号', '<b>']]);
  });

  it('that unpack to a bomb, are cut in half, or hold no workbook are refused', async () => {
    const bomb = await workbook('', { 'xl/sharedStrings.xml': `<sst>${' '.repeat(20 << 20)}</sst>` });
    await expect(openFile(bytesOf(bomb))).rejects.toMatchObject({ code: 'FILE_REFUSED' });
    const whole = await workbook('<row><c><v>1</v></c></row>');
    await expect(openFile(bytesOf(whole.subarray(0, whole.length / 2)))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(openFile(bytesOf(await workbook('', { 'xl/workbook.xml': '<workbook/>' })))).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    await expect(cellsOf(await workbook('<row><c><v>1</c></row>'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(cellsOf(await workbook('<row><c r="ZZZ1"><v>1</v></c></row>'))).rejects.toMatchObject({ code: 'FILE_REFUSED' });
  });

  it.each([
    ['a cell', `<row><c t="str"><v>${'x'.repeat(33_000)}</v></c></row>`],
    ['a cell in runs', `<row><c t="inlineStr"><is>${`<t>${'x'.repeat(20_000)}</t>`.repeat(2)}</is></c></row>`],
    ['a formula', `<row><c><f>${'1+'.repeat(20_000)}</f></c></row>`],
    ['what stands between two tags', `<row><!--${'-x'.repeat(1 << 20)}--></row>`],
    ['a row', `<row>${`<c t="str"><v>${'x'.repeat(30_000)}</v></c>`.repeat(10)}</row>`],
  ])('with %s longer than any are refused', async (_what, sheet) => {
    await expect(rowsOf(await workbook(sheet))).rejects.toMatchObject({ code: 'FILE_REFUSED' });
  });

  it('with a shared text longer than any cell, or longer rows of shared texts than any, are refused', async () => {
    const shared = (length: number): Record<string, string> => ({
      'xl/sharedStrings.xml': `<sst><si><t>${'x'.repeat(length)}</t></si></sst>`,
    });
    const cells = (count: number): string => `<row>${'<c t="s"><v>0</v></c>'.repeat(count)}</row>`;
    await expect(rowsOf(await workbook(cells(1), shared(33_000)))).rejects.toMatchObject({ code: 'FILE_REFUSED' });
    await expect(rowsOf(await workbook(cells(10), shared(30_000)))).rejects.toMatchObject({ code: 'FILE_REFUSED' });
    expect(await rowsOf(await workbook(cells(5), shared(30_000)))).toHaveLength(1);
  });

  it('hand on long rows a few at a time', async () => {
    const row = `<row>${'<c t="s"><v>0</v></c>'.repeat(8)}</row>`;
    const shared = { 'xl/sharedStrings.xml': `<sst><si><t>${'x'.repeat(30_000)}</t></si></sst>` };
    const file = await openFile(bytesOf(await workbook(row.repeat(400), shared)));
    let rows = 0;
    for await (const batch of file.rows('One')) {
      rows += batch.length;
      expect(batch.length).toBeLessThan(100);
    }
    expect(rows).toBe(400);
  });

  const row = '<row><c><v>1</v></c></row>';
  const bytesIn = (sheet: { packed: Buffer; size: number }, sheets?: number): FileBytes => bytesOf(archiveOf(workbookParts(sheet, sheets)));
  const rowsIn = async (bytes: FileBytes): Promise<number> => {
    const file = await openFile(bytes);
    let count = 0;
    for await (const batch of file.rows(file.sheets[0]!)) count += batch.length;
    return count;
  };

  it('made by hand are workbooks', async () => {
    expect(await rowsIn(bytesIn(packedText('<worksheet><sheetData>', row, 3, '</sheetData></worksheet>'), 2))).toBe(3);
  });

  it.each([
    ['unpack to four gigabytes', packedText('<worksheet>', ' '.repeat(1 << 20), 4_000, '</worksheet>'), 1, 'FILE_REFUSED'],
    [
      'say less of their size than is true',
      { ...packedText('<sheetData>', row.repeat(1_000), 1_000, '</sheetData>'), size: 1_000 },
      1,
      'FILE_UNREADABLE',
    ],
    ['hold one text without an end', packedText('<row><c><v>', 'a'.repeat(1 << 20), 12, '</v></c></row>'), 1, 'FILE_REFUSED'],
    ['hold one row without an end', packedText('<row>', '<c><v>12345678901234567890</v></c>', 99_999, '</row>'), 1, 'FILE_REFUSED'],
    ['hold rows that are nowhere', packedText('', '<row r="4294967297"/>', 1, ''), 1, 'FILE_UNREADABLE'],
    ['hold one sheet as many', packedText('<sheetData>', row.repeat(1_000), 300, '</sheetData>'), 100, 'FILE_REFUSED'],
  ])('that %s are refused', async (_lie, sheet, sheets, code) => {
    await expect(rowsIn(bytesIn(sheet, sheets))).rejects.toMatchObject({ code });
  });

  it('with macros or a password are refused, old or new', async () => {
    await expect(openFile(bytesOf(await workbook('', { 'xl/vbaProject.bin': 'x' })))).rejects.toMatchObject({ code: 'FILE_REFUSED' });
    const locked = CFB.utils.cfb_new();
    CFB.utils.cfb_add(locked, '/EncryptedPackage', Buffer.alloc(5_000, 7));
    await expect(openFile(bytesOf(CFB.write(locked, { type: 'buffer' }) as Buffer))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([[1]]), 'One');
    const old = CFB.read(write(book, { type: 'buffer', bookType: 'xls' }) as Buffer, { type: 'buffer' });
    CFB.utils.cfb_add(old, '/_VBA_PROJECT_CUR/VBA/dir', Buffer.alloc(500));
    await expect(openFile(bytesOf(CFB.write(old, { type: 'buffer' }) as Buffer))).rejects.toMatchObject({ code: 'FILE_REFUSED' });
  });

  it('of old that are damaged end the child that reads them, and nothing else', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet(Array.from({ length: 3_000 }, (_each, at) => [at, `text ${at}`])), 'One');
    const whole = write(book, { type: 'buffer', bookType: 'xls' }) as Buffer;
    const content = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000, 7)]);
    for (const damaged of [content, whole.subarray(0, whole.length / 2), whole.subarray(0, whole.length - 600)])
      await expect(openFile(bytesOf(damaged))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

it.each([
  ['131.76999999999998', '131.77'],
  ['1.1E2', '110'],
  ['-1E-3', '-0.001'],
  ['123456789012345678', '123456789012346000'],
  ['0', '0'],
  ['-0', '0'],
  ['0.1', '0.1'],
])('the number %s of a sheet is %s', (text, decimal) => expect(decimalOf(text)).toBe(decimal));

it('knows formats of dates', () => {
  expect(['yyyy-mm-dd', 'm/d/yy h:mm', '[$-804]yyyy"年"m"月"', '[h]:mm'].map(isDateCode)).toEqual([true, true, true, true]);
  expect(['General', '0.00', '#,##0.00_);[Red](#,##0.00)', '"day" 0', '0.00E+00'].map(isDateCode)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

it('keeps shared texts of any length', () => {
  const shared = new SharedStrings();
  const texts = Array.from({ length: 3_000 }, (_, at) => '币'.repeat(at % 700));
  for (const text of texts) shared.add(text);
  expect(texts.map((_, at) => shared.get(at))).toEqual(texts);
  expect([shared.get(-1), shared.get(3_000), shared.get(NaN)]).toEqual(['', '', '']);
});
