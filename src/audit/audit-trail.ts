import { Inject, Injectable } from '@nestjs/common';
import { currentCompany, currentContext, type Actor, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { AuditRepository } from './audit.repository.js';
import { cleanText, plainJson } from './chain.js';

/** Something that is worth remembering. */
export interface AuditRecord {
  /** `<room>.<what was done>`, such as `identity.member.invited`. */
  action: string;
  /** What it was done to, as `<kind>:<id>`. */
  target?: string | null;
  /** What else matters, as plain JSON. Never secrets, never more personal data than the entry is about. */
  detail?: Record<string, unknown>;
}

/** Writes down who did what, when and from where. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly repository: AuditRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Adds an entry to the company's chain, inside the caller's unit of work when one is open: the entry stands exactly when the change stands.
   * Call it last: from here to the end of the unit of work other entries of the same company wait.
   * @param companyId when it is not the running request's
   */
  async record(record: AuditRecord, companyId: Id = currentCompany()): Promise<void> {
    const context = currentContext();
    await this.repository.append({
      companyId,
      at: this.clock.now(),
      actor: context ? actorName(context.actor) : 'system:job',
      userId: context?.actor.kind === 'person' ? context.actor.userId : null,
      action: record.action,
      target: record.target == null ? null : cleanText(record.target),
      detail: plainJson(record.detail),
      ip: context?.ip ?? null,
      traceId: context?.traceId ?? null,
    });
  }
}

/** An actor as the audit names it. */
function actorName(actor: Actor): string {
  if (actor.kind === 'person') return `person:${actor.userId}`;
  return actor.kind === 'app' ? `app:${actor.clientId}` : `system:${actor.name}`;
}
