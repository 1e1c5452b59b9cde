import { Injectable } from '@nestjs/common';
import { daysOf, shiftPeriod, type Id, type Period } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { FILE_STREAM } from '../files/statement-import.js';
import type { BoardCellFacts } from './statement-board.js';

/** Months after a delivered statement in which one is expected, even when nothing else speaks of the account. */
const EXPECTED_MONTHS = 12;

// $2 is EXPECTED_MONTHS before what is asked for. Of those months only headers are read, and of each one line to tell whom it is for.
const BOARD = `
  WITH RECURSIVE tree AS (
    SELECT s.id AS root, s.id, s.vendor_account_id, s.external_id, s.legal_entity_id, s.period,
           s.state NOT IN ('generating', 'failed') AS delivered, 0 AS depth
    FROM statements s
    WHERE s.company_id = $1 AND s.period BETWEEN $2 AND $4 AND NOT s.withdrawn AND NOT EXISTS (
      SELECT FROM statements whole
      WHERE whole.company_id = $1 AND whole.vendor_account_id = s.vendor_account_id AND whole.external_id = s.parent_external_id AND NOT whole.withdrawn)
    UNION ALL
    SELECT t.root, s.id, s.vendor_account_id, s.external_id, t.legal_entity_id, t.period, t.delivered, t.depth + 1
    FROM tree t JOIN statements s ON s.company_id = $1 AND s.vendor_account_id = t.vendor_account_id AND s.parent_external_id = t.external_id
    WHERE NOT s.withdrawn AND t.depth < 20
  ),
  lines AS MATERIALIZED (
    SELECT l.vendor_account_id, l.legal_entity_id, l.period, l.currency, l.statement_id, l.statement_external_id IS NOT NULL AS billed,
           sum(l.company_share) AS share, sum(l.expense_share) AS expense_share, count(*) FILTER (WHERE NOT l.reversed) AS count,
           count(*) FILTER (WHERE NOT l.reversed AND (l.difference <> 0 OR l.expense_count = 0)) AS differing
    FROM statement_lines l WHERE l.company_id = $1 AND l.period BETWEEN $3 AND $4
    GROUP BY 1, 2, 3, 4, 5, 6
  ),
  lined AS (
    SELECT t.root, t.vendor_account_id, t.period, t.delivered, l.legal_entity_id, l.period AS book FROM tree t JOIN lines l ON l.statement_id = t.id
    UNION ALL
    SELECT t.root, t.vendor_account_id, t.period, t.delivered, l.legal_entity_id, t.period FROM tree t CROSS JOIN LATERAL (
      SELECT l.legal_entity_id FROM statement_lines l
      WHERE l.company_id = $1 AND l.vendor_account_id = t.vendor_account_id AND l.statement_external_id = t.external_id ORDER BY l.id LIMIT 1) l
    WHERE t.period < $3
  ),
  standing AS (
    -- The month a statement is for, and by entity whom its lines are for; without lines, its header's entity.
    SELECT root, vendor_account_id, legal_entity_id, period, delivered FROM lined
    UNION SELECT root, vendor_account_id, legal_entity_id, period, delivered FROM tree
          WHERE depth = 0 AND root NOT IN (SELECT root FROM lined)
    -- A later month in which some of its lines stand, its own being locked: that one still waits for a statement of its own.
    UNION SELECT root, vendor_account_id, legal_entity_id, book, false FROM lined WHERE book <> period
  ),
  overlapping AS (
    SELECT s.id AS root FROM statements s
    WHERE s.company_id = $1 AND s.period BETWEEN $2 AND $4 AND NOT s.withdrawn AND EXISTS (
      SELECT FROM statements o
      WHERE o.company_id = $1 AND o.vendor_account_id = s.vendor_account_id AND NOT o.withdrawn AND o.parent_external_id IS NULL
        AND o.from_date <= s.to_date AND o.to_date >= s.from_date AND (o.stream = $9) <> (s.stream = $9))
  ),
  received AS (
    SELECT vendor_account_id, legal_entity_id, period, array_agg(DISTINCT root) AS statement_ids, bool_or(delivered) AS delivered,
           count(DISTINCT root) FILTER (WHERE root IN (SELECT root FROM overlapping)) AS overlap_count
    FROM standing GROUP BY 1, 2, 3
  ),
  figures AS (
    SELECT vendor_account_id, legal_entity_id, period, currency, NOT billed AS due,
           CASE WHEN billed THEN share ELSE 0 END AS statement_total, CASE WHEN billed THEN expense_share ELSE 0 END AS expense_total,
           0 AS spend, 0 AS accrual, CASE WHEN billed THEN 0 ELSE share END AS announced,
           CASE WHEN billed THEN count ELSE 0 END AS line_count, CASE WHEN billed THEN differing ELSE 0 END AS differing, 0 AS accrual_count
    FROM lines WHERE count > 0 OR share <> 0
    UNION ALL
    SELECT vendor_account_id, legal_entity_id, to_char(business_date, 'YYYY-MM'), currency, true, 0, 0, sum(company_share), 0, 0, 0, 0, 0
    FROM spend_by_department WHERE company_id = $1 AND business_date BETWEEN $5 AND $6
    GROUP BY 1, 2, 3, 4 HAVING bool_or(company_share <> 0)
    UNION ALL
    SELECT vendor_account_id, legal_entity_id, period, currency, true, 0, 0, 0, sum(company_share), 0, 0, 0, count(*)
    FROM expenses WHERE company_id = $1 AND statement_line_id IS NULL AND company_share <> 0 AND period BETWEEN $3 AND $4
    GROUP BY 1, 2, 3, 4
  ),
  sums AS (
    SELECT vendor_account_id, legal_entity_id, period, currency, bool_or(due) AS due, sum(statement_total) AS statement_total,
           sum(expense_total) AS expense_total, sum(spend) AS spend, sum(accrual) AS accrual, sum(announced) AS announced,
           sum(line_count) AS line_count, sum(differing) AS differing, sum(accrual_count) AS accrual_count
    FROM figures GROUP BY 1, 2, 3, 4
  ),
  months AS (
    SELECT to_char(month, 'YYYY-MM') AS period
    FROM generate_series(to_date($3, 'YYYY-MM')::timestamp, to_date(least($4, $7), 'YYYY-MM')::timestamp, interval '1 month') month
  ),
  cells AS (
    SELECT vendor_account_id, legal_entity_id, period, bool_or(due) AS due FROM (
      SELECT vendor_account_id, legal_entity_id, period, due FROM sums
      UNION ALL
      SELECT vendor_account_id, legal_entity_id, period, false FROM received WHERE period >= $3
      UNION ALL
      SELECT r.vendor_account_id, r.legal_entity_id, m.period, true FROM received r JOIN months m
        ON m.period > r.period AND m.period <= to_char(to_date(r.period, 'YYYY-MM') + $8 * interval '1 month', 'YYYY-MM')
      WHERE r.delivered
    ) each GROUP BY 1, 2, 3
  ),
  covered AS (
    -- Whoever has no statement of their own is billed on another entity's where one of their expenses of the month is: looked for one by one.
    SELECT c.vendor_account_id, c.legal_entity_id, c.period, array_agg(s.root ORDER BY s.root) AS covered_by
    FROM cells c
    JOIN (SELECT DISTINCT root, vendor_account_id, period FROM tree WHERE delivered) s USING (vendor_account_id, period)
    LEFT JOIN received r USING (vendor_account_id, legal_entity_id, period)
    CROSS JOIN LATERAL (
      SELECT FROM expenses e JOIN statement_lines l ON l.company_id = $1 AND l.id = e.statement_line_id
      WHERE e.company_id = $1 AND e.vendor_account_id = c.vendor_account_id AND e.legal_entity_id = c.legal_entity_id
        AND e.business_date >= to_date(c.period, 'YYYY-MM') AND e.business_date < to_date(c.period, 'YYYY-MM') + interval '1 month'
        AND l.legal_entity_id <> c.legal_entity_id AND l.statement_id IN (SELECT id FROM tree WHERE root = s.root)
      LIMIT 1) billed
    WHERE c.due AND r.delivered IS NOT TRUE
    GROUP BY 1, 2, 3
  )
  SELECT c.vendor_account_id, c.legal_entity_id, c.period, c.due, coalesce(r.delivered, false) AS delivered, coalesce(r.statement_ids, '{}') AS statement_ids,
         coalesce(r.overlap_count, 0) AS overlap_count,
         coalesce(v.covered_by, '{}') AS covered_by,
         s.currency, s.statement_total, s.expense_total, s.spend, s.accrual, s.announced, s.line_count, s.differing, s.accrual_count, a.raised_at AS alarmed_at
  FROM cells c
  LEFT JOIN received r USING (vendor_account_id, legal_entity_id, period)
  LEFT JOIN covered v USING (vendor_account_id, legal_entity_id, period)
  LEFT JOIN sums s USING (vendor_account_id, legal_entity_id, period)
  LEFT JOIN (SELECT * FROM statement_alarms WHERE company_id = $1 AND cleared_at IS NULL) a USING (vendor_account_id, legal_entity_id, period)
  ORDER BY c.period DESC, c.vendor_account_id, c.legal_entity_id, s.currency`;

interface CellRow {
  vendor_account_id: Id;
  legal_entity_id: Id;
  period: Period;
  due: boolean;
  delivered: boolean;
  statement_ids: Id[];
  covered_by: Id[];
  alarmed_at: Date | null;
  overlap_count: string;
  currency: string | null;
  statement_total: string;
  expense_total: string;
  spend: string;
  accrual: string;
  announced: string;
  line_count: string;
  differing: string;
  accrual_count: string;
}

/** Reads what vendors were to bill and what they billed. */
@Injectable()
export class StatementBoardRepository {
  constructor(private readonly uow: UnitOfWork) {}

  /**
   * Every cell of some months that holds or waits for something, newest month first.
   * @param thisMonth no statement is expected for a later one
   */
  async cells(companyId: Id, { from, to }: { from: Period; to: Period }, thisMonth: Period): Promise<BoardCellFacts[]> {
    const rows = await this.uow.read<CellRow>(
      BOARD,
      [companyId, shiftPeriod(from, -EXPECTED_MONTHS), from, to, daysOf(from).from, daysOf(to).to, thisMonth, EXPECTED_MONTHS, FILE_STREAM],
      { company: companyId, replan: true },
    );
    const cells: BoardCellFacts[] = [];
    for (const row of rows) {
      const last = cells.at(-1);
      const cell = last && isOf(last, row) ? last : toCell(row);
      if (cell !== last) cells.push(cell);
      if (row.currency !== null) cell.sums.push(toSums(row, row.currency));
    }
    return cells;
  }
}

function isOf(cell: BoardCellFacts, row: CellRow): boolean {
  return cell.vendorAccountId === row.vendor_account_id && cell.legalEntityId === row.legal_entity_id && cell.period === row.period;
}

function toCell(row: CellRow): BoardCellFacts {
  return {
    vendorAccountId: row.vendor_account_id,
    legalEntityId: row.legal_entity_id,
    period: row.period,
    statementIds: row.statement_ids,
    coveredBy: row.covered_by,
    delivered: row.delivered,
    due: row.due,
    alarmedAt: row.alarmed_at,
    overlapCount: Number(row.overlap_count),
    sums: [],
  };
}

function toSums(row: CellRow, currency: string): BoardCellFacts['sums'][number] {
  return {
    currency,
    statementTotal: BigInt(row.statement_total),
    expenseTotal: BigInt(row.expense_total),
    spend: BigInt(row.spend),
    accrual: BigInt(row.accrual),
    announced: BigInt(row.announced),
    lineCount: Number(row.line_count),
    differingLineCount: Number(row.differing),
    accrualCount: Number(row.accrual_count),
  };
}
