import type { BusinessDate, Id } from '../kernel/index.js';
import type { DepartmentReach, DepartmentTree, SpendDimension } from '../platform/graphql/index.js';

/** A question about spend with every part decided. */
export interface SpendQuestion {
  companyId: Id;
  by: readonly SpendDimension[];
  /** Both inclusive. */
  from: BusinessDate;
  to: BusinessDate;
  /** The day of today's tree. */
  today: BusinessDate;
  tree: DepartmentTree;
  reach: DepartmentReach;
  /** The largest rows only; null gives all. */
  top: number | null;
  kind: string | null;
  connectorId: string | null;
  departmentId: Id | null;
  costCentreId: Id | null;
  legalEntityId: Id | null;
  personId: Id | null;
  city: string | null;
  /** The only departments whose spend may be seen; null for all. */
  onlyDepartments: readonly Id[] | null;
}

/** One value of one dimension. */
export interface SpendKey {
  dimension: SpendDimension;
  id: string | null;
  label: string;
}

/** One row of an answer, amounts in minor units. */
export interface SpendRow {
  keys: SpendKey[];
  companyShare: bigint;
  personalShare: bigint;
  count: number;
}

/** Sums over all rows, one for each currency, amounts in minor units. */
export interface SpendTotal {
  currency: string;
  companyShare: bigint;
  count: number;
}
