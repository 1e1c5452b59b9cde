import { Injectable } from '@nestjs/common';
import type { Id, Period } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { MatchableLine } from './order-match.js';
import type { LineChange, StoredLine } from './plan-lines.js';
import type { StatementLine } from './statement.js';
import { GONE } from './statement-facts.js';
import { LINE_COLUMNS, LINE_ROWS, SELECT_LINE, toColumns, toLine, type LineRow } from './statement-line-row.js';

const KEPT =
  'statement_external_id, currency, amount, company_share, personal_share, legal_entity_id, period, reversed, raw_version, plugin_version, recorded_at';

// Joining a line with expenses comes right after it is written. Until then, and where it names no order, it bills nothing and its department is whom the vendor names.
const NOT_JOINED = 'department_id = r.named_department_id, expense_count = 0, expense_share = 0, bundle_id = NULL';

const INSERT = `
  INSERT INTO statement_lines (company_id, department_id, ${LINE_COLUMNS.join(', ')})
  SELECT $1, r.named_department_id, ${LINE_COLUMNS.map((name) => `r.${name}`).join(', ')} FROM ${LINE_ROWS}`;

const SUPERSEDE = `
  WITH r AS MATERIALIZED (SELECT * FROM ${LINE_ROWS}),
  kept AS (
    INSERT INTO statement_line_versions (company_id, statement_line_id, version, ${KEPT})
    SELECT l.company_id, l.id, l.version, ${KEPT.split(', ')
      .map((name) => `l.${name}`)
      .join(', ')}
    FROM statement_lines l JOIN r ON l.id = r.id WHERE l.company_id = $1
  )
  UPDATE statement_lines l SET ${LINE_COLUMNS.filter((name) => name !== 'id')
    .map((name) => `${name} = r.${name}`)
    .join(', ')}, ${NOT_JOINED}
  FROM r WHERE l.company_id = $1 AND l.id = r.id AND l.version = r.version - 1
  RETURNING l.id`;

/** What is looked at of a line to see whether its vendor still has it. */
export type StandingLine = Pick<StatementLine, 'id' | 'externalId' | 'description' | 'currency' | 'companyShare'>;

/** What joining adds to a line. */
export interface JoinedFigures {
  id: Id;
  departmentId: Id | null;
  expenseCount: number;
  expenseShare: bigint;
  bundleId: Id | null;
}

/** A line that stands for orders, with the figures joining gave it before. */
export interface JoinableLine extends MatchableLine, JoinedFigures {
  namedDepartmentId: Id | null;
  reversed: boolean;
}

/** Lines of some statements that share everything their place on a bill depends on. */
export interface LineGroup {
  statementExternalId: string;
  namedLegalEntityId: Id | null;
  legalEntityId: Id;
  period: Period | null;
}

/** SQL of what is written of statement lines. Every write is one statement for a whole batch. */
@Injectable()
export class StatementLineRepository {
  constructor(private readonly uow: UnitOfWork) {}

  // Looked up one by one: a table that has grown since its statistics were made would be walked whole for every batch. In an order that only the key's own
  // index has: by statistics without the account, every index that begins with the account looks as good, and reads all of its lines for each.

  /** What is stored of lines by their external ids, with the corrections of each. */
  async ofExternalIds(companyId: Id, vendorAccountId: Id, externalIds: readonly string[]): Promise<(StatementLine & StoredLine)[]> {
    const rows = await this.uow.run(
      (tx) =>
        tx.query<LineRow>(
          `WITH named AS MATERIALIZED (
             SELECT l.* FROM (SELECT DISTINCT unnest($3::text[]) AS external_id) AS k CROSS JOIN LATERAL (
               SELECT * FROM statement_lines l
               WHERE l.company_id = $1 AND l.vendor_account_id = $2 AND l.external_id BETWEEN k.external_id AND k.external_id
               ORDER BY l.external_id OFFSET 0) l)
           SELECT ${SELECT_LINE} FROM named l
           UNION ALL
           SELECT ${SELECT_LINE} FROM named n CROSS JOIN LATERAL (
             SELECT * FROM statement_lines l WHERE l.company_id = $1 AND l.corrects_id = n.id OFFSET 0) l`,
          [companyId, vendorAccountId, externalIds],
        ),
      { company: companyId },
    );
    return rows.map(toLine);
  }

  /** Lines of a statement that its vendor still has, without corrections, by id; from after one on. */
  async standing(
    companyId: Id,
    vendorAccountId: Id,
    statementExternalId: string,
    after: Id | null,
    limit: number,
  ): Promise<StandingLine[]> {
    const rows = await this.uow.run(
      (tx) =>
        tx.query<Omit<StandingLine, 'companyShare'> & { companyShare: string }>(
          `SELECT id, external_id AS "externalId", description, currency, company_share AS "companyShare" FROM statement_lines
           WHERE company_id = $1 AND vendor_account_id = $2 AND statement_external_id = $3 AND ($4::uuid IS NULL OR id > $4)
             AND corrects_id IS NULL AND facts_hash <> $5 ORDER BY id LIMIT $6`,
          [companyId, vendorAccountId, statementExternalId, after, GONE, limit],
        ),
      { company: companyId },
    );
    return rows.map((row) => ({ ...row, companyShare: BigInt(row.companyShare) }));
  }

  async write(companyId: Id, changes: readonly LineChange[]): Promise<void> {
    const fresh = changes.filter((change) => change.before === null).map((change) => change.after);
    const superseding = changes.filter((change) => change.before !== null).map((change) => change.after);
    await this.uow.run(
      async (tx) => {
        const [superseded] = await Promise.all([
          superseding.length > 0 ? tx.query(SUPERSEDE, [companyId, ...toColumns(superseding)]) : [],
          fresh.length > 0 ? tx.query(INSERT, [companyId, ...toColumns(fresh)]) : [],
        ]);
        if (superseded.length !== superseding.length) throw new Error('statement lines changed while they were being written');
      },
      { company: companyId },
    );
  }

  /** Lines that stand on statements for some orders, in the order of their statements' last days. */
  async ofOrders(companyId: Id, vendorAccountId: Id, orderIds: readonly string[]): Promise<JoinableLine[]> {
    const rows = await this.uow.run(
      (tx) =>
        tx.query<LineRow>(
          `SELECT l.id, l.corrects_id, l.kind, l.order_id, l.order_line, l.line_type, l.currency, l.company_share, l.legal_entity_id, l.period,
                  l.named_department_id, l.department_id, l.expense_count, l.expense_share, l.bundle_id, l.reversed
           FROM (SELECT DISTINCT unnest($3::text[]) AS order_id) AS k CROSS JOIN LATERAL (
             SELECT * FROM statement_lines l
             WHERE l.company_id = $1 AND l.vendor_account_id = $2 AND l.order_id = k.order_id AND l.statement_external_id IS NOT NULL OFFSET 0) l
           LEFT JOIN statements s ON s.company_id = l.company_id AND s.id = l.statement_id
           ORDER BY s.to_date NULLS LAST, l.external_id`,
          [companyId, vendorAccountId, orderIds],
        ),
      { company: companyId },
    );
    return rows.map((row) => ({
      id: row.id,
      correctsId: row.corrects_id,
      kind: row.kind,
      orderId: row.order_id!,
      orderLine: row.order_line,
      lineType: row.line_type,
      currency: row.currency,
      companyShare: BigInt(row.company_share),
      legalEntityId: row.legal_entity_id,
      period: row.period,
      namedDepartmentId: row.named_department_id,
      departmentId: row.department_id,
      expenseCount: row.expense_count,
      expenseShare: BigInt(row.expense_share),
      bundleId: row.bundle_id,
      reversed: row.reversed,
    }));
  }

  async saveFigures(companyId: Id, figures: readonly JoinedFigures[]): Promise<void> {
    if (figures.length === 0) return;
    await this.uow.run(
      (tx) =>
        tx.query(
          `UPDATE statement_lines l SET department_id = r.department, expense_count = r.count, expense_share = r.share, bundle_id = r.bundle
           FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::bigint[], $6::uuid[]) AS r(id, department, count, share, bundle)
           WHERE l.company_id = $1 AND l.id = r.id`,
          [
            companyId,
            figures.map((each) => each.id),
            figures.map((each) => each.departmentId),
            figures.map((each) => each.expenseCount),
            figures.map((each) => String(each.expenseShare)),
            figures.map((each) => each.bundleId),
          ],
        ),
      { company: companyId },
    );
  }

  /** How the lines of some statements are placed on bills now. */
  async groups(companyId: Id, vendorAccountId: Id, statementExternalIds: readonly string[]): Promise<LineGroup[]> {
    return this.uow.run(
      (tx) =>
        tx.query<LineGroup>(
          `SELECT DISTINCT statement_external_id AS "statementExternalId", named_legal_entity_id AS "namedLegalEntityId",
                  legal_entity_id AS "legalEntityId", period
           FROM statement_lines WHERE company_id = $1 AND vendor_account_id = $2 AND statement_external_id = ANY($3::text[])`,
          [companyId, vendorAccountId, statementExternalIds],
        ),
      { company: companyId },
    );
  }

  /** Puts the lines of a group under their header and on a bill. @returns the orders they stand for */
  async place(
    companyId: Id,
    vendorAccountId: Id,
    group: LineGroup,
    to: { statementId: Id; legalEntityId: Id; period: Period },
  ): Promise<string[]> {
    const rows = await this.uow.run(
      (tx) =>
        tx.query<{ order_id: string }>(
          `WITH placed AS (
             UPDATE statement_lines SET statement_id = $3, legal_entity_id = $4, period = $5
             WHERE company_id = $1 AND vendor_account_id = $2 AND statement_external_id = $6 AND named_legal_entity_id IS NOT DISTINCT FROM $7
               AND legal_entity_id = $8 AND period IS NOT DISTINCT FROM $9
               AND (statement_id, legal_entity_id, period) IS DISTINCT FROM ($3::uuid, $4::uuid, $5::text)
             RETURNING order_id)
           SELECT DISTINCT order_id FROM placed WHERE order_id IS NOT NULL`,
          [
            companyId,
            vendorAccountId,
            to.statementId,
            to.legalEntityId,
            to.period,
            group.statementExternalId,
            group.namedLegalEntityId,
            group.legalEntityId,
            group.period,
          ],
        ),
      { company: companyId },
    );
    return rows.map((row) => row.order_id);
  }
}
