import type { ConnectorContext, JsonObject } from '@interline/sdk';
import type { ConnectorSession, TokenStore } from '@interline/sdk/host';
import type { Id } from '../kernel/index.js';

/** What a session is opened for. */
export interface OpenConnector {
  pluginId: string;
  /** An environment of the manifest, or `simulator` where simulators run. */
  environment: string;
  companyId: Id;
  /** Requests of one vendor account share one budget and one breaker. */
  vendorAccountId: Id;
  /** Names the connection in the log; also the key under which this process shares its token. Absent while credentials are only being tried. */
  connectionId?: Id;
  config: JsonObject;
  secrets: Readonly<Record<string, string>>;
  /** Where the connection's token is kept for all processes. Absent: only in this session. */
  tokens?: TokenStore;
  /** Who answers `ctx.people.lookup`; absent: nobody is known. */
  people?: ConnectorContext['people'];
  /** Aborted when the run is stopped. */
  signal?: AbortSignal;
}

/** Runs plugins: gives them their context, keeps them within their budget, and turns whatever they do into a result or one clear error. */
export abstract class ConnectorHost {
  /** Loads the plugin and opens a session. Nothing is sent to the vendor yet. @throws CONNECTOR_UNKNOWN, CONNECTOR_UNUSABLE, BAD_INPUT for settings the manifest refuses */
  abstract open(options: OpenConnector): Promise<ConnectorSession>;
}
