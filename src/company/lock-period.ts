import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import {
  businessDate,
  currentCompany,
  currentContext,
  kernelErrors,
  periodOf,
  type Clock,
  type Id,
  type InterlineError,
  type Period,
} from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { BookPeriod } from './company.js';
import { companyErrors } from './company.errors.js';
import { CompanyReader } from './company-reader.js';
import { PeriodBookRepository } from './period-book.repository.js';
import { periodStates } from './period.states.js';

/** Either the locked month or why it cannot be locked. */
export type LockPeriodResult = { locked: BookPeriod } | { problem: InterlineError };

/** Locks a month of a legal entity's books, for good. */
@Injectable()
export class LockPeriod {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly companies: CompanyReader,
    private readonly repository: PeriodBookRepository,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Waits for bookings under way, then locks. From then on what belongs to the month is booked in the next open one.
   * @returns problem PERIOD_LOCKED or PERIOD_NOT_BEGUN
   * @throws NOT_FOUND for a legal entity that is not the company's
   */
  async lock(input: { legalEntityId: Id; period: Period }, companyId: Id = currentCompany()): Promise<LockPeriodResult> {
    const company = await this.companies.get(companyId);
    const [legalEntity] = await this.companies.legalEntitiesById([input.legalEntityId], companyId);
    if (!legalEntity) throw kernelErrors.NOT_FOUND('there is no such legal entity');
    const now = this.clock.now();
    if (input.period > periodOf(businessDate(now, company.timeZone))) {
      return { problem: companyErrors.PERIOD_NOT_BEGUN(`${input.period} has not begun`) };
    }
    return this.unitOfWork.run(
      async () => {
        await this.repository.holdAlone(companyId);
        const state = await this.repository.state(companyId, input);
        if (!periodStates.allows(state, 'locked'))
          return { problem: companyErrors.PERIOD_LOCKED(`${input.period} of ${legalEntity.code} is locked already`) };
        await this.repository.open(companyId, [input]);
        const actor = currentContext()?.actor;
        await this.repository.move(companyId, input, 'open', 'locked', now, actor?.kind === 'person' ? actor.userId : null);
        const target = `legal_entity:${legalEntity.id}`;
        await this.audit.record(
          { action: 'company.period.locked', target, detail: { legalEntity: legalEntity.code, period: input.period } },
          companyId,
        );
        return { locked: { legalEntity, period: input.period, state: 'locked', lockedAt: now } };
      },
      { company: companyId },
    );
  }
}
