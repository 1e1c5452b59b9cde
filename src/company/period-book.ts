import { Injectable } from '@nestjs/common';
import { currentCompany, periodOf, shiftPeriod, type BusinessDate, type Id, type Period } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { BookingKey } from './company.js';
import { PeriodBookRepository } from './period-book.repository.js';

/** Tells in which month something is booked. */
@Injectable()
export class PeriodBook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: PeriodBookRepository,
  ) {}

  /** The month a day is booked in: its own while that is open, else the next open one of the legal entity. */
  async openPeriodFor(legalEntityId: Id, businessDate: BusinessDate, companyId: Id = currentCompany()): Promise<Period> {
    const [period] = await this.bookingPeriods([{ legalEntityId, businessDate }], companyId);
    return period!;
  }

  /**
   * The same for many, in their order. Inside a unit of work the answer holds until that ends: whoever wants to lock a month waits so long.
   * Call it in the unit of work that writes the bookings.
   */
  async bookingPeriods(keys: readonly BookingKey[], companyId: Id = currentCompany()): Promise<Period[]> {
    if (keys.length === 0) return [];
    return this.unitOfWork.run(
      async () => {
        const entities = [...new Set(keys.map((key) => key.legalEntityId))];
        const wanted = keys.map((key) => periodOf(key.businessDate));
        const earliest = wanted.reduce((a, b) => (b < a ? b : a));
        const held = this.repository.holdOpen(companyId);
        const [, rows] = await Promise.all([held, this.repository.lockedFrom(companyId, entities, earliest)]);
        const locked = new Set(rows.map((row) => `${row.legalEntityId} ${row.period}`));
        const periods = keys.map((key, index) => {
          let period = wanted[index]!;
          while (locked.has(`${key.legalEntityId} ${period}`)) period = shiftPeriod(period, 1);
          return period;
        });
        const distinct = new Map(
          keys.map((key, index) => [
            `${key.legalEntityId} ${periods[index]}`,
            { legalEntityId: key.legalEntityId, period: periods[index]! },
          ]),
        );
        await this.repository.open(companyId, [...distinct.values()]);
        return periods;
      },
      { company: companyId },
    );
  }
}
