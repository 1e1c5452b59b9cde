import { Injectable } from '@nestjs/common';
import type { BusinessDate, Id, Period } from '../kernel/index.js';
import { jsonParameter, UnitOfWork } from '../platform/database/index.js';
import { FILE_STREAM } from './files/statement-import.js';
import { COLUMNS, toRecord, toStatement, type StatementRow, type StoredStatement } from './statement-row.js';
import type { Statement, StatementSums } from './statement.js';

/** What a statement said at a time, and who made that version: a plugin's version, or of a file the import. */
export interface StatementVersion {
  version: number;
  payable: bigint;
  currency: string;
  stream: string;
  madeBy: string;
  recordedAt: Date;
}

const NAMES = Object.keys(COLUMNS);
const RECORD = Object.entries(COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');
const SELECT = NAMES.map((name) => (COLUMNS[name as keyof typeof COLUMNS] === 'date' ? `s.${name}::text` : `s.${name}`)).join(', ');

const UPSERT = `
  WITH r AS MATERIALIZED (SELECT * FROM json_to_recordset($2::json) AS r(${RECORD})),
  kept AS (
    INSERT INTO statement_versions (company_id, statement_id, version, facts, recorded_at)
    SELECT s.company_id, s.id, s.version, to_jsonb(s) - 'company_id' - 'id', s.recorded_at
    FROM statements s JOIN r ON s.id = r.id WHERE s.company_id = $1
  )
  INSERT INTO statements (company_id, ${NAMES.join(', ')})
  SELECT $1, ${NAMES.map((name) => `r.${name}`).join(', ')} FROM r ORDER BY r.id
  ON CONFLICT (company_id, id) DO UPDATE SET ${NAMES.filter((name) => name !== 'id')
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;

// Lines of a tree stand on its leaves, or on its root alone: where a node has lines of its own, they are those of the parts too.
const SUMS = `
  WITH RECURSIVE tree AS (
    SELECT s.id AS root, s.vendor_account_id, s.external_id, 0 AS depth FROM statements s WHERE s.company_id = $1 AND s.id = ANY($2::uuid[])
    UNION ALL
    SELECT t.root, s.vendor_account_id, s.external_id, t.depth + 1
    FROM tree t JOIN statements s ON s.company_id = $1 AND s.vendor_account_id = t.vendor_account_id AND s.parent_external_id = t.external_id
    WHERE NOT s.withdrawn AND t.depth < 20
  ),
  made AS (
    SELECT t.root, t.depth, l.*, bool_or(t.depth = 0 AND l.count > 0) OVER (PARTITION BY t.root) AS own
    FROM tree t CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE NOT l.reversed AND l.corrects_id IS NULL) AS count, sum(l.company_share) AS sum,
             sum(l.company_share) FILTER (WHERE l.line_type IN ('charge', 'fee')) AS consumption,
             sum(l.company_share) FILTER (WHERE l.line_type = 'refund') AS refund,
             sum(CASE WHEN l.current_term THEN 0 ELSE l.company_share END) FILTER (WHERE l.line_type = 'refund' AND l.current_term IS NOT NULL) AS prior,
             sum(l.company_share) FILTER (WHERE l.line_type = 'adjustment') AS adjustment
      FROM statement_lines l
      WHERE l.company_id = $1 AND l.vendor_account_id = t.vendor_account_id AND l.statement_external_id = t.external_id) l
  )
  SELECT root AS id, own, sum(count) AS count, coalesce(sum(sum), 0) AS sum, coalesce(sum(consumption), 0) AS consumption,
         coalesce(sum(refund), 0) AS refund, sum(prior) AS prior, sum(adjustment) AS adjustment
  FROM made WHERE depth = 0 OR NOT own GROUP BY 1, 2`;

interface SumsRow {
  id: Id;
  own: boolean;
  count: string;
  sum: string;
  consumption: string;
  refund: string;
  prior: string | null;
  adjustment: string | null;
}

/** SQL of statements' headers. */
@Injectable()
export class StatementRepository {
  constructor(private readonly uow: UnitOfWork) {}

  async ofExternalIds(companyId: Id, vendorAccountId: Id, externalIds: readonly string[]): Promise<StoredStatement[]> {
    const rows = await this.uow.run(
      (tx) =>
        tx.query<StatementRow>(
          `SELECT ${SELECT} FROM statements s WHERE s.company_id = $1 AND s.vendor_account_id = $2 AND s.external_id = ANY($3::text[])`,
          [companyId, vendorAccountId, externalIds],
        ),
      { company: companyId },
    );
    return rows.map(toStatement);
  }

  /** Whole statements of an account that its vendor still has and that are for some of these days. */
  async overlapping(companyId: Id, vendorAccountId: Id, days: { from: BusinessDate; to: BusinessDate }): Promise<StoredStatement[]> {
    const rows = await this.uow.read<StatementRow>(
      `SELECT ${SELECT} FROM statements s WHERE s.company_id = $1 AND s.vendor_account_id = $2 AND NOT s.withdrawn
         AND s.parent_external_id IS NULL AND s.from_date <= $4::date AND s.to_date >= $3::date ORDER BY s.from_date, s.external_id`,
      [companyId, vendorAccountId, days.from, days.to],
      { company: companyId },
    );
    return rows.map(toStatement);
  }

  /** Whole statements of the same account for some of the days of some others, `of`, where one came as a file and the other from a connection. */
  async overlaps(companyId: Id, ids: readonly Id[]): Promise<{ of: Id; statement: Statement }[]> {
    const rows = await this.uow.read<StatementRow & { of: Id }>(
      `SELECT asked.id AS of, ${SELECT} FROM statements asked
       JOIN statements s ON s.company_id = $1 AND s.vendor_account_id = asked.vendor_account_id AND NOT s.withdrawn AND s.parent_external_id IS NULL
         AND s.from_date <= asked.to_date AND s.to_date >= asked.from_date AND (s.stream = $3) <> (asked.stream = $3)
       WHERE asked.company_id = $1 AND asked.id = ANY($2::uuid[]) AND NOT asked.withdrawn ORDER BY s.from_date, s.external_id`,
      [companyId, ids, FILE_STREAM],
    );
    return rows.map((row) => ({ of: row.of, statement: toStatement(row) }));
  }

  /** What a statement said in each of its versions, newest first. */
  async versions(companyId: Id, id: Id): Promise<StatementVersion[]> {
    const rows = await this.uow.read<Omit<StatementVersion, 'payable'> & { payable: string }>(
      `SELECT version, payable::text AS payable, currency, stream, plugin_version AS "madeBy", recorded_at AS "recordedAt"
         FROM statements WHERE company_id = $1 AND id = $2
       UNION ALL
       SELECT version, facts->>'payable', facts->>'currency', facts->>'stream', facts->>'plugin_version', recorded_at
         FROM statement_versions WHERE company_id = $1 AND statement_id = $2
       ORDER BY version DESC`,
      [companyId, id],
    );
    return rows.map((row) => ({ ...row, payable: BigInt(row.payable) }));
  }

  /** Writes new and changed statements; what they said before is kept. */
  async write(companyId: Id, statements: readonly StoredStatement[]): Promise<void> {
    if (statements.length === 0) return;
    await this.uow.run((tx) => tx.query(UPSERT, [companyId, jsonParameter(statements.map(toRecord))]), { company: companyId });
  }

  async byIds(companyId: Id, ids: readonly Id[]): Promise<Statement[]> {
    const rows = await this.uow.read<StatementRow>(
      `SELECT ${SELECT} FROM statements s WHERE s.company_id = $1 AND s.id = ANY($2::uuid[])`,
      [companyId, ids],
    );
    return rows.map(toStatement);
  }

  /** Statements that their vendor still has, newest month first, trees from the root down. */
  async list(companyId: Id, filter: { period: Period | null; vendorAccountIds: readonly Id[] | null }): Promise<Statement[]> {
    const rows = await this.uow.read<StatementRow>(
      `SELECT ${SELECT} FROM statements s
       WHERE s.company_id = $1 AND NOT s.withdrawn AND ($2::text IS NULL OR s.period = $2) AND ($3::uuid[] IS NULL OR s.vendor_account_id = ANY($3))
       ORDER BY s.period DESC, s.vendor_account_id, s.parent_external_id NULLS FIRST, s.external_id`,
      [companyId, filter.period, filter.vendorAccountIds],
    );
    return rows.map(toStatement);
  }

  /** The parent of each statement that has one, and the parts directly below each. */
  async relatives(
    companyId: Id,
    keys: readonly { vendorAccountId: Id; externalId: string }[],
    side: 'parents' | 'parts',
  ): Promise<Statement[]> {
    const column = side === 'parents' ? 'external_id' : 'parent_external_id';
    const rows = await this.uow.read<StatementRow>(
      `SELECT ${SELECT} FROM statements s
       JOIN (SELECT DISTINCT * FROM unnest($2::uuid[], $3::text[]) AS k(account, external_id)) k
         ON s.vendor_account_id = k.account AND s.${column} = k.external_id
       WHERE s.company_id = $1 AND NOT s.withdrawn ORDER BY s.external_id`,
      [companyId, keys.map((key) => key.vendorAccountId), keys.map((key) => key.externalId)],
    );
    return rows.map(toStatement);
  }

  /** What the lines of statements make: their own, or where they have none those of the parts below. */
  async sums(companyId: Id, ids: readonly Id[]): Promise<Map<Id, StatementSums & { own: boolean }>> {
    const rows = await this.uow.read<SumsRow>(SUMS, [companyId, ids]);
    const minor = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
    return new Map(
      rows.map((row) => [
        row.id,
        {
          own: row.own,
          lineCount: Number(row.count),
          lineSum: BigInt(row.sum),
          ours: {
            consumption: BigInt(row.consumption),
            refund: BigInt(row.refund),
            priorPeriodRefund: minor(row.prior),
            adjustment: minor(row.adjustment),
          },
        },
      ]),
    );
  }
}
