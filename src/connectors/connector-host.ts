import { Inject, Injectable } from '@nestjs/common';
import type { Connector, JsonObject, Manifest, People } from '@interline/sdk';
import {
  credentialsOf,
  openSession,
  type ConnectorSession,
  type ReadLimits,
  type SessionOptions,
  type TokenStore,
} from '@interline/sdk/host';
import type { Logger } from 'pino';
import type { Clock, Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { HttpDoor } from '../platform/http/index.js';
import { LOGGER } from '../platform/logger.js';
import { ConnectorCatalogue } from './connector-catalogue.js';
import { connectorErrors } from './connectors.errors.js';
import { doorTransport, type DoorLimits } from './door-transport.js';
import { settingsProblems } from './settings-problems.js';
import { SIMULATOR_ENVIRONMENT, SimulatorEndpoints } from './simulator-endpoints.js';

/** What a session is opened for. */
export interface OpenConnector {
  pluginId: string;
  /** An environment of the manifest, or `simulator` where simulators run. */
  environment: string;
  companyId: Id;
  /** Requests of one vendor account share one budget. */
  vendorAccountId: Id;
  /** Names the connection in the log. Absent while credentials are only being tried. */
  connectionId?: Id;
  config: JsonObject;
  secrets: Readonly<Record<string, string>>;
  /** Where the tokens of the account are kept for all processes, by what names the credentials. Absent: only in this session. */
  tokens?: (credentials: string) => TokenStore;
  /** Who answers `ctx.people`; absent: nobody is known. */
  people?: People;
  /** Aborted when the run is stopped. */
  signal?: AbortSignal;
  /** Tighter limits for one reading than the host's own. */
  limits?: Partial<ReadLimits>;
}

/** Where a session's requests go, and within which limits. */
type Place = Pick<SessionOptions, 'baseUrl' | 'services'> & { limits: DoorLimits };

const MAX_STORES = 2_000;
const SIMULATOR_CONCURRENCY = 8;

/** Runs plugins: gives them their context, keeps them within their budget, and turns whatever they do into a result or one clear error. */
@Injectable()
export class ConnectorHost {
  private readonly stores = new Map<string, TokenStore>();

  constructor(
    private readonly catalogue: ConnectorCatalogue,
    private readonly door: HttpDoor,
    private readonly simulators: SimulatorEndpoints,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * Loads the plugin and opens a session. Nothing is sent to the vendor yet.
   * @throws CONNECTOR_UNKNOWN, CONNECTOR_UNUSABLE, CONNECTOR_ENVIRONMENT, CONNECTOR_SETTINGS
   */
  async open(options: OpenConnector): Promise<ConnectorSession> {
    const { pluginId, connectionId, config, secrets } = options;
    const connector: Connector = await this.catalogue.load(pluginId);
    const manifest = this.catalogue.manifest(pluginId);
    const { limits, ...place } = this.place(manifest, options);
    const problems = settingsProblems(manifest, config, secrets);
    if (problems.length > 0) throw connectorErrors.CONNECTOR_SETTINGS('settings are missing or not accepted', { extensions: { problems } });
    const log = this.log.child({
      connector: pluginId,
      vendorAccountId: options.vendorAccountId,
      ...(connectionId ? { connectionId } : {}),
    });
    const { tokens, people, signal } = options;
    return openSession({
      connector,
      manifest,
      ...place,
      config,
      secrets,
      transport: doorTransport(this.door, limits),
      now: () => this.clock.now(),
      log: (level, message, fields) => log[level]({ plugin: fields }, message),
      ...(tokens ? { tokens: this.sharedStore(options.vendorAccountId, credentialsOf(manifest, config, secrets), tokens) } : {}),
      ...(people ? { people } : {}),
      ...(signal ? { signal } : {}),
      ...(options.limits ? { limits: options.limits } : {}),
    });
  }

  private place(manifest: Manifest, { environment, vendorAccountId: account }: OpenConnector): Place {
    const { requestsPerSecond, concurrency, timeoutSeconds, maxResponseBytes: maxBytes } = manifest.budget;
    const timeout = timeoutSeconds * 1000;
    const simulator = environment === SIMULATOR_ENVIRONMENT ? this.simulators.get(manifest.id) : null;
    if (simulator) {
      // Nobody has to be spared on our own machine; a simulator that enforces the vendor's limits says so itself.
      const budget = { requestsPerSecond: null, concurrency: SIMULATOR_CONCURRENCY };
      // It serves all services at its one address.
      return { baseUrl: simulator, limits: { hosts: [new URL(simulator).host], reach: 'loopback', account, budget, timeout, maxBytes } };
    }
    const found = Object.hasOwn(manifest.environments, environment) ? manifest.environments[environment] : undefined;
    if (!found) throw connectorErrors.CONNECTOR_ENVIRONMENT(`${manifest.id} has no environment ${environment} here`);
    const budget = { requestsPerSecond, concurrency };
    const { baseUrl, services = {}, hosts } = found;
    return { baseUrl, services, limits: { hosts, reach: 'public', account, budget, timeout, maxBytes } };
  }

  /** Sessions that ask an account's vendor as the same use one store object, and by it one token keeper: one request for a token in this process. */
  private sharedStore(account: Id, credentials: string, open: (credentials: string) => TokenStore): TokenStore {
    const key = `${account} ${credentials}`;
    const known = this.stores.get(key);
    if (known) return known;
    if (this.stores.size >= MAX_STORES) this.stores.delete(this.stores.keys().next().value!);
    const store = open(credentials);
    this.stores.set(key, store);
    return store;
  }
}
