import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { UnitOfWork, type Transaction } from '../../platform/database/index.js';
import type { HeadState, RawHead, RawRef, RawSource } from './raw-ref.js';

/** A version to be written. Its record lies in the page at the position; a tombstone has neither. */
export interface RawVersion {
  externalId: string;
  version: number;
  hash: Buffer;
  pageId: Id | null;
  position: number | null;
  personal: Buffer | null;
}

/** Records deflated and sealed together. */
export interface RawPage {
  id: Id;
  bytes: Buffer;
}

/** What a head becomes. */
export interface HeadUpdate {
  externalId: string;
  version: number;
  hash: Buffer;
  state: HeadState;
  share: bigint | null;
}

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

/** Who writes, and when. */
export interface RawStamp {
  runId: Id;
  pluginVersion: string;
  at: Date;
  /** False for a reading of single records: it says nothing of the window the record belongs to. */
  window: boolean;
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

/**
 * SQL of raw records: one statement per table and commit, however many records. Methods that take a transaction send their statements before they
 * return, so that callers may call several and wait for them together: they run in the order of the calls.
 */
@Injectable()
export class RawRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Lets one writer at a time into a source, until the end of the unit of work. */
  async hold(tx: Transaction, source: RawSource): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`raw ${source.vendorAccountId} ${source.stream}`]);
  }

  /** The heads of records, by external id. @param runId the reading that asks; null when it is none */
  async heads(tx: Transaction, source: RawSource, externalIds: readonly string[], runId: Id | null): Promise<Map<string, RawHead>> {
    const rows = await tx.query<
      Omit<RawHead, 'externalId' | 'pluginVersion' | 'share'> & { external_id: string; plugin_version: string; share: string | null }
    >(
      `SELECT external_id, version, hash, state, share, plugin_version, coalesce(last_run_id = $5, false) AS seen FROM raw_heads WHERE ${OF_SOURCE} AND external_id = ANY($4)`,
      [...keyOf(source), externalIds, runId],
    );
    return new Map(
      rows.map((row) => [
        row.external_id,
        {
          externalId: row.external_id,
          version: row.version,
          hash: row.hash,
          state: row.state,
          share: row.share === null ? null : BigInt(row.share),
          pluginVersion: row.plugin_version,
          seen: row.seen,
        },
      ]),
    );
  }

  /** Writes pages and the versions in them. The versions they replace learn until when they were seen. */
  async insert(
    tx: Transaction,
    source: RawSource,
    stamp: RawStamp,
    pages: readonly RawPage[],
    versions: readonly RawVersion[],
  ): Promise<void> {
    if (versions.length === 0) return;
    const later = versions.filter((version) => version.version > 1).map((version) => version.externalId);
    const closed = later.length > 0 ? this.close(tx, source, later) : null;
    const paged = tx.query(
      `INSERT INTO raw_pages (company_id, id, stored_at, bytes) SELECT $1, page.id, now(), page.bytes FROM unnest($2::uuid[], $3::bytea[]) AS page(id, bytes)`,
      [source.companyId, pages.map((page) => page.id), pages.map((page) => page.bytes)],
    );
    const inserted = tx.query(
      `INSERT INTO raw_records (company_id, vendor_account_id, stream, external_id, version, stored_at, hash, page_id, position, personal,
         plugin_version, run_id, first_seen_at)
       SELECT $1, $2, $3, r.external_id, r.version, now(), r.hash, r.page_id, r.position, r.personal, $10, $11, $12
       FROM unnest($4::text[], $5::int[], $6::bytea[], $7::uuid[], $8::int[], $9::bytea[]) AS r(external_id, version, hash, page_id, position, personal)`,
      [
        ...keyOf(source),
        versions.map((version) => version.externalId),
        versions.map((version) => version.version),
        versions.map((version) => version.hash),
        versions.map((version) => version.pageId),
        versions.map((version) => version.position),
        versions.map((version) => version.personal),
        stamp.pluginVersion,
        stamp.runId,
        stamp.at,
      ],
    );
    await Promise.all([closed, paged, inserted]);
  }

  /** Sets heads to their latest version. Call it after `insert`: it looks at what the heads were before. */
  async setHeads(tx: Transaction, source: RawSource, stamp: RawStamp, heads: readonly HeadUpdate[]): Promise<void> {
    if (heads.length === 0) return;
    await tx.query(
      `INSERT INTO raw_heads AS head (company_id, vendor_account_id, stream, external_id, version, hash, state, share, plugin_version, stored_at, last_seen_at, last_run_id)
       SELECT $1, $2, $3, h.external_id, h.version, h.hash, h.state, h.share, $9, now(), $10, $11
       FROM unnest($4::text[], $5::int[], $6::bytea[], $7::text[], $8::bigint[]) AS h(external_id, version, hash, state, share)
       ON CONFLICT (company_id, vendor_account_id, stream, external_id) DO UPDATE
         SET version = excluded.version, hash = excluded.hash, state = excluded.state, share = excluded.share, plugin_version = excluded.plugin_version,
             stored_at = CASE WHEN head.version = excluded.version THEN head.stored_at ELSE excluded.stored_at END,
             last_seen_at = excluded.last_seen_at,
             last_run_id = CASE WHEN $12 THEN excluded.last_run_id ELSE head.last_run_id END`,
      [
        ...keyOf(source),
        heads.map((head) => head.externalId),
        heads.map((head) => head.version),
        heads.map((head) => head.hash),
        heads.map((head) => head.state),
        heads.map((head) => head.share),
        stamp.pluginVersion,
        stamp.at,
        stamp.runId,
        stamp.window,
      ],
    );
  }

  /** Writes down that records were seen again, unchanged. */
  async touch(tx: Transaction, source: RawSource, stamp: RawStamp, externalIds: readonly string[]): Promise<void> {
    if (externalIds.length === 0) return;
    await tx.query(
      `UPDATE raw_heads SET last_seen_at = $5, last_run_id = CASE WHEN $7 THEN $6 ELSE last_run_id END WHERE ${OF_SOURCE} AND external_id = ANY($4)`,
      [...keyOf(source), externalIds, stamp.at, stamp.runId, stamp.window],
    );
  }

  /** Changes what became of heads whose version stays: after a replay or a rebuild. */
  async resolveHeads(
    tx: Transaction,
    source: RawSource,
    pluginVersion: string,
    heads: readonly Pick<HeadUpdate, 'externalId' | 'version' | 'state' | 'share'>[],
  ): Promise<void> {
    if (heads.length === 0) return;
    await tx.query(
      `UPDATE raw_heads SET state = h.state, share = h.share, plugin_version = $8
       FROM unnest($4::text[], $5::int[], $6::text[], $7::bigint[]) AS h(external_id, version, state, share)
       WHERE ${OF_SOURCE.replaceAll(/company_id|vendor_account_id|stream/g, 'raw_heads.$&')} AND raw_heads.external_id = h.external_id AND raw_heads.version = h.version`,
      [
        ...keyOf(source),
        heads.map((head) => head.externalId),
        heads.map((head) => head.version),
        heads.map((head) => head.state),
        heads.map((head) => head.share),
        pluginVersion,
      ],
    );
  }

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

  /** Heads that were last seen by another reading of a span inside this run's, and by no later one: gone, once this run is complete. */
  async missing(
    tx: Transaction,
    source: RawSource,
    run: { id: Id; windowFrom: Date; windowTo: Date; whole: boolean },
    limit: number,
  ): Promise<{ externalId: string; version: number }[]> {
    const rows = await tx.query<{ external_id: string; version: number }>(
      `SELECT h.external_id, h.version FROM raw_heads h
       WHERE h.company_id = $1 AND h.vendor_account_id = $2 AND h.stream = $3 AND h.state <> 'vanished' AND h.last_run_id <> $4
         AND ($7 OR EXISTS (SELECT FROM sync_runs seen WHERE seen.company_id = $1 AND seen.id = h.last_run_id AND seen.external_ids IS NULL
                            AND seen.window_from >= $5 AND seen.window_to <= $6))
       ORDER BY h.external_id LIMIT $8`,
      [...keyOf(source), run.id, run.windowFrom, run.windowTo, run.whole, limit],
    );
    return rows.map((row) => ({ externalId: row.external_id, version: row.version }));
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

  private async close(tx: Transaction, source: RawSource, externalIds: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE raw_records r SET last_seen_at = h.last_seen_at FROM raw_heads h
       WHERE h.company_id = $1 AND h.vendor_account_id = $2 AND h.stream = $3 AND h.external_id = ANY($4)
         AND r.company_id = $1 AND r.vendor_account_id = $2 AND r.stream = $3 AND r.external_id = h.external_id AND r.version = h.version AND r.stored_at = h.stored_at`,
      [...keyOf(source), externalIds],
    );
  }
}

function keyOf(source: RawSource): [Id, Id, string] {
  return [source.companyId, source.vendorAccountId, source.stream];
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
