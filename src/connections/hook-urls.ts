import { Inject, Injectable } from '@nestjs/common';
import { ConnectorCatalogue } from '../connectors/index.js';
import { currentCompany, type Id } from '../kernel/index.js';
import { CONFIG } from '../platform/config-token.js';
import type { Config } from '../platform/config/index.js';
import { Vault } from '../platform/crypto/index.js';
import { ConnectionsRepository } from './connections.repository.js';
import { hookTokenPlace } from './hook-token.js';

/** The addresses vendors push to. They are secrets: who knows one may send deliveries, though not forge a vendor's signature. */
@Injectable()
export class HookUrls {
  constructor(
    private readonly repository: ConnectionsRepository,
    private readonly catalogue: ConnectorCatalogue,
    private readonly vault: Vault,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  /** For loaders: addresses in the order of the ids; null where the vendor does not push or the connection is closed. */
  async of(connectionIds: readonly Id[], companyId: Id = currentCompany()): Promise<(string | null)[]> {
    const found = await this.repository.hookTokens(companyId, connectionIds);
    return Promise.all(
      connectionIds.map(async (id) => {
        const row = found.get(id);
        if (!row || row.state === 'closed' || !this.catalogue.get(row.pluginId)?.manifest?.hook) return null;
        return `${this.config.publicUrl}/hooks/${await this.vault.openJson<string>(companyId, row.hookToken, hookTokenPlace(id))}`;
      }),
    );
  }
}
