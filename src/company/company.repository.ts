import { Injectable } from '@nestjs/common';
import { newId, type Id, type Period } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { BookPeriod, Company, LegalEntity } from './company.js';

interface CompanyRow {
  id: Id;
  slug: string;
  name: string;
  time_zone: string;
  base_currency: string;
}

interface LegalEntityRow {
  id: Id;
  code: string;
  name: string;
  tax_number: string | null;
  is_default: boolean;
}

const ENTITY_COLUMNS = 'e.id, e.code, e.name, e.tax_number, e.is_default';

/** SQL of companies and their legal entities. */
@Injectable()
export class CompanyRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(companyId: Id): Promise<Company | null> {
    const [row] = await this.unitOfWork.read<CompanyRow>(
      'SELECT id, slug, name, time_zone, base_currency FROM companies WHERE id = $1',
      [companyId],
      {
        company: companyId,
      },
    );
    return row ? { id: row.id, slug: row.slug, name: row.name, timeZone: row.time_zone, baseCurrency: row.base_currency } : null;
  }

  async idBySlug(slug: string): Promise<Id | null> {
    const [row] = await this.unitOfWork.read<{ id: Id | null }>('SELECT lookup.company_by_slug($1) AS id', [slug], { company: null });
    return row?.id ?? null;
  }

  async allIds(): Promise<Id[]> {
    const rows = await this.unitOfWork.read<{ id: Id }>('SELECT id FROM lookup.company_ids() AS id', [], { company: null });
    return rows.map((row) => row.id);
  }

  /** @returns false when the slug is taken */
  async insert(company: Company, at: Date): Promise<boolean> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `INSERT INTO companies (id, slug, name, time_zone, base_currency, created_at) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (slug) DO NOTHING RETURNING id`,
          [company.id, company.slug, company.name, company.timeZone, company.baseCurrency, at],
        ),
      { company: company.id },
    );
    return rows.length === 1;
  }

  /** By code, the default first. */
  async legalEntities(companyId: Id): Promise<LegalEntity[]> {
    const rows = await this.unitOfWork.read<LegalEntityRow>(
      `SELECT ${ENTITY_COLUMNS} FROM legal_entities e WHERE e.company_id = $1 ORDER BY e.is_default DESC, e.code`,
      [companyId],
      { company: companyId },
    );
    return rows.map(toLegalEntity);
  }

  /** Adds legal entities or corrects their names, by code. A missing tax number leaves the known one. */
  async upsertLegalEntities(
    companyId: Id,
    entities: readonly { code: string; name: string; taxNumber: string | null }[],
    at: Date,
  ): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `INSERT INTO legal_entities (company_id, id, code, name, tax_number, created_at)
           SELECT $1, given.id, given.code, given.name, given.tax_number, $2
           FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) AS given(id, code, name, tax_number)
           ON CONFLICT (company_id, code) DO UPDATE
             SET name = excluded.name, tax_number = coalesce(excluded.tax_number, legal_entities.tax_number)`,
          [
            companyId,
            at,
            entities.map(() => newId()),
            entities.map((entity) => entity.code),
            entities.map((entity) => entity.name),
            entities.map((entity) => entity.taxNumber),
          ],
        ),
      { company: companyId },
    );
  }

  /** Newest first. */
  async periods(companyId: Id, legalEntityId: Id | null): Promise<BookPeriod[]> {
    const rows = await this.unitOfWork.read<LegalEntityRow & { period: Period; state: BookPeriod['state']; locked_at: Date | null }>(
      `SELECT ${ENTITY_COLUMNS}, p.period, p.state, p.locked_at
       FROM book_periods p JOIN legal_entities e ON e.company_id = p.company_id AND e.id = p.legal_entity_id
       WHERE p.company_id = $1 AND ($2::uuid IS NULL OR p.legal_entity_id = $2)
       ORDER BY p.period DESC, e.is_default DESC, e.code`,
      [companyId, legalEntityId],
      { company: companyId },
    );
    return rows.map((row) => ({ legalEntity: toLegalEntity(row), period: row.period, state: row.state, lockedAt: row.locked_at }));
  }
}

function toLegalEntity(row: LegalEntityRow): LegalEntity {
  return { id: row.id, code: row.code, name: row.name, taxNumber: row.tax_number, isDefault: row.is_default };
}
