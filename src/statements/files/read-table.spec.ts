import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import type { StatementMapping } from './mapping/mapping.js';
import { readTable, type TableBatch } from './read-table.js';
import { openFile } from './reading/open-file.js';

const mapping: StatementMapping = {
  currency: 'CNY',
  zone: '+08:00',
  columns: { date: ['Day'], amount: { column: 'Amount' } },
  ignore: [{ when: [{ column: 'Day', startsWith: ['end of'] }], reason: 'end', total: true }],
};

async function batchesOf(text: string): Promise<TableBatch[]> {
  const content = Buffer.from(text);
  const file = await openFile({
    size: content.length,
    open: async (range) => Readable.from([range ? content.subarray(range.start, range.end + 1) : content], { objectMode: false }),
  });
  const batches: TableBatch[] = [];
  for await (const batch of readTable(file, mapping, null)) batches.push(batch);
  return batches;
}

const outcomes = async (text: string): Promise<string[]> =>
  (await batchesOf(text))
    .flatMap(({ rows }) => rows)
    .map((row) => (row.outcome === 'refused' ? row.code : row.outcome === 'line' ? String(row.line.amount) : row.outcome));

it('a date that could be two days makes no line', async () =>
  expect(await outcomes('Day,Amount\n12/04/2014,1.00\n13/04/2014,2.00\n31/31/2014,3.00\n')).toEqual([
    'DATE_AMBIGUOUS',
    '200',
    'DATE_INVALID',
  ]));

describe('a last row without an end', () => {
  const head = 'Day,Amount,Note\n';

  it.each([
    ['cut inside its amount', `${head}2026-09-01,1.00,a\n2026-09-02,12`, ['100', 'ROW_BROKEN']],
    ['cut inside its amount, the only one', `${head}2026-09-02,12`, ['ROW_BROKEN']],
    ['cut inside its day', `${head}2026-09-01,1.00,a\n2026-0`, ['100', 'ROW_BROKEN']],
    ['below rows with more cells than the header', `${head}2026-09-01,1.00,a,\n2026-09-02,2.00,b`, ['100', 'ROW_BROKEN']],
    ['that is whole', `${head}2026-09-01,1.00,a\n2026-09-02,2.00,b`, ['100', '200']],
    ['as short as those above', `${head}2026-09-01,1.00\n2026-09-02,2.00`, ['100', '200']],
    ['that a rule knows', `${head}2026-09-01,1.00,a\nend of file`, ['100', 'ignored']],
  ])('%s', async (_what, text, expected) => expect(await outcomes(text)).toEqual(expected));

  it('is not missed where it has an end', async () =>
    expect(await outcomes(`${head}2026-09-01,1.00,a\n2026-09-02,12\n`)).toEqual(['100', '1200']));
});

it('what stands above a table is remembered up to a length, whatever its rows hold', async () => {
  const [{ table }] = (await batchesOf(`Account 7\n${`${'x'.repeat(200_000)}\n`.repeat(50)}Day,Amount\n2026-09-01,1.00\n`)) as [TableBatch];
  expect(table.above.startsWith('Account 7\nxxx')).toBe(true);
  expect(table.above.length).toBeLessThanOrEqual(16_000);
  expect(table.headerRow).toBe(52);
});
