import { describe, expect, it } from '@jest/globals';
import { read, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { buffer, text } from 'node:stream/consumers';
import { csvTable } from './csv-table.js';
import type { Cell, Table } from './table.js';
import { xlsxTable } from './xlsx-table.js';

const columns = [
  { header: '订单号', kind: 'text' },
  { header: 'Amount', kind: 'money' },
  { header: 'Lines', kind: 'integer' },
  { header: 'Day', kind: 'day' },
  { header: 'At', kind: 'instant' },
] as const;

function table(rows: Cell[][]): Table {
  async function* each(): AsyncIterable<Cell[]> {
    yield* rows;
  }
  return { name: 'Bill [2026-09]', columns, rows: each(), timeZone: 'Asia/Shanghai' };
}

const row = (name: string, minor: bigint, currency = 'CNY'): Cell[] => [
  name,
  { minor, currency },
  3,
  '2026-09-03',
  new Date('2026-09-02T16:30:05Z'),
];

async function sheetOf(rows: Cell[][]): Promise<unknown[][]> {
  const book = read(await buffer(xlsxTable(table(rows))), { cellDates: false });
  return utils.sheet_to_json(book.Sheets[book.SheetNames[0]!]!, { header: 1, raw: true, defval: null });
}

describe('tables as CSV', () => {
  it('begins with the mark by which spreadsheets know UTF-8, and reads back exactly', async () => {
    const csv = await buffer(csvTable(table([row('a "quoted", text\r\nof two lines', -1050n), [null, null, null, null, null]])));
    expect(csv.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(parse(csv, { bom: true })).toEqual([
      ['订单号', 'Amount', 'Lines', 'Day', 'At'],
      ['a "quoted", text\r\nof two lines', '-10.50', '3', '2026-09-03', '2026-09-03 00:30:05'],
      ['', '', '', '', ''],
    ]);
  });

  it('keeps text from being a formula and numbers as they are', async () => {
    const evil = ['=1+1', '+1', '-1', '@sum', '\t=1', ' =1', '\uff1dcmd', '\r=1'];
    const rows = parse(await text(csvTable(table(evil.map((name) => row(name, -5n))))), { bom: true }).slice(1) as string[][];
    expect(rows.map(([name]) => name)).toEqual(evil.map((name) => `'${name}`));
    expect(rows.map(([, amount]) => amount)).toEqual(evil.map(() => '-0.05'));
    // Columns of somebody's file are called whatever stands there.
    const named = { ...table([]), columns: [{ header: "=cmd|' /C calc'!A0", kind: 'text' as const }] };
    expect(await text(csvTable(named))).toBe("'=cmd|' /C calc'!A0\r\n");
  });
});

it('headings that came with a file are no formulas either', async () => {
  const heading = '=HYPERLINK("http://example.com","x")';
  const named = { ...table([]), columns: [{ header: heading, kind: 'text' }] } as const;
  expect(parse(await text(csvTable(named)), { bom: true })).toEqual([[`'${heading}`]]);
  const book = read(await buffer(xlsxTable(named)));
  expect(book.Sheets[book.SheetNames[0]!]!['A1']).toMatchObject({ t: 's', v: heading });
  expect(book.Sheets[book.SheetNames[0]!]!['A1'].f).toBeUndefined();
});

describe('tables as workbooks', () => {
  it('opens in an independent reader with numbers as numbers and dates as dates', async () => {
    const [header, first] = await sheetOf([row('80001250710000830737', 123_456_789n)]);
    expect(header).toEqual(['订单号', 'Amount', 'Lines', 'Day', 'At']);
    expect(first!.slice(0, 4)).toEqual(['80001250710000830737', 1_234_567.89, 3, 46_268]);
    expect(first![4]).toBeCloseTo(46_268 + 1_805 / 86_400, 9);
  });

  it('writes text as text whatever it begins with, and leaves out what XML cannot hold', async () => {
    const rows = await sheetOf([row('=HYPERLINK("x")', 1n), row('a\u0000b\ud800<&>"\u{1f600}', 1n)]);
    expect(rows.slice(1).map(([name]) => name)).toEqual(['=HYPERLINK("x")', 'ab<&>"\u{1f600}']);
    const book = read(await buffer(xlsxTable(table([row('=1+1', 1n)]))));
    expect(book.Sheets[book.SheetNames[0]!]!['A2']).toMatchObject({ t: 's', v: '=1+1' });
    expect(book.SheetNames).toEqual(['Bill  2026-09']);
  });

  it('knows currencies without hundredths', async () => {
    expect((await sheetOf([row('x', 1_050n, 'JPY'), row('x', 1_050n, 'KWD')])).slice(1).map(([, amount]) => amount)).toEqual([1_050, 1.05]);
  });

  it('says what both formats say, for any cells', async () => {
    const cells = fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })), {
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(cells, async (pairs) => {
        const rows = pairs.map(([name, minor]) => row(name, minor));
        const fromCsv = parse(await text(csvTable(table(rows))), { bom: true }).slice(1) as string[][];
        const fromXlsx = (await sheetOf(rows)).slice(1);
        expect(fromCsv.map(([, amount]) => Number(amount))).toEqual(fromXlsx.map(([, amount]) => amount));
        expect(fromCsv.map(([, amount]) => amount)).toEqual(pairs.map(([, minor]) => decimal(minor)));
      }),
      { numRuns: 30 },
    );
  });

  it('reads rows no faster than they are taken, and stops when nobody takes them', async () => {
    let given = 0;
    let stop: () => void;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    async function* endless(): AsyncIterable<Cell[]> {
      try {
        for (;;) {
          given += 1;
          yield row(`${given} ${Math.random()}`.repeat(50), 1n);
        }
      } finally {
        stop();
      }
    }
    const stream = xlsxTable({ ...table([]), rows: endless() });
    await new Promise((resolve) => stream.once('readable', resolve));
    // A generator that has not begun has nothing to stop.
    while (given === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let wait = 0; wait < 50; wait++) await new Promise((resolve) => setImmediate(resolve));
    expect(given).toBeLessThan(5_000);
    stream.destroy();
    await stopped;
  });
});

function decimal(minor: bigint): string {
  const digits = String(minor < 0n ? -minor : minor).padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
