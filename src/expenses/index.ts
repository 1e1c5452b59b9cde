export type * from './expense.js';
export { ExpenseBilling, type BillableExpense } from './expense-billing.js';
export * from './expense-follower.js';
export { ExpenseSink } from './expense.sink.js';
export { expensesErrors } from './expenses.errors.js';
export { ResolveUnresolved } from './resolve-unresolved.js';
export { NIL_ID } from './roll-up.js';
