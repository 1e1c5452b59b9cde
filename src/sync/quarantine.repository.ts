import { Injectable } from '@nestjs/common';
import { newId, type Id, type Keyset } from '../kernel/index.js';
import { UnitOfWork, type Transaction } from '../platform/database/index.js';
import type { RawSource } from './raw/raw-ref.js';

/** A record that could not be read into anything. */
export interface QuarantinedRecord {
  id: Id;
  vendorAccountId: Id;
  stream: string;
  externalId: string;
  version: number;
  reason: string;
  /** JSON pointer into the record, where the reason points at one. */
  field: string | null;
  since: Date;
}

/** Why a version goes to quarantine. */
export interface Refusal {
  externalId: string;
  version: number;
  reason: string;
  field: string | null;
}

interface Row {
  id: Id;
  vendor_account_id: Id;
  stream: string;
  external_id: string;
  version: number;
  reason: string;
  field: string | null;
  since: Date;
}

/** SQL of the quarantine. */
@Injectable()
export class QuarantineRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Puts records in. One that is there already keeps its place and the instant it came; the reason is the new one. */
  async put(tx: Transaction, source: RawSource, pluginVersion: string, refusals: readonly Refusal[], at: Date): Promise<void> {
    if (refusals.length === 0) return;
    await tx.query(
      `INSERT INTO quarantine (company_id, vendor_account_id, stream, id, external_id, version, reason, field, plugin_version, since)
       SELECT $1, $2, $3, q.id, q.external_id, q.version, q.reason, q.field, $9, $10
       FROM unnest($4::uuid[], $5::text[], $6::int[], $7::text[], $8::text[]) AS q(id, external_id, version, reason, field)
       ON CONFLICT (company_id, vendor_account_id, stream, external_id) WHERE resolved_at IS NULL
         DO UPDATE SET version = excluded.version, reason = excluded.reason, field = excluded.field, plugin_version = excluded.plugin_version`,
      [
        source.companyId,
        source.vendorAccountId,
        source.stream,
        refusals.map(() => newId()),
        refusals.map((refusal) => refusal.externalId),
        refusals.map((refusal) => refusal.version),
        // A reason may quote the record, and Postgres keeps no U+0000.
        refusals.map((refusal) => refusal.reason.slice(0, 1000).replaceAll('\0', '')),
        refusals.map((refusal) => refusal.field),
        pluginVersion,
        at,
      ],
    );
  }

  /** Lets records out: they landed, or are gone at the vendor. */
  async resolve(tx: Transaction, source: RawSource, externalIds: readonly string[], at: Date): Promise<void> {
    if (externalIds.length === 0) return;
    await tx.query(
      `UPDATE quarantine SET resolved_at = $5
       WHERE company_id = $1 AND vendor_account_id = $2 AND stream = $3 AND external_id = ANY($4) AND resolved_at IS NULL`,
      [source.companyId, source.vendorAccountId, source.stream, externalIds, at],
    );
  }

  /** Those still in, newest first; of one vendor account, or of all. */
  async page(companyId: Id, vendorAccountId: Id | null, keyset: Keyset): Promise<QuarantinedRecord[]> {
    const rows = await this.unitOfWork.read<Row>(
      `SELECT id, vendor_account_id, stream, external_id, version, reason, field, since FROM quarantine
       WHERE company_id = $1 AND resolved_at IS NULL AND ($2::uuid IS NULL OR vendor_account_id = $2) AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [companyId, vendorAccountId, keyset.after?.[0] ?? null, keyset.limit + 1],
      { company: companyId },
    );
    return rows.map((row) => ({
      id: row.id,
      vendorAccountId: row.vendor_account_id,
      stream: row.stream,
      externalId: row.external_id,
      version: row.version,
      reason: row.reason,
      field: row.field,
      since: row.since,
    }));
  }

  /** The streams of an account of which records are in. */
  async streams(companyId: Id, vendorAccountId: Id): Promise<string[]> {
    const rows = await this.unitOfWork.read<{ stream: string }>(
      'SELECT DISTINCT stream FROM quarantine WHERE company_id = $1 AND vendor_account_id = $2 AND resolved_at IS NULL ORDER BY 1',
      [companyId, vendorAccountId],
      { company: companyId },
    );
    return rows.map((row) => row.stream);
  }

  /** How many are in, by stream. */
  async counts(companyId: Id, keys: readonly { vendorAccountId: Id; stream: string }[]): Promise<number[]> {
    const rows = await this.unitOfWork.read<{ vendor_account_id: Id; stream: string; n: string }>(
      `SELECT vendor_account_id, stream, count(*) AS n FROM quarantine
       WHERE company_id = $1 AND resolved_at IS NULL AND vendor_account_id = ANY($2) GROUP BY 1, 2`,
      [companyId, [...new Set(keys.map((key) => key.vendorAccountId))]],
      { company: companyId },
    );
    return keys.map((key) =>
      Number(rows.find((row) => row.vendor_account_id === key.vendorAccountId && row.stream === key.stream)?.n ?? 0),
    );
  }
}
