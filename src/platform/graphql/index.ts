export * from './loaders.js';
export * from './money.js';
export type * from './generated/schema.js';
