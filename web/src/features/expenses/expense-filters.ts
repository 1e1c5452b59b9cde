import type { ExpenseFilter } from '../../generated/schema.js';
import { EXPENSE_KINDS } from '../../ui/kind-mark.js';
import { day, flag, month, oneOf, text, type Filters } from '../../ui/url-state.js';

/** What the address of the list of expenses holds. Other pages link here with some of it set. */
export const EXPENSE_FILTERS = {
  q: text,
  from: day,
  to: day,
  period: month,
  kind: oneOf(EXPENSE_KINDS),
  vendor: text,
  department: text,
  subtree: flag,
  costCentre: text,
  entity: text,
  person: text,
  city: text,
  unresolved: flag,
  billed: oneOf(['yes', 'no']),
  expense: text,
};

/** The filters as the gateway takes them. */
export function toExpenseFilter(filters: Filters<typeof EXPENSE_FILTERS>): ExpenseFilter {
  const { q, from, to, period, kind, vendor, department, subtree, costCentre, entity, person, city, unresolved, billed } = filters;
  return {
    ...(q ? { search: q } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(period ? { period } : {}),
    ...(kind ? { kind } : {}),
    ...(vendor ? { connectorId: vendor } : {}),
    ...(department ? { departmentId: department, subtree: subtree === true } : {}),
    ...(costCentre ? { costCentreId: costCentre } : {}),
    ...(entity ? { legalEntityId: entity } : {}),
    ...(person ? { personId: person } : {}),
    ...(city ? { city } : {}),
    ...(unresolved ? { unresolved: true } : {}),
    ...(billed ? { onStatement: billed === 'yes' } : {}),
  };
}

/** Whether anything is filtered. */
export function isFiltered(filters: Filters<typeof EXPENSE_FILTERS>): boolean {
  return Object.keys(toExpenseFilter(filters)).length > 0;
}
