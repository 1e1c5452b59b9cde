import type { Id } from '../../kernel/index.js';
import type { UnitOfWork } from '../database/index.js';

/** An event as consumers see it. Positions rise without gaps that could hide a late committer. */
export interface PlacedEvent {
  position: bigint;
  companyId: Id | null;
  id: Id;
  type: string;
  data: Record<string, unknown>;
}

/**
 * Somebody who follows the outbox. `handle` runs in a unit of work of the events' company, together with the move of the consumer's position:
 * an event is handled once, or again after a rollback.
 */
export interface OutboxConsumer {
  /** Kept as the key of its position; never renamed. */
  readonly name: string;
  /** Event types it wants; others are passed by. */
  readonly types: readonly string[];
  handle(events: readonly PlacedEvent[]): Promise<void>;
}

/** Injection token of the list of consumers. */
export const OUTBOX_CONSUMERS = Symbol('OUTBOX_CONSUMERS');

const BATCH = 500;
const RELAY_LOCK = 7_061_010;

/** Gives committed events their positions and hands them to the consumers. Any number may run; one works at a time. */
export class OutboxRelay {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly consumers: readonly OutboxConsumer[],
  ) {}

  /** Places and delivers everything that is committed. @returns how many events were placed */
  async run(): Promise<number> {
    let placed = 0;
    for (let batch = BATCH; batch === BATCH; placed += batch) batch = await this.place();
    for (const consumer of this.consumers) while ((await this.deliver(consumer)) === BATCH);
    return placed;
  }

  private place(): Promise<number> {
    return this.unitOfWork.run(
      async (tx) => {
        const [lock] = await tx.query<{ held: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS held', [RELAY_LOCK]);
        if (!lock?.held) return 0;
        return (await tx.query('SELECT position FROM lookup.place_outbox_events($1)', [BATCH])).length;
      },
      { company: null },
    );
  }

  /** Hands one batch to a consumer, company by company in the order of positions. */
  private async deliver(consumer: OutboxConsumer): Promise<number> {
    const places = await this.unitOfWork.run(
      async (tx) => {
        await tx.query('INSERT INTO outbox_consumers (name) VALUES ($1) ON CONFLICT DO NOTHING', [consumer.name]);
        return tx.query<{ company_id: Id | null; id: Id; position: string }>(
          `SELECT place.company_id, place.id, place.position FROM outbox_consumers c, lookup.outbox_after(c.position, $2) place WHERE c.name = $1 ORDER BY place.position`,
          [consumer.name, BATCH],
        );
      },
      { company: null },
    );
    for (let start = 0; start < places.length;) {
      const company = places[start]!.company_id;
      let end = start;
      while (end < places.length && places[end]!.company_id === company) end++;
      await this.deliverTo(consumer, company, places.slice(start, end));
      start = end;
    }
    return places.length;
  }

  private async deliverTo(consumer: OutboxConsumer, company: Id | null, places: { id: Id; position: string }[]): Promise<void> {
    await this.unitOfWork.run(
      async (tx) => {
        const last = places.at(-1)!.position;
        // The row lock keeps a second relay from handling the same events; it finds the position moved and steps back.
        const moved = await tx.query(
          'UPDATE outbox_consumers SET position = $2, moved_at = now() WHERE name = $1 AND position < $3 RETURNING 1',
          [consumer.name, last, places[0]!.position],
        );
        if (moved.length === 0) return;
        const rows = await tx.query<{ id: Id; position: string; type: string; data: Record<string, unknown> }>(
          'SELECT id, position, type, data FROM outbox WHERE id = ANY($1) AND type = ANY($2) ORDER BY position',
          [places.map((place) => place.id), consumer.types],
        );
        if (rows.length > 0) await consumer.handle(rows.map((row) => ({ ...row, position: BigInt(row.position), companyId: company })));
      },
      { company },
    );
  }
}
