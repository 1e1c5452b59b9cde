import { isId, isPeriod, kernelErrors } from '../kernel/index.js';
import type { ExpenseFilter as FilterInput } from '../platform/graphql/index.js';
import type { ExpenseQuery } from './expense-reader.js';

const IDS = ['departmentId', 'costCentreId', 'legalEntityId', 'personId'] as const;

/**
 * Reads the filter a caller sent: absent and null narrow nothing.
 * @throws BAD_INPUT naming every field that is malformed
 */
export function toQuery(input: FilterInput): ExpenseQuery {
  const given = Object.entries(input).filter(([name, value]) => value != null && name !== '__typename');
  const problems = given.flatMap(([field, value]) => {
    if ((IDS as readonly string[]).includes(field) && !isId(value)) return [{ field, problem: 'not an id' }];
    if (field === 'period' && !isPeriod(value)) return [{ field, problem: 'YYYY-MM' }];
    if (field === 'search' && typeof value === 'string' && value.length > 100) return [{ field, problem: 'at most 100 characters' }];
    return [];
  });
  if (problems.length > 0) throw kernelErrors.BAD_INPUT('the filter is malformed', { extensions: { problems } });
  return Object.fromEntries(given) as ExpenseQuery;
}
