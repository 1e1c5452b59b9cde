import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { ConnectorCatalogue } from '../connectors/index.js';
import { currentCompany, kernelErrors, type Clock, type Id, type InterlineError } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { Vault } from '../platform/crypto/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { currentActorName } from './change-connection.js';
import type { VendorConnection } from './connection.js';
import { connectionErrors } from './connections.errors.js';
import { ConnectionsRepository } from './connections.repository.js';
import { OpenConnection, secretsPlace } from './open-connection.js';
import { checkSettings, type FieldProblem } from './settings.js';
import { StreamSchedule } from './stream-schedule.js';
import { vendorTrouble, type VendorTrouble } from './vendor-trouble.js';

/** New credentials for a connection; the settings stay unless new ones are given. */
export interface NewCredentials {
  id: Id;
  config?: unknown;
  credentials: unknown;
}

/** The connection, or why it keeps what it had. */
export type UpdateCredentialsResult =
  { updated: VendorConnection } | { problems: FieldProblem[] } | { trouble: VendorTrouble } | { problem: InterlineError };

/** Replaces the credentials of a connection. Account, history and checkpoints stay. */
@Injectable()
export class UpdateCredentials {
  constructor(
    private readonly catalogue: ConnectorCatalogue,
    private readonly opener: OpenConnection,
    private readonly repository: ConnectionsRepository,
    private readonly schedule: StreamSchedule,
    private readonly vault: Vault,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Proves the new credentials at the vendor first. A broken connection becomes active, and every stream is due at once.
   * @returns problem CONNECTION_CLOSED
   * @throws NOT_FOUND
   */
  async update(input: NewCredentials, companyId: Id = currentCompany()): Promise<UpdateCredentialsResult> {
    const known = await this.repository.sealed(companyId, input.id);
    if (!known) throw kernelErrors.NOT_FOUND('there is no such connection');
    const closed = { problem: connectionErrors.CONNECTION_CLOSED('the connection is closed') };
    if (!known.secrets) return closed;
    const manifest = this.catalogue.get(known.pluginId)?.manifest;
    if (!manifest) return { problems: [{ field: 'id', problem: 'its connector cannot be used here' }] };
    const settings = checkSettings(manifest, { config: input.config ?? known.config, credentials: input.credentials });
    if ('problems' in settings) return settings;
    try {
      await this.opener.prove(known, settings.checked, companyId);
    } catch (error) {
      return { trouble: vendorTrouble(error) };
    }
    const { config, secrets } = settings.checked;
    const sealed = await this.vault.sealJson(companyId, secrets, secretsPlace(input.id));
    return this.unitOfWork.run(
      async () => {
        const from = await this.repository.lock(companyId, input.id);
        if (from === 'closed') return closed;
        const at = this.clock.now();
        await this.repository.replaceSecrets(companyId, input.id, config, sealed, at);
        if (from === 'broken') {
          await this.repository.move(companyId, { id: input.id, from, to: 'active', reason: 'credentials', actor: currentActorName(), at });
        }
        await this.schedule.hurry(companyId, input.id, null, at);
        await this.audit.record({ action: 'connections.credentials.updated', target: `connection:${input.id}` }, companyId);
        const [updated] = await this.repository.connections(companyId, { ids: [input.id] });
        return { updated: updated! };
      },
      { company: companyId },
    );
  }
}
