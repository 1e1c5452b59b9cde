import { Injectable } from '@nestjs/common';
import type { Id, Period } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';

/** Which cell of the board. */
export interface CellKey {
  vendorAccountId: Id;
  legalEntityId: Id;
  period: Period;
}

/** SQL of alarms. */
@Injectable()
export class StatementAlarmRepository {
  constructor(private readonly uow: UnitOfWork) {}

  /** Until the unit of work ends nobody else raises or clears alarms of the company: what was missing when one of them looked is not raised after it came. */
  async hold(companyId: Id): Promise<void> {
    await this.uow.run((tx) => tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [`statement alarms ${companyId}`]), {
      company: companyId,
    });
  }

  /** The oldest month with an alarm that stands. */
  async oldestOpen(companyId: Id): Promise<Period | null> {
    const [row] = await this.uow.read<{ period: Period | null }>(
      'SELECT min(period) AS period FROM statement_alarms WHERE company_id = $1 AND cleared_at IS NULL',
      [companyId],
      { company: companyId },
    );
    return row?.period ?? null;
  }

  /** Raises the alarms of some cells. @returns those that did not stand yet */
  async raise(companyId: Id, cells: readonly CellKey[], at: Date): Promise<CellKey[]> {
    return this.uow.run(
      (tx) =>
        tx.query<CellKey & { [name: string]: unknown }>(
          `INSERT INTO statement_alarms AS a (company_id, vendor_account_id, legal_entity_id, period, raised_at)
           SELECT $1, account, entity, period, $5 FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS c(account, entity, period)
           ON CONFLICT (company_id, vendor_account_id, legal_entity_id, period)
             DO UPDATE SET raised_at = excluded.raised_at, cleared_at = NULL WHERE a.cleared_at IS NOT NULL
           RETURNING a.vendor_account_id AS "vendorAccountId", a.legal_entity_id AS "legalEntityId", a.period`,
          [companyId, ...columnsOf(cells), at],
        ),
      { company: companyId },
    );
  }

  /** Clears every alarm that stands, except those of some cells. */
  async clearOthers(companyId: Id, cells: readonly CellKey[], at: Date): Promise<void> {
    await this.uow.run(
      (tx) =>
        tx.query(
          `UPDATE statement_alarms SET cleared_at = $5 WHERE company_id = $1 AND cleared_at IS NULL
             AND (vendor_account_id, legal_entity_id, period) NOT IN (SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[]))`,
          [companyId, ...columnsOf(cells), at],
        ),
      { company: companyId },
    );
  }
}

function columnsOf(cells: readonly CellKey[]): [Id[], Id[], Period[]] {
  return [cells.map((cell) => cell.vendorAccountId), cells.map((cell) => cell.legalEntityId), cells.map((cell) => cell.period)];
}
