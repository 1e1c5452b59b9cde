export * from './connector.js';
export * from './errors.js';
export * from './json.js';
export * from './manifest.js';
export * from './side-by-side.js';
export * from './signing.js';
export * from './status-fault.js';
export * from '../canonical/index.js';
