import type { Kind } from '@interline/sdk/canonical';
import { Injectable } from '@nestjs/common';
import { daysOf, type BusinessDate, type Id, type Keyset, type Period } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { Expense, ExpenseVersion } from './expense.js';
import type { ExpenseRange } from './expense-range.js';
import { selectExpense, toStored, type ExpenseRow } from './expense-row.js';

/** What a list of expenses is narrowed to. Absent parts narrow nothing. */
export interface ExpenseFilter {
  period?: Period;
  /** Business dates, both inclusive. */
  from?: BusinessDate;
  to?: BusinessDate;
  kind?: Kind;
  vendorAccountIds?: readonly Id[];
  departmentIds?: readonly Id[];
  costCentreId?: Id;
  legalEntityId?: Id;
  personId?: Id;
  city?: string;
  unresolved?: boolean;
  onStatement?: boolean;
  /** Order numbers that begin so. */
  orderPrefix?: string;
  /** Part of the name of the person, or of the traveller where no person of the directory stands for him. */
  named?: string;
}

/** SQL conditions with their parameters. */
export class Conditions {
  readonly params: unknown[] = [];
  private readonly list: string[] = [];

  /** Adds a condition; each `?` in it stands for the next value. */
  and(condition: string, ...values: unknown[]): void {
    let next = 0;
    this.list.push(condition.replaceAll('?', () => `$${this.params.push(values[next++])}`));
  }

  get sql(): string {
    return this.list.length === 0 ? 'true' : this.list.join(' AND ');
  }
}

/** Reads expenses. The caller's range is part of every list, inside SQL. */
@Injectable()
export class ExpenseListRepository {
  constructor(private readonly uow: UnitOfWork) {}

  /** Newest business date first; one row more than asked for tells that there are more. */
  async page(companyId: Id, filter: ExpenseFilter, range: ExpenseRange, keyset: Keyset): Promise<Expense[]> {
    const people = filter.named === undefined ? [] : await this.peopleNamed(companyId, filter.named);
    const fewOrders = filter.orderPrefix !== undefined && (await this.isRare(companyId, filter.orderPrefix));
    const where = expenseConditions(companyId, filter, range);
    if (keyset.after) where.and('(e.business_date, e.id) < (?::date, ?::uuid)', keyset.after[0], keyset.after[1]);
    if (filter.named !== undefined) addName(where, companyId, people, filter.named);
    if (filter.orderPrefix !== undefined) addOrders(where, companyId, filter.orderPrefix, fewOrders);
    const limit = where.params.push(keyset.limit + 1);
    const rows = await this.uow.read<ExpenseRow>(
      `SELECT ${selectExpense('e')} FROM expenses e WHERE ${where.sql} ORDER BY e.business_date DESC, e.id DESC LIMIT $${limit}`,
      where.params,
      { replan: true },
    );
    return rows.map(toStored);
  }

  /** People by part of their name; the directory keeps a text for that. */
  private async peopleNamed(companyId: Id, text: string): Promise<Id[]> {
    const rows = await this.uow.read<{ id: Id }>(`SELECT p.id FROM people p WHERE p.company_id = $1 AND strpos(p.search, lower($2)) > 0`, [
      companyId,
      text,
    ]);
    return rows.map((row) => row.id);
  }

  /** Whether few order numbers begin so. */
  private async isRare(companyId: Id, prefix: string): Promise<boolean> {
    const where = new Conditions();
    addOrders(where, companyId, prefix, false);
    const limit = where.params.push(FEW_ORDERS + 1);
    const sql = `SELECT count(*)::int AS found FROM (SELECT FROM expenses e WHERE e.company_id = current_company() AND ${where.sql} LIMIT $${limit}) f`;
    const [row] = await this.uow.read<{ found: number }>(sql, where.params);
    return row!.found <= FEW_ORDERS;
  }

  async byIds(companyId: Id, ids: readonly Id[], range: ExpenseRange): Promise<Expense[]> {
    const where = expenseConditions(companyId, {}, range);
    where.and('e.id = ANY(?::uuid[])', ids);
    const rows = await this.uow.read<ExpenseRow>(`SELECT ${selectExpense('e')} FROM expenses e WHERE ${where.sql}`, where.params);
    return rows.map(toStored);
  }

  /** What goes back to each of some expenses: refunds and late corrections, oldest first. */
  async followUps(companyId: Id, originIds: readonly Id[], range: ExpenseRange): Promise<Expense[]> {
    const where = expenseConditions(companyId, {}, range);
    where.and('e.origin_id = ANY(?::uuid[])', originIds);
    const rows = await this.uow.read<ExpenseRow>(
      `SELECT ${selectExpense('e')} FROM expenses e WHERE ${where.sql} ORDER BY e.business_date, e.id`,
      where.params,
    );
    return rows.map(toStored);
  }

  /** The expenses of some statement lines. */
  async ofOrders(companyId: Id, orders: readonly { vendorAccountId: Id; orderId: string }[]): Promise<Expense[]> {
    const rows = await this.uow.read<ExpenseRow>(
      `SELECT ${selectExpense('e')} FROM expenses e
       JOIN (SELECT DISTINCT * FROM unnest($2::uuid[], $3::text[]) AS o(account, order_id)) o
         ON e.order_id = o.order_id COLLATE "C" AND e.vendor_account_id = o.account
       WHERE e.company_id = $1 AND e.statement_line_id IS NOT NULL ORDER BY e.order_id, e.kind, e.line`,
      [companyId, orders.map((order) => order.vendorAccountId), orders.map((order) => order.orderId)],
    );
    return rows.map(toStored);
  }

  /** Every version of some expenses, newest first: the present one and the history. */
  async versions(companyId: Id, ids: readonly Id[]): Promise<Map<Id, ExpenseVersion[]>> {
    const columns = `version, cause, currency, amount, company_share, personal_share, business_date::text, period, person_id, department_id,
      department_version_id, cost_centre_id, legal_entity_id, reversed, raw_version, plugin_version, recorded_at`;
    const rows = await this.uow.read<ExpenseRow & { expense_id: Id }>(
      `SELECT id AS expense_id, ${columns} FROM expenses WHERE company_id = $1 AND id = ANY($2::uuid[])
       UNION ALL SELECT expense_id, ${columns} FROM expense_versions WHERE company_id = $1 AND expense_id = ANY($2::uuid[])
       ORDER BY expense_id, version DESC`,
      [companyId, ids],
    );
    const byExpense = new Map<Id, ExpenseVersion[]>();
    for (const row of rows) {
      const version = toVersion(row);
      const list = byExpense.get(row.expense_id);
      if (list) list.push(version);
      else byExpense.set(row.expense_id, [version]);
    }
    return byExpense;
  }
}

/** Conditions on alias `e` for a filter within a range. */
function expenseConditions(companyId: Id, filter: ExpenseFilter, range: ExpenseRange): Conditions {
  const where = new Conditions();
  where.and('e.company_id = ?', companyId);
  addRange(where, range);
  if (filter.period !== undefined) {
    // Nothing is booked in a month before its own, so the last day also bounds the scan of the index by day.
    where.and('e.period = ? AND e.business_date <= ?::date', filter.period, daysOf(filter.period).to);
  }
  if (filter.from !== undefined) where.and('e.business_date >= ?::date', filter.from);
  if (filter.to !== undefined) where.and('e.business_date <= ?::date', filter.to);
  if (filter.kind !== undefined) where.and('e.kind = ?', filter.kind);
  if (filter.vendorAccountIds !== undefined) where.and('e.vendor_account_id = ANY(?::uuid[])', filter.vendorAccountIds);
  if (filter.departmentIds !== undefined) where.and('e.department_id = ANY(?::uuid[])', filter.departmentIds);
  if (filter.costCentreId !== undefined) where.and('e.cost_centre_id = ?', filter.costCentreId);
  if (filter.legalEntityId !== undefined) where.and('e.legal_entity_id = ?', filter.legalEntityId);
  if (filter.personId !== undefined) where.and('e.person_id = ?', filter.personId);
  if (filter.city !== undefined) where.and('e.city = ?', filter.city);
  // Written out both ways, as the partial indexes are.
  if (filter.unresolved !== undefined) where.and(`e.allocation ${filter.unresolved ? '=' : '<>'} 'unresolved'`);
  if (filter.onStatement === true) where.and('e.statement_line_id IS NOT NULL');
  // What staff paid themselves waits for no statement.
  if (filter.onStatement === false) where.and('e.statement_line_id IS NULL AND e.company_share <> 0');
  return where;
}

function addRange(where: Conditions, range: ExpenseRange): void {
  if (range.all) return;
  if (range.departmentIds.length === 0) where.and('e.person_id = ?::uuid', range.personId);
  else where.and('(e.department_id = ANY(?::uuid[]) OR e.person_id = ?::uuid)', range.departmentIds, range.personId);
}

/** Of how many people a name may be to be looked up person by person; of more, reading the list and leaving out the rest is faster. */
const FEW_PEOPLE = 500;
/** How many lines the beginning of an order number may stand for to be gathered first; likewise. */
const FEW_ORDERS = 20_000;

/** Narrows to order numbers that begin so: by a range instead of LIKE, which is not leakproof and so could not use the index under row security. */
function addOrders(where: Conditions, companyId: Id, prefix: string, few: boolean): void {
  const end = `${prefix}\u{10ffff}`;
  if (!few) where.and('e.order_id >= ? AND e.order_id < ?', prefix, end);
  else
    where.and(
      'e.id = ANY(ARRAY(SELECT x.id FROM expenses x WHERE x.company_id = ? AND x.order_id >= ? AND x.order_id < ?))',
      companyId,
      prefix,
      end,
    );
}

/**
 * Narrows to a name. A few people's expenses are gathered first, by person and among the names nobody stands for: left to itself the planner expects
 * enough matches on the way through the list, and reads all of it for a name that hardly occurs.
 */
function addName(where: Conditions, companyId: Id, people: readonly Id[], text: string): void {
  const loose = `(x.person_id IS NULL OR x.guest) AND strpos(lower(x.traveller_name), lower(?)) > 0`;
  if (people.length > FEW_PEOPLE) {
    where.and(`(e.person_id = ANY(?::uuid[]) OR (${loose.replaceAll('x.', 'e.')}))`, people, text);
    return;
  }
  where.and(
    `e.id = ANY(ARRAY(SELECT x.id FROM expenses x WHERE x.company_id = ? AND x.person_id = ANY(?::uuid[])
      UNION ALL SELECT x.id FROM expenses x WHERE x.company_id = ? AND ${loose}))`,
    companyId,
    people,
    companyId,
    text,
  );
}

function toVersion(row: ExpenseRow): ExpenseVersion {
  return {
    version: row.version,
    cause: row.cause,
    currency: row.currency,
    amount: BigInt(row.amount),
    companyShare: BigInt(row.company_share),
    personalShare: BigInt(row.personal_share),
    businessDate: row.business_date,
    period: row.period,
    personId: row.person_id,
    departmentId: row.department_id,
    departmentVersionId: row.department_version_id,
    costCentreId: row.cost_centre_id,
    legalEntityId: row.legal_entity_id,
    reversed: row.reversed,
    rawVersion: row.raw_version,
    pluginVersion: row.plugin_version,
    recordedAt: row.recorded_at,
  };
}
