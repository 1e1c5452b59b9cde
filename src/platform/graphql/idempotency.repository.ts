import type { Id } from '../../kernel/index.js';
import type { UnitOfWork } from '../database/index.js';

/** A key as it stood before this request. */
export interface StoredAnswer {
  bodyHash: string;
  /** Null while the first request runs. */
  answer: unknown;
  createdAt: Date;
}

/** Keys live this long, in days. */
const KEPT_DAYS = 7;

/** Idempotency keys of one company. */
export class IdempotencyRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Takes the key for this request; gives what stood there when it was taken before. An expired key, or one whose request died without an answer before `abandonedBefore`, is taken over. */
  async take(company: Id, client: string, key: string, bodyHash: string, now: Date, abandonedBefore: Date): Promise<StoredAnswer | null> {
    const expired = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
    return this.unitOfWork.run(
      async (tx) => {
        const taken = await tx.query(
          `INSERT INTO idempotency_keys AS stored (company_id, client, key, body_hash, created_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (company_id, client, key) DO UPDATE SET body_hash = $4, created_at = $5, answer = NULL
             WHERE stored.created_at < $6 OR (stored.answer IS NULL AND stored.created_at < $7)
           RETURNING 1`,
          [company, client, key, bodyHash, now, expired, abandonedBefore],
        );
        if (taken.length > 0) return null;
        const [row] = await tx.query<{ body_hash: string; answer: unknown; created_at: Date }>(
          'SELECT body_hash, answer, created_at FROM idempotency_keys WHERE company_id = $1 AND client = $2 AND key = $3',
          [company, client, key],
        );
        return row ? { bodyHash: row.body_hash, answer: row.answer, createdAt: row.created_at } : null;
      },
      { company },
    );
  }

  /** Keeps the answer for repeats. */
  async answer(company: Id, client: string, key: string, answer: unknown): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query('UPDATE idempotency_keys SET answer = $4 WHERE company_id = $1 AND client = $2 AND key = $3', [
          company,
          client,
          key,
          JSON.stringify(answer),
        ]),
      { company },
    );
  }

  /** Gives the key free again: the request failed and changed nothing. */
  async release(company: Id, client: string, key: string): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query('DELETE FROM idempotency_keys WHERE company_id = $1 AND client = $2 AND key = $3 AND answer IS NULL', [
          company,
          client,
          key,
        ]),
      {
        company,
      },
    );
  }
}
