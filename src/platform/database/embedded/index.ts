export * from './embedded.errors.js';
export { dropCluster } from './cluster.js';
export { DATABASE, scramVerifier } from './provision.js';
export { startEmbedded, type EmbeddedLog, type EmbeddedOptions, type EmbeddedServer } from './supervisor.js';
