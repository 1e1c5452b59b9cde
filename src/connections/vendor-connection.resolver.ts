import type { StreamManifest } from '@interline/sdk';
import { ResolveField, Resolver } from '@nestjs/graphql';
import { ConnectorCatalogue } from '../connectors/index.js';
import { currentCompany, type Actor, type Id } from '../kernel/index.js';
import type { GatewayContext } from '../platform/graphql/index.js';
import type { VendorConnection } from './connection.js';
import { ConnectionsReader } from './connections-reader.js';
import { HookUrls } from './hook-urls.js';
import { StreamSchedule, type StreamRow } from './stream-schedule.js';
import type { VendorAccount } from './vendor-account.js';

const ACCOUNTS = Symbol('vendor accounts');
const HOOK_URLS = Symbol('hook addresses');
const STREAMS = Symbol('streams of connections');

/** One stream of a connection, as field resolvers of upper rooms get it. */
export interface StreamStatusNode {
  connectionId: Id;
  vendorAccountId: Id;
  stream: StreamManifest & { id: string };
  syncedTo: Date | null;
  nextRunAt: Date | null;
}

/** Fields of a connection that other rows hold. */
@Resolver('VendorConnection')
export class VendorConnectionResolver {
  constructor(
    private readonly reader: ConnectionsReader,
    private readonly hookUrls: HookUrls,
    private readonly schedule: StreamSchedule,
    private readonly catalogue: ConnectorCatalogue,
  ) {}

  @ResolveField('vendorAccount')
  vendorAccount(connection: VendorConnection, _args: unknown, { loaders }: GatewayContext): Promise<VendorAccount | null> {
    return loaders.get<Id, VendorAccount>(ACCOUNTS, (ids) => this.reader.vendorAccounts(ids)).load(connection.vendorAccountId);
  }

  /** Only for who may change the connection: everybody else sees null. */
  @ResolveField('hookUrl')
  hookUrl(connection: VendorConnection, _args: unknown, { loaders, request }: GatewayContext): Promise<string | null> | null {
    if (!mayChange(request.actor)) return null;
    return loaders.get<Id, string>(HOOK_URLS, (ids) => this.hookUrls.of(ids)).load(connection.id);
  }

  @ResolveField('streams')
  async streams(connection: VendorConnection, _args: unknown, { loaders }: GatewayContext): Promise<StreamStatusNode[]> {
    const rows = await loaders.get<Id, StreamRow[]>(STREAMS, (ids) => this.streamsOf(ids)).load(connection.id);
    const known = this.catalogue.get(connection.pluginId)?.manifest?.streams ?? {};
    return (rows ?? []).flatMap((row) => {
      const manifest = known[row.stream];
      // A stream a newer plugin no longer has is not shown; what was read from it stays.
      if (!manifest) return [];
      const nextRunAt = connection.state === 'active' ? row.nextRunAt : null;
      const { vendorAccountId } = connection;
      return {
        connectionId: row.connectionId,
        vendorAccountId,
        stream: { id: row.stream, ...manifest },
        syncedTo: row.syncedTo,
        nextRunAt,
      };
    });
  }

  private async streamsOf(connectionIds: readonly Id[]): Promise<StreamRow[][]> {
    const rows = await this.schedule.of(currentCompany(), connectionIds);
    return connectionIds.map((id) => rows.filter((row) => row.connectionId === id));
  }
}

function mayChange(actor: Actor): boolean {
  if (actor.kind === 'person') return actor.roles.includes('owner') || actor.roles.includes('it');
  return actor.kind === 'app' && actor.scopes.includes('connections:write');
}
