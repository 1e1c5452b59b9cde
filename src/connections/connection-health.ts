import { Inject, Injectable } from '@nestjs/common';
import type { Clock, Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';
import { currentActorName } from './change-connection.js';
import { connectionStates } from './connection.states.js';
import { ConnectionsRepository } from './connections.repository.js';
import type { VendorTrouble } from './vendor-trouble.js';

/** What `sync` and others learn about a connection while they use it. */
@Injectable()
export class ConnectionHealth {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ConnectionsRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The vendor answered as it should: a trouble of the whole connection, or of this stream, is over. */
  async answered(companyId: Id, connectionId: Id, stream: string): Promise<void> {
    await this.repository.answered(companyId, connectionId, this.clock.now(), stream);
  }

  /**
   * Something is wrong. When only somebody's act can help, an active connection breaks: nothing is read until it is corrected.
   * @param stream when only this stream has the trouble
   */
  async troubled(companyId: Id, connectionId: Id, trouble: VendorTrouble, stream: string | null): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        const state = await this.repository.lock(companyId, connectionId);
        if (!state || state === 'closed') return;
        const at = this.clock.now();
        const { code, message, owner } = trouble;
        await this.repository.troubled(companyId, connectionId, { code, message, owner, since: at }, stream);
        if (trouble.next === 'stop' && connectionStates.allows(state, 'broken')) {
          await this.repository.move(companyId, {
            id: connectionId,
            from: state,
            to: 'broken',
            reason: code,
            actor: currentActorName(),
            at,
          });
        }
      },
      { company: companyId },
    );
  }
}
