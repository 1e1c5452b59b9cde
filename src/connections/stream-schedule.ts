import { Injectable } from '@nestjs/common';
import type { Id } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { ConnectionState } from './connection.js';

/** A stream of a connection, as schedulers name it before they act for its company. */
export interface StreamKey {
  companyId: Id;
  connectionId: Id;
  stream: string;
}

/** How far one stream of a connection is. */
export interface StreamRow {
  connectionId: Id;
  stream: string;
  /** Where its history begins. */
  since: Date;
  /** Up to here windows have been planned. */
  plannedTo: Date;
  /** Up to here every window is complete; null before the first. */
  syncedTo: Date | null;
  nextRunAt: Date;
}

/** A stream with what planning needs to know of its connection. */
export interface LockedStream extends StreamRow {
  state: ConnectionState;
  vendorAccountId: Id;
  pluginId: string;
}

interface Row {
  connection_id: Id;
  stream: string;
  since: Date;
  planned_to: Date;
  synced_to: Date | null;
  next_run_at: Date;
}

/** A record that a vendor said has changed, and when it last said so. */
export interface ChangedRecord {
  externalId: string;
  namedAt: Date;
}

/** When to read which stream: rows of ours. The queue only wakes us. `sync` plans by them and moves them on. */
@Injectable()
export class StreamSchedule {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Streams of active connections of all companies that are due, the longest waiting first. */
  due(at: Date, limit: number): Promise<StreamKey[]> {
    return this.look('SELECT company_id, connection_id, stream FROM lookup.due_streams($1, $2)', [at, limit]);
  }

  /** Streams of active connections of all companies of which a vendor named changed records. */
  changed(limit: number): Promise<StreamKey[]> {
    return this.look('SELECT company_id, connection_id, stream FROM lookup.changed_streams($1)', [limit]);
  }

  /** Adds the streams a connection does not have yet; they are due at once. */
  async add(companyId: Id, connectionId: Id, streams: readonly string[], since: Date, at: Date): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `INSERT INTO streams (company_id, connection_id, stream, since, planned_to, next_run_at)
           SELECT $1, $2, stream, $4, $4, $5 FROM unnest($3::text[]) AS stream ON CONFLICT DO NOTHING`,
          [companyId, connectionId, streams, since, at],
        ),
      { company: companyId },
    );
  }

  /** One stream, locked until the end of the unit of work, so that it is planned by one process at a time. */
  async lock(key: StreamKey): Promise<LockedStream | null> {
    const [row] = await this.unitOfWork.run(
      (tx) =>
        tx.query<Row & { state: ConnectionState; vendor_account_id: Id; plugin_id: string }>(
          `SELECT s.connection_id, s.stream, s.since, s.planned_to, s.synced_to, s.next_run_at, c.state, c.vendor_account_id, a.plugin_id
           FROM streams s
           JOIN connections c ON c.company_id = s.company_id AND c.id = s.connection_id
           JOIN vendor_accounts a ON a.company_id = c.company_id AND a.id = c.vendor_account_id
           WHERE s.company_id = $1 AND s.connection_id = $2 AND s.stream = $3 FOR UPDATE OF s`,
          [key.companyId, key.connectionId, key.stream],
        ),
      { company: key.companyId },
    );
    return row ? { ...toStream(row), state: row.state, vendorAccountId: row.vendor_account_id, pluginId: row.plugin_id } : null;
  }

  /** Moves a stream on after planning. */
  async planned(key: StreamKey, plannedTo: Date, nextRunAt: Date): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query('UPDATE streams SET planned_to = $4, next_run_at = $5 WHERE company_id = $1 AND connection_id = $2 AND stream = $3', [
          key.companyId,
          key.connectionId,
          key.stream,
          plannedTo,
          nextRunAt,
        ]),
      { company: key.companyId },
    );
  }

  /** Writes down up to where every window is complete. @param openSince where the earliest window begins that is not; null when there is none */
  async synced(key: StreamKey, openSince: Date | null): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `UPDATE streams SET synced_to = nullif(greatest(since, coalesce(least($4::timestamptz, planned_to), planned_to)), since)
           WHERE company_id = $1 AND connection_id = $2 AND stream = $3`,
          [key.companyId, key.connectionId, key.stream, openSince],
        ),
      { company: key.companyId },
    );
  }

  /** Makes streams due now: all of a connection, or one. */
  async hurry(companyId: Id, connectionId: Id, stream: string | null, at: Date): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `UPDATE streams SET next_run_at = least(next_run_at, $4)
           WHERE company_id = $1 AND connection_id = $2 AND ($3::text IS NULL OR stream = $3)`,
          [companyId, connectionId, stream, at],
        ),
      { company: companyId },
    );
  }

  /** The streams of connections. */
  async of(companyId: Id, connectionIds: readonly Id[]): Promise<StreamRow[]> {
    const rows = await this.unitOfWork.read<Row>(
      `SELECT connection_id, stream, since, planned_to, synced_to, next_run_at
       FROM streams WHERE company_id = $1 AND connection_id = ANY($2) ORDER BY connection_id, stream`,
      [companyId, connectionIds],
      { company: companyId },
    );
    return rows.map(toStream);
  }

  /** Remembers records a vendor named; one that waits already is kept once, under the later instant. */
  async name(companyId: Id, connectionId: Id, stream: string, externalIds: readonly string[], at: Date): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `INSERT INTO changed_records (company_id, connection_id, stream, external_id, named_at)
           SELECT DISTINCT $1::uuid, $2::uuid, $3, external_id, $5::timestamptz FROM unnest($4::text[]) AS external_id
           ON CONFLICT (company_id, connection_id, stream, external_id) DO UPDATE SET named_at = excluded.named_at`,
          [companyId, connectionId, stream, externalIds, at],
        ),
      { company: companyId },
    );
  }

  /** The records of a stream that wait to be read, the longest waiting first. */
  async changedRecords(key: StreamKey, limit: number): Promise<ChangedRecord[]> {
    const rows = await this.unitOfWork.read<{ external_id: string; named_at: Date }>(
      `SELECT external_id, named_at FROM changed_records
       WHERE company_id = $1 AND connection_id = $2 AND stream = $3 ORDER BY named_at, external_id LIMIT $4`,
      [key.companyId, key.connectionId, key.stream, limit],
      { company: key.companyId },
    );
    return rows.map((row) => ({ externalId: row.external_id, namedAt: row.named_at }));
  }

  /** Forgets records that were read. One that was named again after `readFrom` goes on waiting. */
  async settle(key: StreamKey, externalIds: readonly string[], readFrom: Date): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query(
          `DELETE FROM changed_records
           WHERE company_id = $1 AND connection_id = $2 AND stream = $3 AND external_id = ANY($4) AND named_at <= $5`,
          [key.companyId, key.connectionId, key.stream, externalIds, readFrom],
        ),
      { company: key.companyId },
    );
  }

  private async look(sql: string, params: unknown[]): Promise<StreamKey[]> {
    const rows = await this.unitOfWork.read<{ company_id: Id; connection_id: Id; stream: string }>(sql, params, { company: null });
    return rows.map((row) => ({ companyId: row.company_id, connectionId: row.connection_id, stream: row.stream }));
  }
}

function toStream(row: Row): StreamRow {
  return {
    connectionId: row.connection_id,
    stream: row.stream,
    since: row.since,
    plannedTo: row.planned_to,
    syncedTo: row.synced_to,
    nextRunAt: row.next_run_at,
  };
}
