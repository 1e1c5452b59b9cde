export * from './access.js';
export * from './gateway.driver.js';
export * from './limits.js';
export * from './loaders.js';
export * from './money.js';
export * from './scalars.js';
export type * from './generated/schema.js';
