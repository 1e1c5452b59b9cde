import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/index.js';
import type { SpendQuestion, SpendRow, SpendTotal } from './spend-question.js';
import { rowsSql, totalsSql } from './spend-sql.js';

/** Reads spend. */
@Injectable()
export class SpendRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Rows in one currency. A value without a name of its own is labelled by its id, a missing value by an empty text. */
  async rows(question: SpendQuestion, currency: string): Promise<SpendRow[]> {
    const { text, params } = rowsSql(question, currency);
    const rows = await this.unitOfWork.read<Record<string, string | null>>(text, params, { company: question.companyId, replan: true });
    return rows.map((row) => ({
      keys: question.by.map((dimension, index) => ({
        dimension,
        id: row[`id${index}`] ?? null,
        label: row[`label${index}`] ?? row[`id${index}`] ?? '',
      })),
      companyShare: BigInt(row['company_share']!),
      personalShare: BigInt(row['personal_share']!),
      count: Number(row['count']),
    }));
  }

  /** Sums over all rows, by currency. */
  async totals(question: SpendQuestion): Promise<SpendTotal[]> {
    const { text, params } = totalsSql(question);
    const rows = await this.unitOfWork.read<{ currency: string; company_share: string; count: string }>(text, params, {
      company: question.companyId,
      replan: true,
    });
    return rows.map((row) => ({ currency: row.currency, companyShare: BigInt(row.company_share), count: Number(row.count) }));
  }
}
