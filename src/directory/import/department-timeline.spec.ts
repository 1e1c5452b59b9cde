import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holdsOn, rewriteTimeline, type DepartmentFacts, type DepartmentVersion } from './department-timeline.js';

type Facts = DepartmentFacts & { code: string };
const facts = (code: string, parentId: string | null, more: Partial<DepartmentFacts> = {}): Facts => ({
  code,
  name: code,
  parentId,
  leaderId: null,
  legalEntityId: null,
  costCentreId: null,
  ...more,
});

/** Departments are their own ids here, so that paths can be read. */
class History {
  versions: DepartmentVersion[] = [];

  change(on: string, changes: Record<string, Facts | null>): { inserted: string[]; updated: string[] } {
    const { inserted, updated } = rewriteTimeline(this.versions, new Map(Object.entries(changes)), on);
    const known = new Map(this.versions.map((version) => [version.id, version]));
    for (const version of [...updated, ...inserted]) known.set(version.id, version);
    this.versions = [...known.values()];
    const name = (version: DepartmentVersion): string => `${version.departmentId}@${version.from}`;
    return { inserted: inserted.map(name).sort(), updated: updated.map(name).sort() };
  }

  on(day: string): Record<string, string> {
    const holding = this.versions.filter((version) => holdsOn(version, day));
    return Object.fromEntries(holding.map((version) => [version.departmentId, version.path.join('/')]).sort());
  }

  of(departmentId: string): [string, string | null, string][] {
    return this.versions
      .filter((version) => version.departmentId === departmentId)
      .sort((a, b) => (a.from < b.from ? -1 : 1))
      .map((version) => [version.from, version.to, version.path.join('/')]);
  }
}

describe('the history of departments', () => {
  it('gives everybody below a moved department a version of their own', () => {
    const history = new History();
    history.change('2026-01-01', { r: facts('r', null), a: facts('a', 'r'), b: facts('b', 'r'), c: facts('c', 'a'), d: facts('d', 'c') });
    expect(history.on('2026-01-01')).toEqual({ r: 'r', a: 'r/a', b: 'r/b', c: 'r/a/c', d: 'r/a/c/d' });
    const written = history.change('2026-07-01', { c: facts('c', 'b') });
    expect(written).toEqual({ inserted: ['c@2026-07-01', 'd@2026-07-01'], updated: ['c@2026-01-01', 'd@2026-01-01'] });
    expect(history.on('2026-06-30')).toMatchObject({ c: 'r/a/c', d: 'r/a/c/d' });
    expect(history.on('2026-07-01')).toMatchObject({ c: 'r/b/c', d: 'r/b/c/d' });
  });

  it('works a late change in and leaves what is known of later days', () => {
    const history = new History();
    history.change('2026-01-01', { r: facts('r', null), a: facts('a', 'r'), b: facts('b', 'r'), c: facts('c', 'a') });
    history.change('2026-09-01', { c: facts('c', 'r') });
    history.change('2026-05-01', { c: facts('c', 'b', { name: 'renamed' }) });
    expect(history.of('c')).toEqual([
      ['2026-01-01', '2026-05-01', 'r/a/c'],
      ['2026-05-01', '2026-09-01', 'r/b/c'],
      ['2026-09-01', null, 'r/c'],
    ]);
  });

  it('corrects a version in place when the change is of its own first day', () => {
    const history = new History();
    history.change('2026-01-01', { a: facts('a', null), b: facts('b', 'a') });
    const id = history.versions.find((version) => version.departmentId === 'b')!.id;
    expect(history.change('2026-01-01', { b: facts('b', null, { name: 'B' }) })).toEqual({ inserted: [], updated: ['b@2026-01-01'] });
    expect(history.versions.find((version) => version.departmentId === 'b')).toMatchObject({ id, name: 'B', path: ['b'] });
  });

  it('closes and opens again', () => {
    const history = new History();
    history.change('2026-01-01', { a: facts('a', null) });
    history.change('2026-03-01', { a: null });
    expect(history.on('2026-03-01')).toEqual({});
    history.change('2026-06-01', { a: facts('a', null) });
    expect(history.of('a')).toEqual([
      ['2026-01-01', '2026-03-01', 'a'],
      ['2026-06-01', null, 'a'],
    ]);
    history.change('2026-06-01', { a: null });
    expect(history.on('2026-06-02')).toEqual({});
    history.change('2026-06-01', { a: facts('a', null) });
    expect(history.on('2026-06-02')).toEqual({ a: 'a' });
  });

  it('closes a department together with the versions it only has because something above moved', () => {
    const history = new History();
    history.change('2026-01-01', { a: facts('a', null), b: facts('b', null), c: facts('c', 'a') });
    history.change('2026-06-01', { a: facts('a', 'b') });
    expect(history.of('c')).toEqual([
      ['2026-01-01', '2026-06-01', 'a/c'],
      ['2026-06-01', null, 'b/a/c'],
    ]);
    history.change('2026-03-01', { c: null });
    expect(history.on('2026-07-01')).toEqual({ a: 'b/a', b: 'b' });
    history.change('2026-05-01', { c: facts('c', 'a') });
    expect(history.on('2026-05-01')).toMatchObject({ c: 'a/c' });
    expect(history.on('2026-07-01')).toMatchObject({ c: 'b/a/c' });
    expect(new Set(history.versions.map((version) => `${version.departmentId}@${version.from}`)).size).toBe(history.versions.length);
  });

  it('writes nothing when nothing changes', () => {
    const history = new History();
    history.change('2026-01-01', { a: facts('a', null), b: facts('b', 'a') });
    expect(history.change('2026-01-01', { b: facts('b', 'a') })).toEqual({ inserted: [], updated: [] });
  });

  it('never has two versions of a department on one day, never loses one, and paths always follow the parents', () => {
    const codes = ['a', 'b', 'c', 'd', 'e'];
    const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-02-${String(date).padStart(2, '0')}`);
    // A parent is always an earlier letter, so that no cycle can come about on any day.
    const change = fc.tuple(
      day,
      fc.integer({ min: 0, max: codes.length - 1 }).chain((child) => fc.tuple(fc.constant(child), fc.integer({ min: -1, max: child - 1 }))),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
        const history = new History();
        history.change('2026-01-01', Object.fromEntries(codes.map((code) => [code, facts(code, null)])));
        const firstIds = new Map(history.versions.map((version) => [version.departmentId, version.id]));
        const truth = new Map<string, Map<string, string | null>>(codes.map((code) => [code, new Map([['2026-01-01', null]])]));
        for (const [on, [child, parent]] of changes) {
          const code = codes[child]!;
          const before = [...truth.get(code)!]
            .filter(([from]) => from <= on)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .at(-1)![1];
          // The planner passes on changes only.
          if (before === (parent < 0 ? null : codes[parent]!)) continue;
          history.change(on, { [code]: facts(code, parent < 0 ? null : codes[parent]!) });
          truth.get(code)!.set(on, parent < 0 ? null : codes[parent]!);
        }
        for (let date = 1; date <= 28; date += 1) {
          const on = `2026-02-${String(date).padStart(2, '0')}`;
          const parentOn = (code: string): string | null =>
            [...truth.get(code)!]
              .filter(([from]) => from <= on)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .at(-1)![1];
          const pathOn = (code: string): string => (parentOn(code) === null ? code : `${pathOn(parentOn(code)!)}/${code}`);
          const holding = history.versions.filter((version) => holdsOn(version, on));
          expect(holding.map((version) => version.departmentId).sort()).toEqual(codes);
          for (const version of holding) expect(version.path.join('/')).toBe(pathOn(version.departmentId));
        }
        for (const [code, id] of firstIds)
          expect(history.versions.find((version) => version.id === id)).toMatchObject({ departmentId: code, from: '2026-01-01' });
      }),
      { numRuns: 60 },
    );
  });
});
