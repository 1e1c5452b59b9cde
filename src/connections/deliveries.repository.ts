import { Injectable } from '@nestjs/common';
import type { Id } from '../kernel/index.js';
import { UnitOfWork } from '../platform/database/index.js';

/** How a delivery ended. `stored` is one whose process died before it could say. */
export type DeliveryOutcome = 'stored' | 'accepted' | 'repeated' | 'refused' | 'failed';

/** A delivery as it came in, sealed. */
export interface StoredDelivery {
  id: Id;
  connectionId: Id;
  /** Equal for deliveries that are the same to the byte. */
  digest: Buffer;
  sealed: Buffer;
  size: number;
}

/** SQL of inbound deliveries. */
@Injectable()
export class DeliveriesRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Finds whose hook a token opens; nothing is known of the caller before. */
  async connectionOf(tokenHash: Buffer): Promise<{ companyId: Id; connectionId: Id } | null> {
    const [row] = await this.unitOfWork.read<{ company_id: Id; connection_id: Id }>(
      'SELECT company_id, connection_id FROM lookup.hook_connection($1)',
      [tokenHash],
      { company: null },
    );
    return row ? { companyId: row.company_id, connectionId: row.connection_id } : null;
  }

  /** Keeps a delivery. @returns whether the same one was accepted before */
  async store(companyId: Id, delivery: StoredDelivery): Promise<boolean> {
    return this.unitOfWork.run(
      async (tx) => {
        const earlier = await tx.query(
          `SELECT FROM hook_deliveries WHERE company_id = $1 AND connection_id = $2 AND digest = $3 AND outcome = 'accepted' LIMIT 1`,
          [companyId, delivery.connectionId, delivery.digest],
        );
        await tx.query(
          `INSERT INTO hook_deliveries (company_id, id, connection_id, digest, sealed, size, outcome) VALUES ($1, $2, $3, $4, $5, $6, 'stored')`,
          [companyId, delivery.id, delivery.connectionId, delivery.digest, delivery.sealed, delivery.size],
        );
        return earlier.length > 0;
      },
      { company: companyId },
    );
  }

  /** Writes down how it ended. */
  async settle(
    companyId: Id,
    id: Id,
    outcome: Exclude<DeliveryOutcome, 'stored'>,
    changes: unknown,
    problem: string | null,
  ): Promise<void> {
    await this.unitOfWork.run(
      (tx) =>
        tx.query('UPDATE hook_deliveries SET outcome = $3, changes = $4, problem = $5 WHERE company_id = $1 AND id = $2', [
          companyId,
          id,
          outcome,
          changes === null ? null : JSON.stringify(changes),
          problem,
        ]),
      { company: companyId },
    );
  }
}
