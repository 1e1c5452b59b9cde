export * from './money.js';
export * from './dates.js';
export * from './records.js';
