export type { ActionName, ConnectorSession, Mapped, StoredToken, TokenStore } from '@interline/sdk/host';
export { PluginError, type PluginErrorCode } from '@interline/sdk/host';
export * from './connector-catalogue.js';
export * from './connector-entry.js';
export * from './connector-host.js';
export * from './connectors.errors.js';
export * from './connectors.module.js';
export { INSTALLATION, scanPlugins } from './registry.js';
export * from './simulator-endpoints.js';
