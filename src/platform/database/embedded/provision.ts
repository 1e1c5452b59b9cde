import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { databaseGrantsSql, rolesSql } from '../roles.js';

/** Name of Interline's database on the embedded server. */
export const DATABASE = 'interline';

/** Raised when what is provisioned changes, so that an existing database gets it on its next start. */
const GENERATION = 'interline roles 1';

/** Serialises provisioning between processes; any constant will do as long as nobody else of ours uses it. */
const PROVISION_LOCK = 7_061_001;

/** Passwords of the roles that log in. */
export interface RolePasswords {
  owner: string;
  app: string;
  jobs: string;
}

/**
 * Creates roles and database where they are missing. Costs one read when they stand already; a start that was killed half-way is completed by the next.
 * @param adminUrl superuser, database `postgres`
 */
export async function provision(adminUrl: string, passwords: RolePasswords): Promise<void> {
  await withClient(adminUrl, async (admin) => {
    if (await isProvisioned(admin)) return;
    await admin.query('SELECT pg_advisory_lock($1)', [PROVISION_LOCK]);
    if (await isProvisioned(admin)) return;
    await admin.query(
      rolesSql({ owner: scramVerifier(passwords.owner), app: scramVerifier(passwords.app), jobs: scramVerifier(passwords.jobs) }),
    );
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    // no template1: what somebody put there is none of ours
    if (!rowCount) await admin.query(`CREATE DATABASE ${DATABASE} TEMPLATE template0`);
    await withClient(withDatabase(adminUrl, DATABASE), (inside) => inside.query(databaseGrantsSql(DATABASE)));
    await admin.query(`COMMENT ON DATABASE ${DATABASE} IS '${GENERATION}'`);
  });
}

async function isProvisioned(admin: Client): Promise<boolean> {
  const sql = `SELECT FROM pg_database WHERE datname = $1 AND shobj_description(oid, 'pg_database') = $2`;
  return (await admin.query(sql, [DATABASE, GENERATION])).rowCount === 1;
}

/**
 * The stored form of a password (RFC 5803, as PostgreSQL keeps it), so that the password itself is in no statement and hence in no server log.
 * @param password printable ASCII; others would need SASLprep first
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${hmac(salted, 'Server Key').toString('base64')}`;
}

/** The same address with another database. */
export function withDatabase(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${encodeURIComponent(database)}`;
  return address.toString();
}

/** Connects, works, disconnects whatever happens. */
export async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, application_name: 'interline provisioning', connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
