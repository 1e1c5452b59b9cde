import { describe, expect, it } from '@jest/globals';
import { drillTo } from './drill.js';

const FILTER = { from: '2026-01', to: '2026-02' };

describe('from a row of spend to its expenses', () => {
  it('keeps the range and names the row', () => {
    expect(drillTo({ dimension: 'kind', id: 'ride' }, FILTER, 'own')).toBe('/expenses?from=2026-01-01&to=2026-02-28&kind=ride');
    expect(drillTo({ dimension: 'cost_centre', id: 'c1' }, { ...FILTER, kind: 'hotel' }, 'own')).toBe(
      '/expenses?from=2026-01-01&to=2026-02-28&kind=hotel&costCentre=c1',
    );
  });

  it('narrows the range to a month', () => {
    expect(drillTo({ dimension: 'month', id: '2026-02' }, FILTER, 'own')).toBe('/expenses?from=2026-02-01&to=2026-02-28');
  });

  it('reaches as far down the tree as the row does', () => {
    expect(drillTo({ dimension: 'department', id: 'd' }, FILTER, 'subtree')).toContain('department=d&subtree=1');
    expect(drillTo({ dimension: 'department', id: 'd' }, FILTER, 'own')).not.toContain('subtree');
  });

  it('finds nobody’s lines, and offers nothing where no filter exists', () => {
    expect(drillTo({ dimension: 'person', id: null }, FILTER, 'own')).toContain('unresolved=1');
    expect(drillTo({ dimension: 'city', id: null }, FILTER, 'own')).toBeNull();
  });
});
