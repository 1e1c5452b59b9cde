import { Injectable } from '@nestjs/common';
import type { BusinessDate, Id } from '../kernel/index.js';
import { jsonParameter, UnitOfWork, type Transaction } from '../platform/database/index.js';
import type { BillableExpense } from './billable-expense.js';
import type { Expense } from './expense.js';
import type { ExpenseChange, StoredExpense } from './expense-plan.js';
import { EXPENSE_COLUMNS, EXPENSE_ROWS, selectExpense, toColumns, toStored, type ExpenseRow } from './expense-row.js';
import { differencesOf, NIL_ID, ROLL_UP_KEY, ROLL_UPS, type RollUp } from './roll-up.js';

/** How far a walk over unresolved expenses has come. */
export interface WaitingPlace {
  businessDate: BusinessDate;
  id: Id;
}

const VERSION_COLUMNS =
  'cause, currency, amount, company_share, personal_share, business_date, period, allocation, person_id, department_id, department_version_id, ' +
  'cost_centre_id, legal_entity_id, reversed, raw_version, plugin_version, recorded_at';

/**
 * Expenses of some orders ($3) of a vendor account ($2), each order looked up by itself: while a company's first expenses come in, their table has no statistics
 * yet, and `order_id = ANY($3)` would be answered by walking through all of the company's.
 */
const OF_ORDERS = `
  (SELECT DISTINCT unnest($3::text[]) AS order_id) AS asked
  CROSS JOIN LATERAL (SELECT * FROM expenses WHERE company_id = $1 AND vendor_account_id = $2 AND order_id = asked.order_id OFFSET 0) AS e`;

const LOAD = `SELECT ${selectExpense('e')} FROM ${OF_ORDERS} ORDER BY e.order_id, e.kind, e.line`;

const INSERT = `
  INSERT INTO expenses (company_id, ${EXPENSE_COLUMNS.join(', ')})
  SELECT $1, ${EXPENSE_COLUMNS.map((name) => `r.${name}`).join(', ')} FROM ${EXPENSE_ROWS}`;

// Both parts see the rows as they were before the statement, so the history gets the version that is being replaced.
const SUPERSEDE = `
  WITH r AS MATERIALIZED (SELECT * FROM ${EXPENSE_ROWS}),
  kept AS (
    INSERT INTO expense_versions (company_id, expense_id, version, ${VERSION_COLUMNS})
    SELECT e.company_id, e.id, e.version, ${VERSION_COLUMNS.split(', ')
      .map((name) => `e.${name}`)
      .join(', ')}
    FROM expenses e JOIN r ON e.id = r.id WHERE e.company_id = $1
  )
  UPDATE expenses e SET ${EXPENSE_COLUMNS.filter((name) => name !== 'id')
    .map((name) => `${name} = r.${name}`)
    .join(', ')}
  FROM r WHERE e.company_id = $1 AND e.id = r.id AND e.version = r.version - 1
  RETURNING e.id`;

/** SQL of what is written. Every write is one statement for a whole batch. */
@Injectable()
export class ExpenseRepository {
  constructor(private readonly uow: UnitOfWork) {}

  /**
   * Until the unit of work ends nobody else writes expenses or statements of the vendor account: what is compared with stays true, and rows of roll-ups,
   * which carry the account in their key, are never waited for.
   */
  async hold(companyId: Id, vendorAccountId: Id): Promise<void> {
    await this.uow.run((tx) => tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [`expenses ${vendorAccountId}`]), {
      company: companyId,
    });
  }

  /** Everything stored of some orders of a vendor account. */
  async ofOrders(companyId: Id, vendorAccountId: Id, orderIds: readonly string[]): Promise<(StoredExpense & Expense)[]> {
    const rows = await this.uow.run((tx) => tx.query<ExpenseRow>(LOAD, [companyId, vendorAccountId, orderIds]), { company: companyId });
    return rows.map(toStored);
  }

  async billable(companyId: Id, vendorAccountId: Id, orderIds: readonly string[]): Promise<BillableExpense[]> {
    const rows = await this.uow.run(
      (tx) =>
        tx.query<
          Pick<
            ExpenseRow,
            | 'id'
            | 'kind'
            | 'order_id'
            | 'line'
            | 'line_type'
            | 'corrects'
            | 'currency'
            | 'company_share'
            | 'department_id'
            | 'statement_line_id'
          >
        >(
          `SELECT e.id, e.kind, e.order_id, e.line, e.line_type, e.corrects, e.currency, e.company_share, e.department_id, e.statement_line_id
           FROM ${OF_ORDERS} ORDER BY e.order_id, e.kind, e.line`,
          [companyId, vendorAccountId, orderIds],
        ),
      { company: companyId },
    );
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      orderId: row.order_id,
      line: row.corrects ?? row.line,
      lineType: row.line_type,
      isCorrection: row.corrects !== null,
      currency: row.currency,
      companyShare: BigInt(row.company_share),
      departmentId: row.department_id,
      statementLineId: row.statement_line_id,
    }));
  }

  /** Expenses of a vendor account that wait for the directory, by day and id, after a given one. */
  async unresolved(companyId: Id, vendorAccountId: Id, after: WaitingPlace | null, limit: number): Promise<StoredExpense[]> {
    const rows = await this.uow.run(
      (tx) =>
        tx.query<ExpenseRow>(
          `SELECT ${selectExpense('e')} FROM expenses e
           WHERE e.company_id = $1 AND e.vendor_account_id = $2 AND e.allocation = 'unresolved' AND (e.business_date, e.id) > ($3::date, $4::uuid)
           ORDER BY e.business_date, e.id LIMIT $5`,
          [companyId, vendorAccountId, after?.businessDate ?? '-infinity', after?.id ?? NIL_ID, limit],
        ),
      { company: companyId },
    );
    return rows.map(toStored);
  }

  /** Vendor accounts that have expenses waiting for the directory. */
  async accountsWithUnresolved(companyId: Id): Promise<Id[]> {
    const rows = await this.uow.read<{ id: Id }>(
      `SELECT DISTINCT vendor_account_id AS id FROM expenses WHERE company_id = $1 AND allocation = 'unresolved' ORDER BY 1`,
      [companyId],
      { company: companyId },
    );
    return rows.map((row) => row.id);
  }

  /** Writes a plan: new rows, superseded rows with their history, and the differences of every roll-up. */
  async write(companyId: Id, changes: readonly ExpenseChange[]): Promise<void> {
    if (changes.length === 0) return;
    const fresh = changes.filter((change) => change.before === null).map((change) => change.after);
    const superseding = changes.filter((change) => change.before !== null).map((change) => change.after);
    await this.uow.run(
      async (tx) => {
        const [superseded] = await Promise.all([
          superseding.length > 0 ? tx.query(SUPERSEDE, [companyId, ...toColumns(superseding)]) : [],
          fresh.length > 0 ? tx.query(INSERT, [companyId, ...toColumns(fresh)]) : [],
          ...ROLL_UPS.map((rollUp) => addTo(tx, companyId, rollUp, changes)),
        ]);
        if (superseded.length !== superseding.length) throw new Error('expenses changed while they were being written');
      },
      { company: companyId },
    );
  }

  /** Notes which statement line bills an expense; null takes it off. */
  async assignStatementLines(companyId: Id, pairs: readonly { expenseId: Id; statementLineId: Id | null }[]): Promise<void> {
    if (pairs.length === 0) return;
    await this.uow.run(
      (tx) =>
        tx.query(
          `UPDATE expenses e SET statement_line_id = pair.line FROM unnest($2::uuid[], $3::uuid[]) AS pair(expense, line)
           WHERE e.company_id = $1 AND e.id = pair.expense`,
          [companyId, pairs.map((pair) => pair.expenseId), pairs.map((pair) => pair.statementLineId)],
        ),
      { company: companyId },
    );
  }
}

async function addTo(tx: Transaction, companyId: Id, rollUp: RollUp, changes: readonly ExpenseChange[]): Promise<void> {
  const differences = differencesOf(rollUp, changes);
  if (differences.length === 0) return;
  const records = differences.map(({ key, expenseCount, amount, companyShare, personalShare }) => ({
    ...key,
    expense_count: expenseCount,
    amount: String(amount),
    company_share: String(companyShare),
    personal_share: String(personalShare),
  }));
  await tx.query(rollUpSql(rollUp), [companyId, jsonParameter(records)]);
}

function rollUpSql({ table, own }: RollUp): string {
  const type = (name: string): string => (name === 'business_date' ? 'date' : name.endsWith('_id') ? 'uuid' : 'text');
  const sums = ['expense_count', 'amount', 'company_share', 'personal_share'];
  const keys = [...ROLL_UP_KEY, ...own];
  const columns = [...keys, ...sums].join(', ');
  const definition = [...keys.map((name) => `${name} ${type(name)}`), ...sums.map((name) => `${name} bigint`)].join(', ');
  return `
    INSERT INTO ${table} AS standing (company_id, ${columns})
    SELECT $1, ${columns} FROM json_to_recordset($2::json) AS r(${definition})
    ON CONFLICT (company_id, ${ROLL_UP_KEY.join(', ')}, ${own[0]})
    DO UPDATE SET ${sums.map((name) => `${name} = standing.${name} + excluded.${name}`).join(', ')}`;
}
