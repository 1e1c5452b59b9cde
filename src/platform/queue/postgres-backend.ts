import {
  assertSchemaCompatibility,
  createPostgresBackend,
  LATEST_SCHEMA_VERSION,
  runMigrations,
  SchemaMigrationRequiredError,
  withBackend,
  type PgPool,
} from 'bullmq';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Pool, type PoolClient } from 'pg';
import { ROLES } from '../database/roles.js';
import type { QueueBackend } from './bullmq-queue.js';

const SCHEMA = 'bullmq';
/** How long a failed connection keeps its caller, in milliseconds. */
const RETRY_MS = 1_000;

type Connected = (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void;

/**
 * Tells of a failed connection after a while. Workers ask again at once after most errors, so that a server which starts up, or has no connection to give, would
 * be asked without pause.
 */
class PatientPool extends Pool {
  override connect(): Promise<PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<PoolClient> | void {
    if (callback)
      return super.connect((error, client, done) => {
        if (error) setTimeout(() => callback(error, client, done), RETRY_MS);
        else callback(error, client, done);
      });
    return super.connect().catch(async (error: unknown) => {
      await delay(RETRY_MS);
      throw error;
    });
  }
}

/**
 * BullMQ's tables in the application's own database. All queues of a process share one small pool.
 * @param url role `jobs`
 * @param onError hears of idle connections the server dropped; they are replaced by themselves
 */
export function postgresBackend(url: string, onError: (error: Error) => void): QueueBackend {
  // a pool of ours cannot be told a schema, so each of its connections starts with the search path
  const pool = new PatientPool({
    connectionString: url,
    max: 4,
    options: `-c search_path=${SCHEMA}`,
    keepAlive: true,
    application_name: 'interline queue',
  });
  pool.on('error', onError);
  // every queue and every worker listens on it too
  pool.setMaxListeners(0);
  const bull = withBackend(createPostgresBackend);
  return {
    queue: (name) => new bull.Queue(name, { connection: pool as unknown as PgPool }),
    worker: (name, processor, options) => {
      // each worker keeps one connection to be woken by
      pool.options.max += 1;
      return new bull.Worker(name, processor, { connection: pool as unknown as PgPool, ...options });
    },
    close: () => pool.end(),
  };
}

/**
 * Brings BullMQ's schema up to the installed BullMQ, as the owner, and lets the role `jobs` use it.
 * @param ownerUrl role `owner`
 */
export async function migrateQueue(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    // for what the owner makes from here on: a grant on ALL SEQUENCES would fail on those of the queues, which the role makes and owns itself
    await client.query(`
      ALTER DEFAULT PRIVILEGES IN SCHEMA ${SCHEMA} GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLES TO ${ROLES.jobs};
      ALTER DEFAULT PRIVILEGES IN SCHEMA ${SCHEMA} GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO ${ROLES.jobs};`);
    await runMigrations(client, SCHEMA);
  });
}

/**
 * Whether BullMQ's schema lacks migrations of the installed BullMQ.
 * @throws BullMQ's SchemaVersionMismatchError when the schema is newer than this BullMQ can serve
 */
export async function isQueueBehind(url: string): Promise<boolean> {
  return withClient(url, async (client) => {
    try {
      return (await assertSchemaCompatibility(client, SCHEMA)) < LATEST_SCHEMA_VERSION;
    } catch (error) {
      if (error instanceof SchemaMigrationRequiredError) return true;
      throw error;
    }
  });
}

async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, application_name: 'interline queue', connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
