import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { keyOf, type HeadState, type RawRef, type RawSource } from './raw-ref.js';

/** A version as it is kept, with its page's bytes. */
export interface StoredVersion {
  externalId: string;
  version: number;
  hash: Buffer;
  /** State and share of the head; null for a version that is not the latest. */
  state: HeadState | null;
  share: bigint | null;
  pageId: Id | null;
  position: number | null;
  personal: Buffer | null;
  erasedAt: Date | null;
  pluginVersion: string;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

interface VersionRow {
  external_id: string;
  version: number;
  hash: Buffer;
  state: HeadState | null;
  share: string | null;
  page_id: Id | null;
  position: number | null;
  personal: Buffer | null;
  erased_at: Date | null;
  plugin_version: string;
  first_seen_at: Date;
  last_seen_at: Date;
}

const VERSION = `r.external_id, r.version, r.hash, h.state, h.share, r.page_id, r.position, r.personal, r.erased_at, r.plugin_version, r.first_seen_at,
  coalesce(r.last_seen_at, h.last_seen_at, r.first_seen_at) AS last_seen_at`;
const OF_SOURCE = 'company_id = $1 AND vendor_account_id = $2 AND stream = $3';

/** SQL that reads raw records back, erases people from them and drops what is past its retention. */
@Injectable()
export class RawArchiveRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** One version, or null. */
  async version(ref: RawRef): Promise<StoredVersion | null> {
    const [row] = await this.unitOfWork.read<VersionRow>(
      `SELECT ${VERSION} FROM raw_records r
       LEFT JOIN raw_heads h ON h.company_id = r.company_id AND h.vendor_account_id = r.vendor_account_id AND h.stream = r.stream
         AND h.external_id = r.external_id AND h.version = r.version
       WHERE r.company_id = $1 AND r.vendor_account_id = $2 AND r.stream = $3 AND r.external_id = $4 AND r.version = $5`,
      [...keyOf(ref), ref.externalId, ref.version],
      { company: ref.companyId },
    );
    return row ? toVersion(row) : null;
  }

  /** The latest versions of a source in the order of external ids, going on after one; those in a state only, when it is given. */
  async latest(source: RawSource, after: string, limit: number, state: HeadState | null = null): Promise<StoredVersion[]> {
    const rows = await this.unitOfWork.read<VersionRow>(
      `SELECT ${VERSION}
       FROM (SELECT * FROM raw_heads WHERE ${OF_SOURCE} AND external_id > $4 AND ($6::text IS NULL OR state = $6) ORDER BY external_id LIMIT $5) AS h
       JOIN raw_records r ON r.company_id = $1 AND r.vendor_account_id = $2 AND r.stream = $3
         AND r.external_id = h.external_id AND r.version = h.version AND r.stored_at = h.stored_at
       ORDER BY r.external_id`,
      [...keyOf(source), after, limit, state],
      { company: source.companyId },
    );
    return rows.map(toVersion);
  }

  /** Bytes of pages, by id. */
  async pages(companyId: Id, ids: readonly Id[]): Promise<Map<Id, Buffer>> {
    const rows = await this.unitOfWork.read<{ id: Id; bytes: Buffer }>(
      'SELECT id, bytes FROM raw_pages WHERE company_id = $1 AND id = ANY($2)',
      [companyId, ids],
      { company: companyId },
    );
    return new Map(rows.map((row) => [row.id, row.bytes]));
  }

  /** Every source of a company that was ever read. */
  async sources(companyId: Id): Promise<RawSource[]> {
    const rows = await this.unitOfWork.read<{ vendor_account_id: Id; stream: string }>(
      'SELECT DISTINCT vendor_account_id, stream FROM sync_runs WHERE company_id = $1 ORDER BY 1, 2',
      [companyId],
      { company: companyId },
    );
    return rows.map((row) => ({ companyId, vendorAccountId: row.vendor_account_id, stream: row.stream }));
  }

  /** Versions of a source that still have personal fields, in the order of their keys, going on after one. */
  async withPersonal(
    source: RawSource,
    after: { externalId: string; version: number },
    limit: number,
  ): Promise<(RawRef & { personal: Buffer })[]> {
    const rows = await this.unitOfWork.read<{ external_id: string; version: number; personal: Buffer }>(
      `SELECT external_id, version, personal FROM raw_records
       WHERE ${OF_SOURCE} AND personal IS NOT NULL AND (external_id, version) > ($4, $5) ORDER BY external_id, version LIMIT $6`,
      [...keyOf(source), after.externalId, after.version, limit],
      { company: source.companyId },
    );
    return rows.map((row) => ({ ...source, externalId: row.external_id, version: row.version, personal: row.personal }));
  }

  /** Takes the personal fields of versions away, for good. */
  async erase(source: RawSource, versions: readonly { externalId: string; version: number }[], at: Date): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `UPDATE raw_records r SET personal = NULL, erased_at = $6 FROM unnest($4::text[], $5::int[]) AS v(external_id, version)
           WHERE r.company_id = $1 AND r.vendor_account_id = $2 AND r.stream = $3 AND r.external_id = v.external_id AND r.version = v.version`,
          [...keyOf(source), versions.map((version) => version.externalId), versions.map((version) => version.version), at],
        ),
      { company: source.companyId },
    );
  }

  /** Drops months of raw records and deliveries, counted in real time. @returns the tables that went */
  async dropOlderThan(months: number): Promise<string[]> {
    const rows = await this.unitOfWork.run(
      (tx) =>
        tx.query<{ part: string }>(
          "SELECT part FROM drop_raw_before((date_trunc('month', now()) - make_interval(months => $1))::date) AS part",
          [months],
        ),
      { company: null },
    );
    return rows.map((row) => row.part);
  }
}

function toVersion(row: VersionRow): StoredVersion {
  return {
    externalId: row.external_id,
    version: row.version,
    hash: row.hash,
    state: row.state,
    share: row.share === null ? null : BigInt(row.share),
    pageId: row.page_id,
    position: row.position,
    personal: row.personal,
    erasedAt: row.erased_at,
    pluginVersion: row.plugin_version,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
  };
}
