export * from './clock.js';
export * from './errors.js';
export * from './fingerprint.js';
export * from './ids.js';
export * from './paging.js';
export * from './period.js';
export * from './request-context.js';
export * from './states.js';
