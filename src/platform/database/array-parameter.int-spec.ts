import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { arrayParameter } from './array-parameter.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

describe('arrays as parameters', () => {
  let db: TestDatabase;
  const back = async (type: string, values: Parameters<typeof arrayParameter>[0]): Promise<unknown[]> =>
    (await db.uow.read<{ value: unknown }>(`SELECT value FROM unnest($1::${type}[]) AS value`, [arrayParameter(values)])).map(
      (row) => row.value,
    );

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.close());

  it('come back as they were sent', async () => {
    const texts = [
      '',
      ' ',
      'NULL',
      'null',
      null,
      '{}',
      'a,b',
      '"',
      '\\',
      'a"b\\c',
      '\\n',
      'line\n"next"\ttab\\',
      '\u007f',
      '员工"一"',
      '😀"',
      '😀',
    ];
    expect(await back('text', texts)).toEqual(texts);
    expect(await back('bigint', [1n, -9007199254740993n, null])).toEqual(['1', '-9007199254740993', null]);
    expect(await back('boolean', [true, false, null])).toEqual([true, false, null]);
    const [first, second] = [new Date('2026-01-31T23:59:59.999Z'), new Date(0)];
    expect(await back('timestamptz', [first, first, null, second])).toEqual([first, first, null, second]);
    expect(await back('text', ['a', 'a', null, null, 'a', '1', 'b'])).toEqual(['a', 'a', null, null, 'a', '1', 'b']);
    const details = [{ a: '"x"\n', '\\': '' }, {}, null];
    expect(
      await back(
        'jsonb',
        details.map((detail) => detail && JSON.stringify(detail)),
      ),
    ).toEqual(details);
    expect(await back('text', [])).toEqual([]);
  });

  it('leave out what Postgres cannot keep', async () => {
    expect(await back('text', ['a\0b', 'a\0"b', 'half \ud800', 'half \ud800"'])).toEqual(['ab', 'a"b', 'half \ufffd', 'half \ufffd"']);
  });
});
