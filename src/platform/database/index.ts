export * from './array-parameter.js';
export * from './database.errors.js';
export { Database, type DatabaseOptions, type Entities } from './database.js';
export * from './json-parameter.js';
export * from './migrate.js';
export * from './presence.js';
export * from './roles.js';
export * from './unit-of-work.js';
export * from './unkeepable-text.js';
