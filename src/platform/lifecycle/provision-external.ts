import type { Client } from 'pg';
import { InterlineError } from '../../kernel/index.js';
import { derivedSecret } from '../config/index.js';
import { databaseGrantsSql, ROLES } from '../database/index.js';
import { scramVerifier } from '../database/embedded/index.js';
import { connectPatiently } from './database-check.js';
import { lifecycleErrors } from './lifecycle.errors.js';

/** A company's own server, as the settings name it. */
export interface ExternalDatabase {
  /** Role `interline_app`, with the password it has or shall get. */
  url: string;
  /** A superuser, a role that may create roles, or `interline_owner` itself once the roles stand. */
  ownerUrl: string;
  masterKey: Uint8Array;
}

interface OwnerRights {
  name: string;
  superuser: boolean;
  createrole: boolean;
  version: number;
}

const PROVISION_LOCK = 7_061_001;

/** The address the queue uses: the role `jobs` on the app's database, with a password made from the master key, so that nobody has to keep one more. */
export function jobsUrlOf(appUrl: string, masterKey: Uint8Array): string {
  const address = new URL(appUrl);
  address.username = ROLES.jobs;
  address.password = jobsPassword(masterKey);
  return address.toString();
}

/** The owner's address such that whatever is created belongs to the role `owner`, whoever logs in. */
export function asOwner(ownerUrl: string): string {
  const address = new URL(ownerUrl);
  if (decodeURIComponent(address.username) === ROLES.owner) return ownerUrl;
  const options = address.searchParams.get('options');
  address.searchParams.set('options', `${options ? `${options} ` : ''}-c role=${ROLES.owner}`);
  // an address encodes a blank as +, which PostgreSQL's clients do not decode
  return address.toString().replaceAll('+', '%20');
}

/**
 * Makes database and roles on a company's own server, or completes them; running it again changes nothing but the two passwords.
 * @throws DATABASE_ROLES_MISSING with the SQL to run when the owner may not create roles, DATABASE_UNAVAILABLE, DATABASE_REFUSED
 */
export async function provisionExternal(database: ExternalDatabase): Promise<void> {
  await createDatabase(database.ownerUrl);
  const client = await connectPatiently(database.ownerUrl);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PROVISION_LOCK]);
    const rights = await rightsOf(client);
    const missing = await missingRoles(client);
    if (rights.superuser || rights.createrole) await createRoles(client, rights, missing, database);
    else if (missing.length > 0) throw rolesMissing(rights.name, missing, database);
    if (rights.superuser || rights.createrole || (await ownsDatabase(client)))
      await client.query(databaseGrantsSql(databaseOf(database.ownerUrl)));
    if (!rights.superuser && !rights.createrole) await requireLogins(database);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The roles the server lacks, for `migrate --plan`. */
export async function plannedRoles(ownerUrl: string): Promise<string[]> {
  const client = await connectPatiently(ownerUrl);
  try {
    return await missingRoles(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const jobsPassword = (masterKey: Uint8Array): string => derivedSecret(masterKey, `password of ${ROLES.jobs}`);
const databaseOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

async function createDatabase(ownerUrl: string): Promise<void> {
  const name = databaseOf(ownerUrl);
  const elsewhere = new URL(ownerUrl);
  elsewhere.pathname = '/postgres';
  // an owner that may not connect to `postgres` has been given its database already
  const client = await connectPatiently(elsewhere.toString()).catch(() => null);
  if (!client) return;
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${quoted(name)} TEMPLATE template0 ENCODING 'UTF8'`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function rightsOf(client: Client): Promise<OwnerRights> {
  const { rows } = await client.query<OwnerRights>(
    `SELECT rolname AS name, rolsuper AS superuser, rolcreaterole AS createrole, current_setting('server_version_num')::int / 10000 AS version
     FROM pg_roles WHERE rolname = current_user`,
  );
  return rows[0]!;
}

async function missingRoles(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ role: string }>(
    'SELECT role FROM unnest($1::text[]) AS role WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)',
    [Object.values(ROLES)],
  );
  return rows.map(({ role }) => role);
}

async function createRoles(client: Client, rights: OwnerRights, missing: string[], database: ExternalDatabase): Promise<void> {
  for (const role of missing) await client.query(`CREATE ROLE ${role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`);
  for (const [role, stored] of Object.entries(loginsOf(database))) await client.query(`ALTER ROLE ${role} LOGIN PASSWORD '${stored}'`);
  await client.query(`GRANT ${ROLES.lookup} TO ${ROLES.owner}`);
  // schemas and tables are made in the name of these roles; a superuser may do so anyway
  if (!rights.superuser && rights.name !== ROLES.owner) await client.query(`GRANT ${ROLES.owner}, ${ROLES.lookup} TO CURRENT_USER`);
}

/** ASCII goes as verifier, so that the password is in no statement; PostgreSQL prepares others by rules of its own and has to see them. */
function storedPassword(password: string): string {
  return /^[\x20-\x7e]+$/.test(password) ? scramVerifier(password) : password.replaceAll("'", "''");
}

async function ownsDatabase(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ owns: boolean }>(
    `SELECT pg_has_role(current_user, datdba, 'MEMBER') AS owns FROM pg_database WHERE datname = current_database()`,
  );
  return rows[0]!.owns;
}

/** Roles that somebody else made may have another password than we use. */
async function requireLogins(database: ExternalDatabase): Promise<void> {
  const logins = [
    [ROLES.app, database.url],
    [ROLES.jobs, jobsUrlOf(database.url, database.masterKey)],
  ] as const;
  for (const [role, url] of logins) {
    try {
      await (await connectPatiently(url)).end();
    } catch (error) {
      if (!(error instanceof InterlineError) || error.code !== 'DATABASE_REFUSED') throw error;
      const sql = `ALTER ROLE ${role} LOGIN PASSWORD '${loginsOf(database)[role]}';`;
      throw lifecycleErrors.DATABASE_ROLES_MISSING(`${role} cannot log in as Interline will. Let an administrator run:\n${sql}`, {
        cause: error,
      });
    }
  }
}

/** What each login's password is stored as. It is no password, so it may be shown to the administrator who has to run it. */
function loginsOf(database: ExternalDatabase): Record<string, string> {
  return {
    [ROLES.app]: storedPassword(decodeURIComponent(new URL(database.url).password)),
    [ROLES.jobs]: storedPassword(jobsPassword(database.masterKey)),
  };
}

function rolesMissing(name: string, missing: string[], database: ExternalDatabase): InterlineError {
  const logins = loginsOf(database);
  const sql = missing.map((role) =>
    logins[role] === undefined ? `CREATE ROLE ${role};` : `CREATE ROLE ${role} LOGIN PASSWORD '${logins[role]}';`,
  );
  sql.push(`GRANT ${ROLES.lookup} TO ${ROLES.owner};`);
  if (name !== ROLES.owner) sql.push(`GRANT ${ROLES.owner}, ${ROLES.lookup} TO ${quoted(name)};`);
  return lifecycleErrors.DATABASE_ROLES_MISSING(
    `${name} may not create the roles ${missing.join(', ')}. Give DATABASE_OWNER_URL a role that may, or let an administrator run:\n${sql.join('\n')}`,
  );
}
