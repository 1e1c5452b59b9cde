import { Injectable } from '@nestjs/common';
import { currentCompany, type Id } from '../kernel/index.js';
import type { VendorConnection } from './connection.js';
import { ConnectionsRepository } from './connections.repository.js';
import type { VendorAccount } from './vendor-account.js';

/** Reads vendor accounts and connections of the running request's company. */
@Injectable()
export class ConnectionsReader {
  constructor(private readonly repository: ConnectionsRepository) {}

  /** Every vendor account, oldest first. */
  allVendorAccounts(companyId: Id = currentCompany()): Promise<VendorAccount[]> {
    return this.repository.accounts(companyId);
  }

  /** For loaders: accounts in the order of the ids, null where there is none. */
  async vendorAccounts(ids: readonly Id[], companyId: Id = currentCompany()): Promise<(VendorAccount | null)[]> {
    return inOrder(ids, await this.repository.accounts(companyId, ids));
  }

  /** Every connection, closed ones too, oldest first. */
  allConnections(companyId: Id = currentCompany()): Promise<VendorConnection[]> {
    return this.repository.connections(companyId);
  }

  /** For loaders: connections in the order of the ids, null where there is none. */
  async connections(ids: readonly Id[], companyId: Id = currentCompany()): Promise<(VendorConnection | null)[]> {
    return inOrder(ids, await this.repository.connections(companyId, { ids }));
  }

  /** For loaders: the connections of each account, oldest first. */
  async connectionsOf(accountIds: readonly Id[], companyId: Id = currentCompany()): Promise<VendorConnection[][]> {
    const found = await this.repository.connections(companyId, { accountIds });
    return accountIds.map((id) => found.filter((connection) => connection.vendorAccountId === id));
  }
}

function inOrder<Thing extends { id: Id }>(ids: readonly Id[], things: Thing[]): (Thing | null)[] {
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  return ids.map((id) => byId.get(id) ?? null);
}
