import type { SpendDimension, SpendFilter } from '../../generated/schema.js';
import { lastDayOf } from '../../ui/period.js';
import { hrefWith } from '../../ui/url-state.js';

/** Which filter of the list of expenses a dimension stands for. */
const PARAMS: Record<Exclude<SpendDimension, 'month'>, string> = {
  department: 'department',
  kind: 'kind',
  vendor: 'vendor',
  cost_centre: 'costCentre',
  city: 'city',
  person: 'person',
  legal_entity: 'entity',
};

/**
 * The address of the expenses that a row of spend sums up.
 * @returns null for rows that no filter can name, such as lines without a city; nobody's lines are those that are unresolved
 */
export function drillTo(
  key: { dimension: SpendDimension; id?: string | null },
  filter: SpendFilter,
  reach: 'own' | 'subtree',
): string | null {
  const month = key.dimension === 'month' ? key.id : null;
  const params: Record<string, string | null | undefined> = {
    from: `${month ?? filter.from}-01`,
    to: lastDayOf(month ?? filter.to),
    kind: filter.kind,
    vendor: filter.connectorId,
    department: filter.departmentId,
    subtree: filter.departmentId && reach === 'subtree' ? '1' : null,
  };
  if (key.dimension !== 'month') {
    if (!key.id && key.dimension !== 'person') return null;
    if (key.id) params[PARAMS[key.dimension]] = key.id;
    else params.unresolved = '1';
    if (key.dimension === 'department') params.subtree = reach === 'subtree' ? '1' : null;
  }
  return hrefWith('/expenses', params);
}
