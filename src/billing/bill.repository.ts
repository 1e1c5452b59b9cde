import { Injectable } from '@nestjs/common';
import { Conditions } from '../expenses/index.js';
import type { Id, Keyset } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { SELECT_LINE, toLine, type LineRow, type StatementLine } from '../statements/index.js';
import { noSums, type BillDimension, type BillKey, type BillSums } from './bill.js';

/** What the lines of a bill are narrowed to. Absent parts narrow nothing. */
export interface BillLineFilter {
  kind?: string;
  departmentId?: Id;
  vendorAccountIds?: readonly Id[];
  /** Only lines whose expenses are missing or differ. */
  differing?: boolean;
  /** The beginning of an order number, or part of a traveller's name. */
  search?: string;
}

/** A part of a bill before it is labelled. */
export interface PartSums {
  key: string | null;
  statementTotal: bigint;
  expenseTotal: bigint;
  accrual: bigint;
  lineCount: number;
}

const COLUMN_OF: Record<BillDimension, string> = { kind: 'kind', department: 'department_id::text', vendor: 'vendor_account_id::text' };
const DIFFERS = '(l.difference <> 0 OR l.expense_count = 0)';
const KEYS = `unnest($2::uuid[], $3::text[]) AS k(entity, period)`;

/** Reads what bills are made of: lines of statements, and expenses on none. Everything is company share. */
@Injectable()
export class BillRepository {
  constructor(private readonly uow: UnitOfWork) {}

  /** Sums of bills by currency. @returns by `legalEntityId:period`; a bill of nothing is missing */
  async sums(companyId: Id, keys: readonly BillKey[]): Promise<Map<string, BillSums[]>> {
    const params = [companyId, keys.map((key) => key.legalEntityId), keys.map((key) => key.period)];
    const [lines, accruals] = await Promise.all([
      this.uow.read<Record<string, string>>(
        `SELECT l.legal_entity_id, l.period, l.currency,
                coalesce(sum(l.company_share) FILTER (WHERE l.statement_external_id IS NOT NULL), 0) AS statement_total,
                coalesce(sum(l.expense_share) FILTER (WHERE l.statement_external_id IS NOT NULL), 0) AS expense_total,
                coalesce(sum(l.company_share) FILTER (WHERE l.statement_external_id IS NULL), 0) AS announced,
                count(*) FILTER (WHERE l.statement_external_id IS NOT NULL AND NOT l.reversed) AS line_count,
                count(*) FILTER (WHERE l.statement_external_id IS NOT NULL AND NOT l.reversed AND ${DIFFERS}) AS differing
         FROM statement_lines l JOIN ${KEYS} ON l.legal_entity_id = k.entity AND l.period = k.period
         WHERE l.company_id = $1 GROUP BY 1, 2, 3`,
        params,
        { company: companyId },
      ),
      this.uow.read<Record<string, string>>(
        `SELECT e.legal_entity_id, e.period, e.currency, sum(e.company_share) AS accrual, count(*) AS accrual_count
         FROM expenses e JOIN ${KEYS} ON e.legal_entity_id = k.entity AND e.period = k.period
         WHERE e.company_id = $1 AND e.statement_line_id IS NULL AND e.company_share <> 0 GROUP BY 1, 2, 3`,
        params,
        { company: companyId },
      ),
    ]);
    const bills = new Map<string, BillSums[]>();
    const sumsOf = (row: Record<string, string>): BillSums => {
      const name = `${row['legal_entity_id']}:${row['period']}`;
      const list = bills.get(name) ?? [];
      bills.set(name, list);
      const known = list.find((sums) => sums.currency === row['currency']);
      if (known) return known;
      const sums = noSums(row['currency']!);
      list.push(sums);
      return sums;
    };
    for (const row of lines) {
      Object.assign(sumsOf(row), {
        statementTotal: BigInt(row['statement_total']!),
        expenseTotal: BigInt(row['expense_total']!),
        announced: BigInt(row['announced']!),
        lineCount: Number(row['line_count']),
        differingLineCount: Number(row['differing']),
      });
    }
    for (const row of accruals)
      Object.assign(sumsOf(row), { accrual: BigInt(row['accrual']!), accrualCount: Number(row['accrual_count']) });
    return bills;
  }

  /** The parts of one bill in one currency, the largest first. */
  async parts(companyId: Id, key: BillKey, dimension: BillDimension, currency: string): Promise<PartSums[]> {
    const column = COLUMN_OF[dimension];
    const rows = await this.uow.read<{
      key: string | null;
      statement_total: string;
      expense_total: string;
      accrual: string;
      line_count: string;
    }>(
      `SELECT p.key, sum(p.statement_total) AS statement_total, sum(p.expense_total) AS expense_total, sum(p.accrual) AS accrual, sum(p.line_count) AS line_count
       FROM (
         SELECT l.${column} AS key, sum(l.company_share) AS statement_total, sum(l.expense_share) AS expense_total, 0 AS accrual,
                count(*) FILTER (WHERE NOT l.reversed) AS line_count
         FROM statement_lines l
         WHERE l.company_id = $1 AND l.legal_entity_id = $2 AND l.period = $3 AND l.currency = $4 AND l.statement_external_id IS NOT NULL
         GROUP BY 1
         UNION ALL
         SELECT e.${column}, 0, 0, sum(e.company_share), 0
         FROM expenses e
         WHERE e.company_id = $1 AND e.legal_entity_id = $2 AND e.period = $3 AND e.currency = $4 AND e.statement_line_id IS NULL
         GROUP BY 1
       ) p
       GROUP BY p.key HAVING sum(p.line_count) > 0 OR sum(p.statement_total) <> 0 OR sum(p.expense_total) <> 0 OR sum(p.accrual) <> 0
       ORDER BY abs(sum(p.statement_total)) + abs(sum(p.accrual)) DESC, p.key`,
      [companyId, key.legalEntityId, key.period, currency],
      { company: companyId },
    );
    return rows.map((row) => ({
      key: row.key,
      statementTotal: BigInt(row.statement_total),
      expenseTotal: BigInt(row.expense_total),
      accrual: BigInt(row.accrual),
      lineCount: Number(row.line_count),
    }));
  }

  /** Lines of a bill in the order they came; one more than asked for tells that there are more. Reversed ones are left out. */
  async lines(companyId: Id, key: BillKey, filter: BillLineFilter, keyset: Keyset): Promise<StatementLine[]> {
    const where = new Conditions();
    where.and('l.company_id = ? AND l.legal_entity_id = ? AND l.period = ?', companyId, key.legalEntityId, key.period);
    where.and('l.statement_external_id IS NOT NULL AND NOT l.reversed');
    if (filter.kind !== undefined) where.and('l.kind = ?', filter.kind);
    if (filter.departmentId !== undefined) where.and('l.department_id = ?', filter.departmentId);
    if (filter.vendorAccountIds !== undefined) where.and('l.vendor_account_id = ANY(?::uuid[])', filter.vendorAccountIds);
    if (filter.differing !== undefined) where.and(`${DIFFERS} = ?`, filter.differing);
    if (filter.search) {
      where.and('(starts_with(l.order_id, ?) OR strpos(lower(l.traveller_name), lower(?)) > 0)', filter.search, filter.search);
    }
    if (keyset.after) where.and('l.id > ?::uuid', keyset.after[0]);
    const limit = where.params.push(keyset.limit + 1);
    const rows = await this.uow.read<LineRow>(
      `SELECT ${SELECT_LINE} FROM statement_lines l WHERE ${where.sql} ORDER BY l.id LIMIT $${limit}`,
      where.params,
      { company: companyId, replan: true },
    );
    return rows.map(toLine);
  }

  /** The statements whose lines stand on a bill, and those of its entity and month that have none. */
  async statementIds(companyId: Id, key: BillKey): Promise<Id[]> {
    const rows = await this.uow.read<{ id: Id }>(
      `SELECT DISTINCT l.statement_id AS id FROM statement_lines l
       WHERE l.company_id = $1 AND l.legal_entity_id = $2 AND l.period = $3 AND l.statement_id IS NOT NULL
       UNION
       SELECT s.id FROM statements s
       WHERE s.company_id = $1 AND s.legal_entity_id = $2 AND s.period = $3 AND s.parent_external_id IS NULL AND NOT s.withdrawn`,
      [companyId, key.legalEntityId, key.period],
      { company: companyId },
    );
    return rows.map((row) => row.id);
  }
}
