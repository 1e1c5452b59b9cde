import type { Amounts } from './expense.js';
import type { ExpenseChange, StoredExpense } from './expense-plan.js';

/** Stands for "none" in the key of a roll-up. */
export const NIL_ID = '00000000-0000-0000-0000-000000000000';

/** What is to be added to one row of a roll-up. */
export interface RollUpDifference extends Amounts {
  /** The row's key columns by name. */
  key: Record<string, string>;
  expenseCount: number;
}

/** A roll-up by day as data: its table, its key, and what a row carries beside it. */
export interface RollUp {
  table: string;
  /** Key columns in the order of the primary key, without the company. */
  key: readonly string[];
  /** Columns that follow from the key. */
  carried: readonly string[];
  valuesOf(expense: StoredExpense): Record<string, string>;
}

const common = (expense: StoredExpense): Record<string, string> => ({
  business_date: expense.businessDate,
  vendor_account_id: expense.vendorAccountId,
  kind: expense.kind,
  legal_entity_id: expense.legalEntityId,
  currency: expense.currency,
});

/** Every roll-up. Room `analytics` reads them; only this room writes them. */
export const ROLL_UPS: readonly RollUp[] = [
  {
    table: 'spend_by_department',
    key: ['business_date', 'department_version_id', 'vendor_account_id', 'kind', 'legal_entity_id', 'currency'],
    carried: ['department_id'],
    valuesOf: (expense) => ({
      ...common(expense),
      department_version_id: expense.departmentVersionId ?? NIL_ID,
      department_id: expense.departmentId ?? NIL_ID,
    }),
  },
  {
    table: 'spend_by_cost_centre',
    key: ['business_date', 'cost_centre_id', 'vendor_account_id', 'kind', 'legal_entity_id', 'currency'],
    carried: [],
    valuesOf: (expense) => ({ ...common(expense), cost_centre_id: expense.costCentreId ?? NIL_ID }),
  },
];

/**
 * What changes of expenses add to a roll-up: the old state taken out, the new one put in, one difference a row, rows that stay as they are left out.
 * @returns in the order of the key, the one order in which rows are locked
 */
export function differencesOf(rollUp: RollUp, changes: readonly ExpenseChange[]): RollUpDifference[] {
  const rows = new Map<string, RollUpDifference>();
  const count = (expense: StoredExpense, sign: 1n | -1n): void => {
    const values = rollUp.valuesOf(expense);
    const name = rollUp.key.map((column) => values[column]).join(' ');
    let row = rows.get(name);
    if (!row) rows.set(name, (row = { key: values, expenseCount: 0, amount: 0n, companyShare: 0n, personalShare: 0n }));
    if (!expense.reversed) row.expenseCount += Number(sign);
    row.amount += sign * expense.amount;
    row.companyShare += sign * expense.companyShare;
    row.personalShare += sign * expense.personalShare;
  };
  for (const { before, after } of changes) {
    if (before) count(before, -1n);
    count(after, 1n);
  }
  return [...rows.entries()]
    .filter(([, row]) => row.expenseCount !== 0 || row.companyShare !== 0n || row.personalShare !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
}
