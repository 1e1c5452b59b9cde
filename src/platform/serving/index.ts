export * from './error.filter.js';
export * from './serve-console.js';
export * from './serving.errors.js';
