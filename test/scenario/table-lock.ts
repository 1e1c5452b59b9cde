import { Client } from 'pg';
import type { Installation } from '../installation.js';

/** A connection of the server's superuser. */
export async function admin(installation: Installation): Promise<Client> {
  const client = new Client({ connectionString: await installation.adminUrl('interline') });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Keeps whoever writes one table waiting, so that a process can be met half-way: inside a transaction that has begun to write. */
export class TableLock {
  private constructor(private readonly client: Client) {}

  static async on(installation: Installation, table: string): Promise<TableLock> {
    const lock = new TableLock(await admin(installation));
    await lock.client.query('BEGIN');
    await lock.client.query(`LOCK TABLE ${table} IN SHARE MODE`);
    return lock;
  }

  /** How many transactions of workers wait for it. */
  async heldUp(): Promise<number> {
    // Within a transaction the list of connections stays as it was first seen.
    await this.client.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await this.client.query<{ blocked: number }>(
      `SELECT count(*)::int AS blocked FROM pg_stat_activity
       WHERE application_name = 'interline worker' AND pg_backend_pid() = ANY(pg_blocking_pids(pid))`,
    );
    return rows[0]!.blocked;
  }

  async release(): Promise<void> {
    await this.client.end();
  }
}
