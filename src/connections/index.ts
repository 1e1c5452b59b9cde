export type * from './connection.js';
export type * from './vendor-account.js';
