import { describe, expect, it } from '@jest/globals';
import { utils, write } from '@e965/xlsx';
import { Readable } from 'node:stream';
import { InterlineError } from '../../../kernel/index.js';
import type { FileBytes } from './file-row.js';
import { openXls } from './read-xls.js';
import { Slots } from './slots.js';
import { CHILD_LIMITS } from './xls-child.js';

function bytesOf(content: Buffer): FileBytes {
  return { size: content.length, open: async () => Readable.from([content], { objectMode: false }) };
}

function bookOf(sheets: Record<string, unknown[][]>): FileBytes {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) utils.book_append_sheet(book, utils.aoa_to_sheet(rows), name);
  return bytesOf(write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer);
}

const many = bookOf({ Data: Array.from({ length: 5_000 }, (_, row) => Array.from({ length: 20 }, (_each, column) => row * 20 + column)) });

describe('old workbooks', () => {
  it('are read once, sheet by sheet as often as asked, also in part', async () => {
    let opened = 0;
    const content = bookOf({ One: Array.from({ length: 1_200 }, (_, at) => [at, 'text']), Two: [['x'], [131.77]] });
    const bytes: FileBytes = { ...content, open: (range) => ((opened += 1), content.open(range)) };
    const book = await openXls(bytes);
    expect(book.sheets).toEqual(['One', 'Two']);
    for await (const batch of book.rows('One')) {
      expect(batch[0]).toEqual({ row: 1, cells: ['0', 'text'] });
      break;
    }
    let rows = 0;
    for await (const batch of book.rows('One')) rows += batch.length;
    expect(rows).toBe(1_200);
    expect((await book.rows('Two').next()).value).toEqual([
      { row: 1, cells: ['x'] },
      { row: 2, cells: ['131.77'] },
    ]);
    expect(await book.rows('Three').next()).toMatchObject({ done: true });
    await book.close();
    expect(opened).toBe(1);
  });

  it('that are damaged end the child that reads them, and nothing else', async () => {
    const content = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000, 7)]);
    await expect(openXls(bytesOf(content))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('that take more memory than the child may have are refused', async () => {
    const limits = { ...CHILD_LIMITS, heapMb: 20 };
    await expect(openXls(many, limits)).rejects.toMatchObject({ code: 'FILE_REFUSED' });
    await (await openXls(bookOf({ One: [[1]] }), limits)).close();
  });

  it('that take more time than the child may have are refused', async () => {
    await expect(openXls(many, { ...CHILD_LIMITS, milliseconds: 1 })).rejects.toMatchObject({ code: 'FILE_REFUSED' });
  });

  it('that cannot be fetched are not blamed', async () => {
    const lost = { ...many, open: async () => Readable.from(failing(), { objectMode: false }) };
    await expect(openXls(lost)).rejects.toThrow('EIO');
    await expect(openXls({ ...many, open: () => Promise.reject(new Error('ENOENT')) })).rejects.toThrow('ENOENT');
  });

  it.each([
    ['cannot be started', '/nowhere/node', 'ENOENT'],
    ['ends for a reason of its own', '/bin/false', 'ended with 1'],
  ])('whose child %s are not blamed, and the process goes on', async (_what, program, reason) => {
    const { execPath } = process;
    process.execPath = program;
    try {
      const failed: unknown = await openXls(many).catch((error: unknown) => error);
      expect(failed).not.toBeInstanceOf(InterlineError);
      expect(String(failed)).toContain(reason);
    } finally {
      process.execPath = execPath;
    }
  });
});

async function* failing(): AsyncGenerator<Buffer> {
  throw Object.assign(new Error('EIO'), { code: 'EIO' });
}

it('slots are given in order, and given back by what fails', async () => {
  const slots = new Slots(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const works = [0, 1, 2, 3].map((at) =>
    slots.run(
      () =>
        new Promise<void>((resolve, reject) => {
          begun.push(at);
          ends[at] = at === 0 ? () => reject(new Error('failed')) : resolve;
        }),
    ),
  );
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  ends[0]!();
  await expect(works[0]).rejects.toThrow('failed');
  expect(begun).toEqual([0, 1, 2]);
  for (const at of [1, 2]) ends[at]!();
  await Promise.all(works.slice(1, 3));
  ends[3]!();
  await works[3];
  expect(begun).toEqual([0, 1, 2, 3]);
});
