export * from './crypto.errors.js';
export * from './vault.js';
