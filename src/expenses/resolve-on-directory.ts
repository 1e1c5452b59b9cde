import { Injectable } from '@nestjs/common';
import type { OutboxConsumer, PlacedEvent } from '../platform/outbox/index.js';
import { ResolveUnresolved } from './resolve-unresolved.js';

/** Looks again for the people of unresolved expenses whenever the directory learned something of somebody. */
@Injectable()
export class ResolveOnDirectory implements OutboxConsumer {
  readonly name = 'expenses.resolve-on-directory';
  // Who left counts too: a phone that two people had is certain again.
  readonly types = ['person.joined.v1', 'person.moved.v1', 'person.left.v1', 'person.changed.v1'];

  constructor(private readonly resolve: ResolveUnresolved) {}

  async handle(events: readonly PlacedEvent[]): Promise<void> {
    const companyId = events[0]?.companyId;
    if (companyId) await this.resolve.run(companyId);
  }
}
