import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { currentCompany, currentContext, kernelErrors, type Clock, type Id, type InterlineError } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { ConnectionState, VendorConnection } from './connection.js';
import { connectionStates } from './connection.states.js';
import { connectionErrors } from './connections.errors.js';
import { ConnectionsRepository } from './connections.repository.js';
import { StreamSchedule } from './stream-schedule.js';

/** What somebody may do to a connection. */
export type ConnectionChange = 'pause' | 'resume' | 'close';

/** The connection as it is now, or why it stays as it was. */
export type ChangeConnectionResult = { changed: VendorConnection } | { problem: InterlineError };

const TARGETS: Readonly<Record<ConnectionChange, ConnectionState>> = { pause: 'paused', resume: 'active', close: 'closed' };

/** Pauses, resumes and closes connections. What was read stays in every case. */
@Injectable()
export class ChangeConnection {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ConnectionsRepository,
    private readonly schedule: StreamSchedule,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Closing empties the secrets and cannot be undone; resuming makes every stream due at once.
   * @returns problem CONNECTION_CLOSED or CONNECTION_STATE
   * @throws NOT_FOUND
   */
  async change(id: Id, change: ConnectionChange, companyId: Id = currentCompany()): Promise<ChangeConnectionResult> {
    const to = TARGETS[change];
    return this.unitOfWork.run(
      async () => {
        const from = await this.repository.lock(companyId, id);
        if (!from) throw kernelErrors.NOT_FOUND('there is no such connection');
        if (from === 'closed') return { problem: connectionErrors.CONNECTION_CLOSED('the connection is closed') };
        if (!connectionStates.allows(from, to)) return { problem: connectionErrors.CONNECTION_STATE(`the connection is ${from} already`) };
        const at = this.clock.now();
        await this.repository.move(companyId, { id, from, to, reason: change, actor: currentActorName(), at });
        if (to === 'active') await this.schedule.hurry(companyId, id, null, at);
        await this.audit.record(
          { action: `connections.connection.${to === 'active' ? 'resumed' : to}`, target: `connection:${id}` },
          companyId,
        );
        const [changed] = await this.repository.connections(companyId, { ids: [id] });
        return { changed: changed! };
      },
      { company: companyId },
    );
  }
}

/** Who acts, as the history of a connection names them. */
export function currentActorName(): string {
  const actor = currentContext()?.actor;
  if (actor?.kind === 'person') return `person:${actor.userId}`;
  if (actor?.kind === 'app') return `app:${actor.clientId}`;
  return `system:${actor?.name ?? 'job'}`;
}
