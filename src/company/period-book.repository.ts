import { Injectable } from '@nestjs/common';
import { newId, type Id, type Period } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';

/** A month of a legal entity's books. */
export interface PeriodKey {
  legalEntityId: Id;
  period: Period;
}

/** SQL of the books' months. */
@Injectable()
export class PeriodBookRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Until the unit of work ends nobody locks a month of the company. Bookings do not wait for each other. */
  async holdOpen(companyId: Id): Promise<void> {
    await this.unitOfWork.run((tx) => tx.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))', [lockName(companyId)]), {
      company: companyId,
    });
  }

  /** Waits for every booking under way; until the unit of work ends nobody books. */
  async holdAlone(companyId: Id): Promise<void> {
    await this.unitOfWork.run((tx) => tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lockName(companyId)]), {
      company: companyId,
    });
  }

  /** Locked months of some legal entities from one month on, in order. */
  async lockedFrom(companyId: Id, legalEntityIds: readonly Id[], from: Period): Promise<PeriodKey[]> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ legal_entity_id: Id; period: Period }>(
          `SELECT legal_entity_id, period FROM book_periods
           WHERE company_id = $1 AND legal_entity_id = ANY($2) AND period >= $3 AND state = 'locked' ORDER BY period`,
          [companyId, legalEntityIds, from],
        ),
      { company: companyId },
    );
    return rows.map((row) => ({ legalEntityId: row.legal_entity_id, period: row.period }));
  }

  /** Makes months known; known ones stay as they are. */
  async open(companyId: Id, keys: readonly PeriodKey[]): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `INSERT INTO book_periods (company_id, legal_entity_id, period, state)
           SELECT $1, given.entity, given.period, 'open' FROM unnest($2::uuid[], $3::text[]) AS given(entity, period)
           ORDER BY 2, 3 ON CONFLICT DO NOTHING`,
          [companyId, keys.map((key) => key.legalEntityId), keys.map((key) => key.period)],
        ),
      { company: companyId },
    );
  }

  async state(companyId: Id, key: PeriodKey): Promise<'open' | 'locked'> {
    const [row] = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ state: 'open' | 'locked' }>(
          'SELECT state FROM book_periods WHERE company_id = $1 AND legal_entity_id = $2 AND period = $3',
          [companyId, key.legalEntityId, key.period],
        ),
      { company: companyId },
    );
    return row?.state ?? 'open';
  }

  /** Moves a known month and writes the move down. */
  async move(companyId: Id, key: PeriodKey, from: 'open', to: 'locked', at: Date, userId: Id | null): Promise<void> {
    await this.unitOfWork.run(
      async (tx) => {
        await tx.query(
          'UPDATE book_periods SET state = $4, locked_at = $5 WHERE company_id = $1 AND legal_entity_id = $2 AND period = $3',
          [companyId, key.legalEntityId, key.period, to, at],
        );
        await tx.query(
          `INSERT INTO book_period_moves (company_id, id, legal_entity_id, period, from_state, to_state, at, by_user)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [companyId, newId(), key.legalEntityId, key.period, from, to, at, userId],
        );
      },
      { company: companyId },
    );
  }
}

const lockName = (companyId: Id): string => `book_periods ${companyId}`;
