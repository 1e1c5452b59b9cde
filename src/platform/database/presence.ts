import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { Database } from './database.js';

/** First half of the advisory lock a living process holds; the second is its number. Migrations that look for it name it too. */
export const PRESENCE_LOCK = 7_061_020;
const RETRY_MS = 500;

/**
 * Shows all processes that this one lives: an advisory lock on a connection of its own. The server drops it the moment the process is killed or its
 * connection is lost, so that what a dead process held is taken over at once and not when a lease has run out.
 */
export class Presence {
  private client: PoolClient | null = null;
  private held: number | null = null;
  private readonly ended = new AbortController();

  constructor(private readonly database: Pick<Database, 'pool'>) {}

  /** The number this process stands under; another one after its connection was lost, null while there is none. */
  get number(): number | null {
    return this.held;
  }

  /** Stands up; from then on again whenever the connection is lost. Called once, by processes that hold things. */
  async begin(): Promise<void> {
    await this.attempt().catch(() => void this.again());
  }

  /** Steps down. Nest calls it before the pool is closed. */
  onModuleDestroy(): void {
    this.ended.abort();
    this.leave(this.client);
  }

  private async attempt(): Promise<void> {
    const client = await this.database.pool.connect();
    client.on('error', () => this.lost(client));
    client.once('end', () => this.lost(client));
    this.client = client;
    // never a number that was ours: what we held under it before counts as let go
    const number = randomInt(1, 2 ** 31);
    try {
      await client.query('SELECT pg_advisory_lock($1, $2)', [PRESENCE_LOCK, number]);
    } catch (error) {
      this.leave(client);
      throw error;
    }
    if (this.client === client) this.held = number;
    if (this.ended.signal.aborted) this.leave(client);
  }

  private lost(client: PoolClient): void {
    if (this.client !== client || this.held === null) return;
    this.leave(client);
    void this.again();
  }

  private async again(): Promise<void> {
    while (!this.ended.signal.aborted) {
      await delay(RETRY_MS, undefined, { signal: this.ended.signal }).catch(() => undefined);
      if (this.ended.signal.aborted) return;
      try {
        return await this.attempt();
      } catch {
        // the database is still away: its own check says so loudly enough
      }
    }
  }

  /** Ends the connection, and the lock with it. */
  private leave(client: PoolClient | null): void {
    if (!client || this.client !== client) return;
    this.client = null;
    this.held = null;
    client.release(true);
  }
}
