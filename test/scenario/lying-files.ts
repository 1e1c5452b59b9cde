import { CFB, utils, write } from '@e965/xlsx';
import { archiveOf, packedText, workbookParts, type LyingPart } from '../../src/statements/files/reading/archive.fixture.js';

/** How the files of this folder are read. */
export const LYING_MAPPING = {
  currency: 'CNY',
  zone: '+08:00',
  account: 'Account: 77',
  columns: { id: ['No'], date: ['Day'], amount: { column: 'Amount' }, description: ['Text'] },
};

const TABLE = [['Account: 77'], ['No', 'Day', 'Amount', 'Text'], ...Array.from({ length: 3_000 }, (_each, at) => rowOf(at))];
const ROW = '<row><c t="inlineStr"><is><t>x</t></is></c></row>'.repeat(1_000);

function rowOf(at: number): (string | number)[] {
  return [at, `2026-05-${String(1 + (at % 28)).padStart(2, '0')}`, `${at}.50`, `row ${at}`];
}

/** The table as a whole file. */
function fileOf(bookType: 'csv' | 'xlsx' | 'xls'): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(TABLE), 'One');
  return write(book, { type: 'buffer', bookType }) as Buffer;
}

const half = (content: Buffer): Buffer => content.subarray(0, content.length / 2);
/** A workbook of old that has something more inside (MS-CFB). */
function withStream(content: Buffer | null, path: string): Buffer {
  const container = content ? CFB.read(content, { type: 'buffer' }) : CFB.utils.cfb_new();
  CFB.utils.cfb_add(container, path, Buffer.alloc(5_000, 7));
  return CFB.write(container, { type: 'buffer' }) as Buffer;
}
const sheets = (sheet: { packed: Buffer; size: number }, more: LyingPart[] = [], count = 1): Buffer =>
  archiveOf([...workbookParts(sheet, count), ...more]);

/** Files that are not what they say, and how their imports fail. */
export function lyingFiles(): { name: string; content: Buffer; code: string }[] {
  const [csv, xlsx, xls] = [fileOf('csv'), fileOf('xlsx'), fileOf('xls')];
  const whole = packedText('<sheetData>', ROW, 10, '</sheetData>');
  return [
    { name: 'another account.csv', content: Buffer.from(csv.toString().replace('77', '78')), code: 'FILE_OF_ANOTHER_ACCOUNT' },
    {
      name: 'four gigabytes of nothing.xlsx',
      content: sheets(packedText('<a>', ' '.repeat(1 << 20), 4_000, '</a>')),
      code: 'FILE_REFUSED',
    },
    { name: 'more than it says.xlsx', content: sheets({ ...packedText('<a>', ROW, 900, '</a>'), size: 900 }), code: 'FILE_UNREADABLE' },
    { name: 'one sheet as eighty.xlsx', content: sheets(packedText('<a>', ROW, 200, '</a>'), [], 80), code: 'FILE_REFUSED' },
    {
      name: 'a bomb in a box.xlsx',
      content: archiveOf([{ name: 'inner.zip', packed: sheets(whole), size: 900 }]),
      code: 'FILE_UNREADABLE',
    },
    { name: 'one endless cell.xlsx', content: sheets(packedText('<a><b>', 'a'.repeat(1 << 20), 12, '</b></a>')), code: 'FILE_REFUSED' },
    { name: 'macros.xlsm', content: sheets(whole, [{ ...whole, name: 'xl/vbaProject.bin' }]), code: 'FILE_REFUSED' },
    { name: 'macros.xls', content: withStream(xls, '/_VBA_PROJECT_CUR/VBA/dir'), code: 'FILE_REFUSED' },
    { name: 'password.xlsx', content: withStream(null, '/EncryptedPackage'), code: 'FILE_UNREADABLE' },
    { name: 'half.xlsx', content: half(xlsx), code: 'FILE_UNREADABLE' },
    { name: 'half.xls', content: half(xls), code: 'FILE_UNREADABLE' },
    { name: 'half a quote.csv', content: Buffer.from(csv.toString().replace(/row 1500[^]*/, '"row 1')), code: 'FILE_UNREADABLE' },
    {
      name: 'half a character.csv',
      content: half(Buffer.from(`Account: 77\nNo,Day,Amount,Text\n${'餐'.repeat(1_001)}`)),
      code: 'FILE_UNREADABLE',
    },
  ];
}

/** Formulas where texts and amounts are expected. */
export const FORMULAS = [
  'Account: 77',
  "No,Day,Amount,Text,=cmd|' /C calc'!A0",
  `1,2026-05-01,-12.50,"=HYPERLINK(""http://x"",""y"")",`,
  "2,2026-05-02,+7.25,=cmd|' /C calc'!A0,",
  '3,2026-05-03,"=SUM(1,2)",a sum,@SUM(A1)',
  "4,2026-05-04,=cmd|' /C calc'!A0,a program,-2+3",
  '5,2026-05-05,@SUM(1),at,',
  '',
].join('\n');
