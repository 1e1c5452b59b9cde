export * from './config.errors.js';
export * from './config.js';
export { derivedSecret, keyFingerprint, parseMasterKey } from './master-key.js';
