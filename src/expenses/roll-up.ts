import type { Amounts } from './expense.js';
import type { ExpenseChange, StoredExpense } from './expense-plan.js';

/** Stands for "none" in the key of a roll-up. */
export const NIL_ID = '00000000-0000-0000-0000-000000000000';

/** What is to be added to one row of a roll-up. */
export interface RollUpDifference extends Amounts {
  /** The row's key columns, and what follows from them, by name. */
  key: Record<string, string>;
  expenseCount: number;
}

/** A roll-up by day as data: its table, its key, and what a row carries beside it. */
export interface RollUp {
  table: string;
  /** The columns that tell it from other roll-ups: the first is part of the key, the others follow from it. */
  own: readonly [string, ...string[]];
  /** Their values, in that order. */
  ownOf(expense: StoredExpense): string[];
}

/** Key columns that every roll-up has beside the company and its own. */
export const ROLL_UP_KEY = ['business_date', 'vendor_account_id', 'kind', 'legal_entity_id', 'currency'] as const;

/** Every roll-up. Room `analytics` reads them; only this room writes them. */
export const ROLL_UPS: readonly RollUp[] = [
  {
    table: 'spend_by_department',
    own: ['department_version_id', 'department_id'],
    ownOf: (expense) => [expense.departmentVersionId ?? NIL_ID, expense.departmentId ?? NIL_ID],
  },
  { table: 'spend_by_cost_centre', own: ['cost_centre_id'], ownOf: (expense) => [expense.costCentreId ?? NIL_ID] },
];

/**
 * What changes of expenses add to a roll-up: the old state taken out, the new one put in, one difference a row, rows that stay as they are left out.
 * @returns in the order of the key, the one order in which rows are locked
 */
export function differencesOf(rollUp: RollUp, changes: readonly ExpenseChange[]): RollUpDifference[] {
  const rows = new Map<string, RollUpDifference>();
  const count = (expense: StoredExpense, sign: 1n | -1n): void => {
    const own = rollUp.ownOf(expense);
    const common = [expense.businessDate, expense.vendorAccountId, expense.kind, expense.legalEntityId, expense.currency];
    const name = `${common.join(' ')} ${own[0]}`;
    let row = rows.get(name);
    if (!row) {
      const columns = [...ROLL_UP_KEY, ...rollUp.own];
      const key = Object.fromEntries([...common, ...own].map((value, index) => [columns[index]!, value]));
      rows.set(name, (row = { key, expenseCount: 0, amount: 0n, companyShare: 0n, personalShare: 0n }));
    }
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
