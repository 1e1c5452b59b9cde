import { describe, expect, it } from '@jest/globals';
import { keepOpen, planDepartments, type DepartmentInput, type DepartmentSpan } from './plan-departments.js';
import type { DepartmentRow } from './rows.js';

const span = (code: string, parentCode: string | null, from = '2026-01-01', to: string | null = null): DepartmentSpan => ({
  code,
  name: code,
  parentCode,
  leaderEmployeeNumber: null,
  legalEntityCode: null,
  costCentreCode: null,
  from,
  to,
});
const row = (code: string, parentCode: string | null | undefined, more: Partial<DepartmentRow> = {}): DepartmentRow => ({
  code,
  name: code,
  parentCode,
  leaderEmployeeNumber: undefined,
  legalEntityCode: undefined,
  costCentreCode: undefined,
  ...more,
});
const plan = (
  rows: DepartmentRow[],
  spans: DepartmentSpan[] = [],
  more: Partial<DepartmentInput> = {},
): ReturnType<typeof planDepartments> =>
  planDepartments({
    rows: rows.map((entry, index) => ({ line: index + 2, row: entry })),
    unread: new Set(),
    spans,
    on: '2026-06-01',
    complete: true,
    costCentres: new Set(['CC1']),
    legalEntities: new Set(['BJ']),
    ...more,
  });
const kinds = (result: ReturnType<typeof planDepartments>): string[] => result.changes.map((change) => `${change.kind} ${change.code}`);
const problems = (result: ReturnType<typeof planDepartments>): [number, string][] =>
  result.problems.map((problem): [number, string] => [problem.line, problem.code]).sort(([a], [b]) => a - b);

describe('planning departments', () => {
  it('adds, changes and closes, and leaves the rest alone', () => {
    const result = plan([row('r', null), row('a', 'r', { name: 'A!' }), row('n', 'a')], [span('r', null), span('a', 'r'), span('x', 'r')]);
    expect(kinds(result)).toEqual(['department_changed a', 'department_added n', 'department_closed x']);
    expect([...result.open].sort()).toEqual(['a', 'n', 'r']);
    expect(result.changes[0]).toMatchObject({ before: { name: 'a', parentCode: 'r' }, after: { name: 'A!', parentCode: 'r' } });
  });

  it('closes nothing when the input is a part of the company, nor what stands on a row that could not be read', () => {
    expect(kinds(plan([row('r', null)], [span('r', null), span('x', 'r')], { complete: false }))).toEqual([]);
    expect(kinds(plan([row('r', null)], [span('r', null), span('x', 'r')], { unread: new Set(['x']) }))).toEqual([]);
    expect(kinds(plan([], [span('r', null)]))).toEqual([]);
  });

  it('keeps what the file has no column for, and empties what it has an empty cell for', () => {
    const known = { ...span('a', null), costCentreCode: 'CC1', leaderEmployeeNumber: 'E1' };
    expect(plan([row('a', undefined)], [known]).changes).toEqual([]);
    expect(plan([row('a', null, { costCentreCode: null })], [known]).changes).toMatchObject([
      { after: { costCentreCode: null, leaderEmployeeNumber: 'E1' } },
    ]);
  });

  it('refuses rows that stand twice or name what does not exist, and those that then lack their parent', () => {
    const result = plan([
      row('r', null),
      row('r', null, { name: 'again' }),
      row('a', 'nowhere'),
      row('b', 'a'),
      row('c', 'r', { costCentreCode: 'CC9' }),
      row('d', 'r', { legalEntityCode: 'SH' }),
    ]);
    expect(problems(result)).toEqual([
      [3, 'ROW_DUPLICATE'],
      [4, 'DEPARTMENT_UNKNOWN'],
      [5, 'DEPARTMENT_UNKNOWN'],
      [6, 'COST_CENTRE_UNKNOWN'],
      [7, 'LEGAL_ENTITY_UNKNOWN'],
    ]);
    expect(kinds(result)).toEqual(['department_added r']);
  });

  it('refuses every row of a cycle and takes a move that only looks like one', () => {
    const cycle = plan([row('a', 'c'), row('b', 'a'), row('c', 'b'), row('d', null)]);
    expect(problems(cycle)).toEqual([
      [2, 'DEPARTMENT_CYCLE'],
      [3, 'DEPARTMENT_CYCLE'],
      [4, 'DEPARTMENT_CYCLE'],
    ]);
    expect(kinds(cycle)).toEqual(['department_added d']);
    expect(problems(plan([row('a', 'a')]))).toEqual([[2, 'DEPARTMENT_CYCLE']]);
    // a above b becomes b above a
    const swap = plan([row('a', 'b'), row('b', null)], [span('a', null), span('b', 'a')]);
    expect(problems(swap)).toEqual([]);
    expect(kinds(swap)).toEqual(['department_changed a', 'department_changed b']);
  });

  it('refuses a late change that makes a cycle with what is known of a later day', () => {
    const spans = [span('r', null), span('a', 'r'), span('b', 'r', '2026-01-01', '2026-09-01'), span('b', 'a', '2026-09-01')];
    expect(problems(plan([row('a', 'b')], spans, { complete: false }))).toEqual([[2, 'DEPARTMENT_CYCLE']]);
    expect(problems(plan([row('a', 'b')], spans.slice(0, 3), { complete: false }))).toEqual([]);
  });

  it('keeps a department open that something open stands in, with all above it', () => {
    // c stays because its row was refused; a, above it, is missing
    const result = plan([row('r', null), row('c', 'nowhere')], [span('r', null), span('a', 'r'), span('c', 'a'), span('x', 'r')]);
    expect(kinds(result)).toEqual(['department_closed x']);
    expect(problems(result)).toEqual([
      [0, 'DEPARTMENT_IN_USE'],
      [3, 'DEPARTMENT_UNKNOWN'],
    ]);
    const closing = new Set(['a', 'c', 'x']);
    expect(keepOpen(closing, ['c'], (code) => ({ c: 'a', a: 'r' })[code] ?? null).map((problem) => problem.value)).toEqual(['c', 'a']);
    expect([...closing]).toEqual(['x']);
  });
});
