import { toMoney, type MoneyNode } from '../platform/graphql/index.js';
import type { Expense, ExpenseVersion } from './expense.js';

/** An expense as GraphQL parent object: its plain fields ready, the ids from which other fields are resolved. */
export interface ExpenseNode extends Omit<Expense, 'amount' | 'companyShare' | 'personalShare'> {
  amount: MoneyNode;
  companyShare: MoneyNode;
  personalShare: MoneyNode;
  unresolved: boolean;
}

/** An expense as the gateway shows it. Rooms above give it for fields of their own types. */
export function toExpenseNode(expense: Expense): ExpenseNode {
  return {
    ...expense,
    amount: toMoney(expense.amount, expense.currency),
    companyShare: toMoney(expense.companyShare, expense.currency),
    personalShare: toMoney(expense.personalShare, expense.currency),
    unresolved: expense.allocation === 'unresolved',
  };
}

/** A version as the gateway shows it. */
export interface VersionNode extends Omit<ExpenseVersion, 'amount' | 'companyShare' | 'personalShare'> {
  amount: MoneyNode;
  companyShare: MoneyNode;
  personalShare: MoneyNode;
}

/** A version as the gateway shows it. */
export function toVersionNode(version: ExpenseVersion): VersionNode {
  return {
    ...version,
    amount: toMoney(version.amount, version.currency),
    companyShare: toMoney(version.companyShare, version.currency),
    personalShare: toMoney(version.personalShare, version.currency),
  };
}
