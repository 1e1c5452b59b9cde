import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import type { OutboxConsumer, PlacedEvent } from '../platform/outbox/index.js';
import { SyncRunRepository } from './sync-run.repository.js';

/** Stops what a connection had still to read once it is closed. A reading that goes on notices by itself. */
@Injectable()
export class StopClosed implements OutboxConsumer {
  readonly name = 'sync.stop-closed';
  readonly types = ['connection.moved.v1'];

  constructor(
    private readonly runs: SyncRunRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle(events: readonly PlacedEvent[]): Promise<void> {
    for (const { companyId, data } of events) {
      if (companyId && data['to'] === 'closed') await this.runs.stopWaiting(companyId, String(data['connectionId']), this.clock.now());
    }
  }
}
