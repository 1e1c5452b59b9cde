import { expect, it } from '@jest/globals';
import { LineSpool, type LineOfRow } from './line-spool.js';
import type { FileLine } from './mapping/row-mapper.js';

const PLAIN: FileLine = {
  key: '4200000069',
  day: '2026-09-01',
  occurredAt: null,
  currency: 'CNY',
  amount: 1_230n,
  personalShare: 0n,
  kind: 'other',
  lineType: 'charge',
  order: null,
  person: null,
  department: null,
  legalEntity: null,
  city: null,
  description: null,
  detail: {},
};
const FULL: FileLine = {
  ...PLAIN,
  key: 'a\u001fb\n"c"',
  occurredAt: new Date('2026-09-01T08:30:00.000Z'),
  amount: -9_007_199_254_740_993n,
  personalShare: -1n,
  kind: 'flight',
  lineType: 'refund',
  order: '10',
  person: { name: '王芳', phone: '13800000000' },
  department: '销售',
  legalEntity: '上海',
  city: '北京',
  description: '机票',
  detail: { 舱位: 'Y' },
};

it('gives lines back as they were, in their order and batches', async () => {
  const spool = await LineSpool.open();
  const batches: LineOfRow[][] = [
    [{ row: 2, line: PLAIN }],
    [],
    [
      { row: 3, line: FULL },
      { row: 5, line: PLAIN },
    ],
  ];
  for (const batch of batches) await spool.add(batch);
  const read: LineOfRow[][] = [];
  for await (const batch of spool.batches()) read.push(batch);
  await spool.close();
  expect(read).toEqual(batches);
});
