export type * from './expense.js';
export * from './expense-follower.js';
