export * from './plugin-error.js';
export * from './session.js';
export * from './token-store.js';
