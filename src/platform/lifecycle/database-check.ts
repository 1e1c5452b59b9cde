import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { InterlineError } from '../../kernel/index.js';
import { checkSchema, compareSchema, databaseErrors, isFull, type SchemaState } from '../database/index.js';
import { lifecycleErrors } from './lifecycle.errors.js';

const MINIMUM_VERSION = 15;
/** How long a database that is starting beside us is waited for. */
const PATIENCE = 5_000;
/** PostgreSQL's codes for: wrong password, unknown role, not in pg_hba.conf, unknown database. */
const REFUSALS = new Set(['28P01', '28000', '3D000']);

/** What the app's role could do beyond its work; each column names one excess. */
const EXCESS_SQL = `
  SELECT current_setting('server_version_num')::int / 10000 AS version,
    r.rolsuper AS "is a superuser",
    r.rolbypassrls AS "bypasses row security",
    r.rolcreaterole AS "may create roles",
    r.rolreplication AS "may replicate",
    coalesce(pg_has_role(current_user, to_regrole('interline_owner'), 'MEMBER'), false) AS "is a member of interline_owner",
    coalesce(pg_has_role(current_user, to_regrole('interline_lookup'), 'MEMBER'), false) AS "is a member of interline_lookup",
    has_schema_privilege('public', 'CREATE') AS "may create in schema public",
    EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relnamespace = 'public'::regnamespace) AS "owns tables"
  FROM pg_roles r WHERE r.rolname = current_user`;

/**
 * Looks at a database through the role the app will use.
 * @param patience milliseconds to wait for a server that does not answer yet
 * @returns where its schema stands
 * @throws DATABASE_UNAVAILABLE, DATABASE_REFUSED, DATABASE_TOO_OLD, DATABASE_ROLE_TOO_STRONG
 */
export async function inspectDatabase(appUrl: string, patience = PATIENCE): Promise<SchemaState> {
  const client = await connectPatiently(appUrl, patience);
  try {
    const { rows } = await client.query<Record<string, unknown>>(EXCESS_SQL);
    const { version, ...excess } = rows[0]!;
    if ((version as number) < MINIMUM_VERSION)
      throw lifecycleErrors.DATABASE_TOO_OLD(`the database is PostgreSQL ${String(version)}; ${MINIMUM_VERSION} or later is needed`);
    const found = Object.keys(excess).filter((name) => excess[name] === true);
    if (found.length > 0)
      throw lifecycleErrors.DATABASE_ROLE_TOO_STRONG(
        `the role ${new URL(appUrl).username} ${found.join(', ')}. Interline starts with no more than its own rights.`,
      );
    const { rows: tables } = await client.query<{ readable: boolean | null }>(
      `SELECT has_table_privilege(to_regclass('public.migrations'), 'SELECT') AS readable`,
    );
    if (!tables[0]?.readable) return compareSchema([]);
    const { rows: executed } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
    return compareSchema(executed.map(({ name }) => name));
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @throws SCHEMA_NEWER, SCHEMA_OLDER unless the schema is this program's */
export function requireSchema(state: SchemaState, queueBehind: boolean): void {
  checkSchema(state);
  if (queueBehind)
    throw databaseErrors.SCHEMA_OLDER('the tables of the job queue have not been brought to this release. Run: interline migrate');
}

/** Connects, waiting for a server that starts. @throws DATABASE_UNAVAILABLE, DATABASE_REFUSED */
export async function connectPatiently(url: string, patience = PATIENCE): Promise<Client> {
  for (const deadline = Date.now() + patience; ;) {
    const client = new Client({ connectionString: url, application_name: 'interline start', connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const refused = asRefusal(error as Error & { code?: string }, url);
      if (refused) throw refused;
      if (Date.now() >= deadline) {
        const { host } = new URL(url);
        throw databaseErrors.DATABASE_UNAVAILABLE(`the database at ${host} does not answer: ${reasonOf(error as Error)}`, { cause: error });
      }
      await delay(250);
    }
  }
}

function asRefusal(error: Error & { code?: string }, url: string): InterlineError | null {
  if (!error.code || !REFUSALS.has(error.code)) return null;
  return lifecycleErrors.DATABASE_REFUSED(`the database at ${new URL(url).host} refuses us: ${error.message}`, { cause: error });
}

/** An attempt at several addresses fails with an error that has no text of its own. */
function reasonOf(error: Error): string {
  return error.message || (error instanceof AggregateError ? error.errors.map((each: Error) => each.message).join('; ') : error.name);
}

/** What PostgreSQL and the network say when a server is going, gone or coming: shutdown, crash, start, no free connection. */
const AWAY = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/** An error of a database that went away or ran out of room while we were starting, told as such; any other comes back as it is. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof InterlineError) return error;
  if (isFull(error)) return databaseErrors.DATABASE_FULL(`the disk under the database is full: ${error.message}`, { cause: error });
  const isAway = AWAY.has((error as { code?: string }).code ?? '') || error.message.startsWith('Connection terminated');
  return isAway
    ? databaseErrors.DATABASE_UNAVAILABLE(`the database went away while we were starting: ${reasonOf(error)}`, { cause: error })
    : error;
}
