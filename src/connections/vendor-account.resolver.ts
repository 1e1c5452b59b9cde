import { ResolveField, Resolver } from '@nestjs/graphql';
import { CompanyReader, type LegalEntity } from '../company/index.js';
import { ConnectorCatalogue, type ConnectorEntry } from '../connectors/index.js';
import type { Id } from '../kernel/index.js';
import type { GatewayContext } from '../platform/graphql/index.js';
import type { VendorConnection } from './connection.js';
import { ConnectionsReader } from './connections-reader.js';
import type { VendorAccount } from './vendor-account.js';

const LEGAL_ENTITIES = Symbol('legal entities of vendor accounts');
const CONNECTIONS = Symbol('connections of vendor accounts');

/** Fields of a vendor account that other rows hold. */
@Resolver('VendorAccount')
export class VendorAccountResolver {
  constructor(
    private readonly reader: ConnectionsReader,
    private readonly companies: CompanyReader,
    private readonly catalogue: ConnectorCatalogue,
  ) {}

  @ResolveField('connector')
  connector(account: VendorAccount): ConnectorEntry {
    const missing = { id: account.pluginId, manifest: null, logo: null, problem: 'the plugin is not installed here any more' };
    return this.catalogue.get(account.pluginId) ?? missing;
  }

  @ResolveField('legalEntity')
  legalEntity(account: VendorAccount, _args: unknown, { loaders }: GatewayContext): Promise<LegalEntity | null> | null {
    if (!account.legalEntityId) return null;
    return loaders.get<Id, LegalEntity>(LEGAL_ENTITIES, (ids) => this.companies.legalEntitiesById(ids)).load(account.legalEntityId);
  }

  @ResolveField('connections')
  async connections(account: VendorAccount, _args: unknown, { loaders }: GatewayContext): Promise<VendorConnection[]> {
    return (await loaders.get<Id, VendorConnection[]>(CONNECTIONS, (ids) => this.reader.connectionsOf(ids)).load(account.id)) ?? [];
  }
}
