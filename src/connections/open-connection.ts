import { parseJson, type JsonObject } from '@interline/sdk';
import { Injectable } from '@nestjs/common';
import { openSession, TransportError, type Transport } from '@interline/sdk/host';
import { ConnectorCatalogue, ConnectorHost, type ConnectorSession } from '../connectors/index.js';
import { currentCompany, kernelErrors, type Id } from '../kernel/index.js';
import { Vault } from '../platform/crypto/index.js';
import type { VendorConnection } from './connection.js';
import { VendorTokens } from './vendor-tokens.js';
import { connectionErrors } from './connections.errors.js';
import { ConnectionsRepository } from './connections.repository.js';
import { PluginPeople } from './plugin-people.js';
import type { CheckedSettings } from './settings.js';

/** A plugin at work for one connection. */
export interface OpenedConnection {
  connection: VendorConnection;
  session: ConnectorSession;
}

/** Where the secrets of a connection are sealed for. */
export const secretsPlace = (connectionId: Id): string => `connections/${connectionId}`;

/** Opens a plugin's session with the credentials of a connection. */
@Injectable()
export class OpenConnection {
  constructor(
    private readonly repository: ConnectionsRepository,
    private readonly catalogue: ConnectorCatalogue,
    private readonly host: ConnectorHost,
    private readonly vault: Vault,
    private readonly tokens: VendorTokens,
    private readonly people: PluginPeople,
  ) {}

  /**
   * The session of a connection. Nothing is sent to the vendor yet.
   * @param options `signal` stops whatever the plugin does
   * @throws NOT_FOUND, CONNECTION_CLOSED, CONNECTOR_UNKNOWN, CONNECTOR_UNUSABLE, BAD_INPUT for settings a newer manifest refuses
   */
  async open(connectionId: Id, options: { signal?: AbortSignal } = {}, companyId: Id = currentCompany()): Promise<OpenedConnection> {
    const sealed = await this.repository.sealed(companyId, connectionId);
    if (!sealed) throw kernelErrors.NOT_FOUND('there is no such connection');
    if (!sealed.secrets) throw connectionErrors.CONNECTION_CLOSED('the connection is closed');
    const { secrets, ...connection } = sealed;
    const session = await this.host.open({
      pluginId: connection.pluginId,
      environment: connection.environment,
      companyId,
      vendorAccountId: connection.vendorAccountId,
      connectionId,
      config: lossless(connection.config),
      secrets: await this.vault.openJson<Record<string, string>>(companyId, secrets, secretsPlace(connectionId)),
      tokens: (credentials) => this.tokens.store(companyId, connection.vendorAccountId, credentials),
      people: this.people.of(companyId, connection),
      ...options,
    });
    return { connection, session };
  }

  /**
   * A session that can only map: it needs no credentials, and nothing can be sent. For going through records that are kept, also those of closed
   * connections.
   * @throws NOT_FOUND, CONNECTOR_UNKNOWN, CONNECTOR_UNUSABLE
   */
  async offline(connectionId: Id, companyId: Id = currentCompany()): Promise<ConnectorSession> {
    const [connection] = await this.repository.connections(companyId, { ids: [connectionId] });
    if (!connection) throw kernelErrors.NOT_FOUND('there is no such connection');
    const { pluginId, config } = connection;
    const connector = await this.catalogue.load(pluginId);
    const manifest = this.catalogue.manifest(pluginId);
    return openSession({
      connector,
      manifest,
      baseUrl: 'https://offline.invalid',
      config: lossless(config),
      secrets: {},
      transport: noTransport,
    });
  }

  /**
   * Proves settings at the vendor before anything is kept.
   * @throws what the plugin's check throws: VendorError, PluginError
   */
  async prove(
    target: { pluginId: string; environment: string; vendorAccountId: Id },
    settings: CheckedSettings,
    companyId: Id,
  ): Promise<void> {
    const { pluginId, environment, vendorAccountId } = target;
    const { secrets } = settings;
    const session = await this.host.open({ pluginId, environment, vendorAccountId, companyId, config: lossless(settings.config), secrets });
    await session.check();
  }
}

const noTransport: Transport = {
  send: () => Promise.reject(new TransportError('blocked', 'a session that only maps sends nothing')),
};

function lossless(config: Record<string, unknown>): JsonObject {
  return parseJson(JSON.stringify(config)) as JsonObject;
}
