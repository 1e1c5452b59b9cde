import { describe, expect, it } from '@jest/globals';
import { openPage, toConnection } from './paging.js';

const cursor = (...values: unknown[]): string => Buffer.from(JSON.stringify(values), 'utf8').toString('base64url');
const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('paging', () => {
  it('opens what it gave', () => {
    const rows = ['2026-09-01', '2026-09-02', '2026-09-03'].map((day) => ({ day, id: ID }));
    const page = toConnection(rows, { limit: 2, after: null }, (row) => [row.day, row.id]);
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(openPage({ first: 2, after: page.pageInfo.endCursor }, ['day', 'id'])).toEqual({ limit: 2, after: ['2026-09-02', ID] });
    expect(openPage({ after: cursor('x', '12') }, ['text', 'count'])).toEqual({ limit: 50, after: ['x', '12'] });
  });

  it.each([
    ['no base64 of JSON', 'eyJ4Ijox'],
    ['too few values', cursor('2026-09-01')],
    ['no day', cursor('2026-02-31', ID)],
    ['no day but a number', cursor(5, ID)],
    ['no id', cursor('2026-09-01', "' OR 1")],
    ['null', cursor(null, ID)],
  ])('refuses a cursor that is %s', (_what, after) => {
    expect(() => openPage({ after }, ['day', 'id'])).toThrow('not one of this list');
  });

  it.each([
    ['a number that is none', cursor('x', '1e3')],
    ['a number no list comes to', cursor('x', '2147483648')],
    ['a text that no row holds', cursor('\0', '1')],
  ])('refuses a cursor with %s', (_what, after) => {
    expect(() => openPage({ after }, ['text', 'count'])).toThrow('not one of this list');
  });

  it('refuses sizes out of 1 to 200', () => {
    for (const first of [0, 201, 1.5, -1]) expect(() => openPage({ first }, ['id'])).toThrow('between 1 and 200');
  });
});
