import type { BillLinesQuery, BillQuery } from '../../generated/billing.js';
import type { BillLineFilter } from '../../generated/schema.js';
import { EXPENSE_KINDS } from '../../ui/kind-mark.js';
import { flag, oneOf, text, type Filters } from '../../ui/url-state.js';

const TABS = ['department', 'kind', 'vendor', 'lines', 'accruals', 'statements'] as const;

/** What the bill's address holds besides its month. */
export const BILL_FILTERS = {
  entity: text,
  tab: oneOf(TABS),
  kind: oneOf(EXPENSE_KINDS),
  department: text,
  vendor: text,
  differing: flag,
  q: text,
  line: text,
  expense: text,
};

/** What is set of it. */
export type BillFilters = Filters<typeof BILL_FILTERS>;

/** The filters of the bill's lines, as the gateway takes them. */
export function toLineFilter({ kind, department, vendor, differing, q }: BillFilters): BillLineFilter {
  return {
    ...(kind ? { kind } : {}),
    ...(department ? { departmentId: department } : {}),
    ...(vendor ? { connectorId: vendor } : {}),
    ...(differing ? { differing: true } : {}),
    ...(q ? { search: q } : {}),
  };
}

/** A bill, as the gateway gives it. */
export type Bill = NonNullable<BillQuery['bill']>;

/** A part of the bill's page. */
export type BillTab = (typeof TABS)[number];

/** A line of a bill with its expenses. */
export type BillLine = NonNullable<BillLinesQuery['bill']>['lines']['nodes'][number];
