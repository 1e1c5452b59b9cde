import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { jsonParameter, UnitOfWork } from '../../platform/database/index.js';
import type { StatementMapping } from './mapping/mapping.js';
import type { SavedMapping } from './statement-import.js';

interface MappingRow {
  vendor_account_id: Id;
  version: number;
  document: StatementMapping;
  created_by: string;
  created_at: Date;
}

const SELECT = 'SELECT vendor_account_id, version, document, created_by, created_at FROM statement_mappings';

/** SQL of mappings. */
@Injectable()
export class StatementMappingRepository {
  constructor(private readonly uow: UnitOfWork) {}

  /** Every version of an account's mapping, newest first. */
  async versions(companyId: Id, vendorAccountId: Id): Promise<SavedMapping[]> {
    const rows = await this.uow.read<MappingRow>(
      `${SELECT} WHERE company_id = $1 AND vendor_account_id = $2 ORDER BY version DESC`,
      [companyId, vendorAccountId],
      { company: companyId },
    );
    return rows.map(toMapping);
  }

  /** The mapping that counts now, or a certain version of it; null where there is none. */
  async find(companyId: Id, vendorAccountId: Id, version: number | null = null): Promise<SavedMapping | null> {
    const [row] = await this.uow.read<MappingRow>(
      `${SELECT} WHERE company_id = $1 AND vendor_account_id = $2 AND ($3::int IS NULL OR version = $3) ORDER BY version DESC LIMIT 1`,
      [companyId, vendorAccountId, version],
      { company: companyId },
    );
    return row ? toMapping(row) : null;
  }

  /** Adds the next version. Two at the same time: the later one fails on the key, and nothing is lost silently. */
  async add(companyId: Id, mapping: Omit<SavedMapping, 'version'>): Promise<SavedMapping> {
    const rows = await this.uow.run(
      (tx) =>
        tx.query<MappingRow>(
          `INSERT INTO statement_mappings (company_id, vendor_account_id, version, document, created_by, created_at)
           SELECT $1, $2, coalesce(max(version), 0) + 1, $3::jsonb, $4, $5 FROM statement_mappings WHERE company_id = $1 AND vendor_account_id = $2
           RETURNING vendor_account_id, version, document, created_by, created_at`,
          [companyId, mapping.vendorAccountId, jsonParameter(mapping.document), mapping.createdBy, mapping.createdAt],
        ),
      { company: companyId },
    );
    return toMapping(rows[0]!);
  }
}

function toMapping(row: MappingRow): SavedMapping {
  return {
    vendorAccountId: row.vendor_account_id,
    version: row.version,
    document: row.document,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
