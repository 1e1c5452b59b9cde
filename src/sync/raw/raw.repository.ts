import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Transaction } from '../../platform/database/index.js';
import { keyOf, type HeadState, type RawHead, type RawSource } from './raw-ref.js';

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

/** Who writes, and when. */
export interface RawStamp {
  runId: Id;
  pluginVersion: string;
  at: Date;
  /** False for a reading of single records: it says nothing of the window the record belongs to. */
  window: boolean;
}

const OF_SOURCE = 'company_id = $1 AND vendor_account_id = $2 AND stream = $3';

/**
 * SQL that writes raw records: one statement per table and commit, however many records. Methods that take a transaction send their statements before they
 * return, so that callers may call several and wait for them together: they run in the order of the calls.
 */
@Injectable()
export class RawRepository {
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

  private async close(tx: Transaction, source: RawSource, externalIds: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE raw_records r SET last_seen_at = h.last_seen_at FROM raw_heads h
       WHERE h.company_id = $1 AND h.vendor_account_id = $2 AND h.stream = $3 AND h.external_id = ANY($4)
         AND r.company_id = $1 AND r.vendor_account_id = $2 AND r.stream = $3 AND r.external_id = h.external_id AND r.version = h.version AND r.stored_at = h.stored_at`,
      [...keyOf(source), externalIds],
    );
  }
}
