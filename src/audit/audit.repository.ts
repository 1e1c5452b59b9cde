import { Injectable } from '@nestjs/common';
import type { Id, Keyset } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { chainHash, GENESIS, type ChainedEntry } from './chain.js';

/** An entry as it is kept. */
export interface StoredEntry extends ChainedEntry {
  previousHash: Buffer;
  hash: Buffer;
}

interface Row {
  sequence: string;
  at: Date;
  actor: string;
  user_id: Id | null;
  action: string;
  target: string | null;
  detail: unknown;
  ip: string | null;
  trace_id: string | null;
  prev_hash: Buffer;
  hash: Buffer;
}

const COLUMNS = 'sequence, at, actor, user_id, action, target, detail, ip, trace_id, prev_hash, hash';

/** SQL of the audit. */
@Injectable()
export class AuditRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Adds an entry behind the company's last one. Entries of one company wait for each other until the caller's unit of work has ended. */
  async append(entry: Omit<ChainedEntry, 'sequence'>): Promise<void> {
    await this.unitOfWork.run(
      async (tx) => {
        const locked = tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`audit ${entry.companyId}`]);
        // A statement of its own: it must see what the holder of the lock before us has committed.
        const heads = tx.query<{ sequence: string; hash: Buffer }>(
          'SELECT sequence, hash FROM audit_entries WHERE company_id = $1 ORDER BY sequence DESC LIMIT 1',
          [entry.companyId],
        );
        const [, [head]] = await Promise.all([locked, heads]);
        const previous = head?.hash ?? GENESIS;
        const next: ChainedEntry = { ...entry, sequence: Number(head?.sequence ?? 0) + 1 };
        await tx.query(`INSERT INTO audit_entries (company_id, ${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, [
          next.companyId,
          next.sequence,
          next.at,
          next.actor,
          next.userId,
          next.action,
          next.target,
          JSON.stringify(next.detail),
          next.ip,
          next.traceId,
          previous,
          chainHash(previous, next),
        ]);
      },
      { company: entry.companyId },
    );
  }

  /** Newest first. */
  async page(companyId: Id, filter: { action: string | null }, keyset: Keyset): Promise<StoredEntry[]> {
    const rows = await this.unitOfWork.read<Row>(
      `SELECT ${COLUMNS} FROM audit_entries
       WHERE company_id = $1 AND ($2::text IS NULL OR action = $2) AND ($3::bigint IS NULL OR sequence < $3)
       ORDER BY sequence DESC LIMIT $4`,
      [companyId, filter.action, keyset.after?.[0] ?? null, keyset.limit + 1],
      { company: companyId },
    );
    return rows.map((row) => toEntry(companyId, row));
  }

  /** Oldest first, for the walk along the chain. */
  async after(companyId: Id, sequence: number, limit: number): Promise<StoredEntry[]> {
    const rows = await this.unitOfWork.read<Row>(
      `SELECT ${COLUMNS} FROM audit_entries WHERE company_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
      [companyId, sequence, limit],
      { company: companyId },
    );
    return rows.map((row) => toEntry(companyId, row));
  }
}

function toEntry(companyId: Id, row: Row): StoredEntry {
  return {
    companyId,
    sequence: Number(row.sequence),
    at: row.at,
    actor: row.actor,
    userId: row.user_id,
    action: row.action,
    target: row.target,
    detail: row.detail,
    ip: row.ip,
    traceId: row.trace_id,
    previousHash: row.prev_hash,
    hash: row.hash,
  };
}
