import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '@interline/sdk';
import { Injectable } from '@nestjs/common';
import type { Id } from '../kernel/index.js';
import { Vault } from '../platform/crypto/index.js';
import { ConnectionsRepository } from './connections.repository.js';
import { secretsPlace } from './open-connection.js';
import type { CheckedSettings } from './settings.js';
import type { NewVendorAccount, VendorAccount } from './vendor-account.js';

/**
 * Finds accounts that are connected already by what opens them. Who names an account is a person; the same account under two names, or for two legal entities,
 * would be read twice and its money count twice.
 */
@Injectable()
export class SameCredentials {
  constructor(
    private readonly repository: ConnectionsRepository,
    private readonly vault: Vault,
  ) {}

  /** The other account that these credentials and required settings open for a connection that is not closed; null when there is none. */
  async otherAccount(companyId: Id, manifest: Manifest, asked: NewVendorAccount, settings: CheckedSettings): Promise<VendorAccount | null> {
    const { environment, externalAccount, legalEntityId } = asked;
    const accounts = (await this.repository.accounts(companyId)).filter(
      (known) =>
        known.pluginId === manifest.id &&
        known.environment === environment &&
        !(known.externalAccount === externalAccount && known.legalEntityId === legalEntityId),
    );
    if (accounts.length === 0) return null;
    const asks = this.keys(manifest, settings.config, settings.secrets);
    for (const { id, config, vendorAccountId } of await this.repository.connections(companyId, {
      accountIds: accounts.map((each) => each.id),
    })) {
      const sealed = await this.repository.sealed(companyId, id);
      if (!sealed?.secrets) continue;
      const secrets = await this.vault.openJson<Record<string, string>>(companyId, sealed.secrets, secretsPlace(id));
      if (isDeepStrictEqual(this.keys(manifest, config, secrets), asks)) return accounts.find((each) => each.id === vendorAccountId)!;
    }
    return null;
  }

  /** What opens an account: all credentials, and of the settings those that cannot be left out. */
  private keys({ config }: Manifest, open: Record<string, unknown>, secrets: Record<string, string>): Record<string, unknown> {
    return { ...secrets, ...Object.fromEntries((config.required ?? []).flatMap((name) => (name in open ? [[name, open[name]]] : []))) };
  }
}
