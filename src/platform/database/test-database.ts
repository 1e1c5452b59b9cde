import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { newId, type Id } from '../../kernel/index.js';
import { eventProblems } from '../outbox/event-contract.fixture.js';
import { Database, type Entities } from './database.js';
import { startEmbedded } from './embedded/index.js';
import { migrate } from './migrate.js';
import { migrations } from './migrations/index.js';
import { databaseGrantsSql } from './roles.js';
import { UnitOfWork } from './unit-of-work.js';

/** A migrated database of one test suite, reached by the same roles as in production. */
export interface TestDatabase {
  readonly database: Database;
  readonly uow: UnitOfWork;
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly jobsUrl: string;
  /** Superuser inside this database: to look behind the wall, and to break things. */
  readonly adminUrl: string;
  /** Makes a company's bare row and gives its id. */
  company(name?: string): Promise<Id>;
  /** Drops it. @throws when an event that the suite wrote breaks its contract in `schema/events/` */
  close(): Promise<void>;
}

const quiet = { info: () => undefined, warn: () => undefined };

/**
 * Makes a database for one suite, as a copy of a template that is migrated once for each set of migrations.
 * The server is shared by all suites that run at the same time and stops with the last of them.
 */
export async function createTestDatabase(options: { entities?: Entities; poolSize?: number } = {}): Promise<TestDatabase> {
  const server = await startEmbedded({
    dataDir: join(tmpdir(), `interline-test-${userInfo().uid}`),
    log: quiet,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  const name = `suite_${newId().replaceAll('-', '')}`;
  await withAdmin(server.adminUrl, async (admin) => {
    const template = await templateDatabase(admin, server.adminUrl, server.ownerUrl);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    await admin.query(databaseConnectSql(name));
  });
  const url = (base: string): string => withDatabase(base, name);
  const database = await Database.connect({
    url: url(server.appUrl),
    poolSize: options.poolSize ?? 8,
    ...(options.entities ? { entities: options.entities } : {}),
  });
  const uow = new UnitOfWork(database);
  return {
    database,
    uow,
    appUrl: url(server.appUrl),
    ownerUrl: url(server.ownerUrl),
    jobsUrl: url(server.jobsUrl),
    adminUrl: url(server.adminUrl),
    async company(companyName = 'Test') {
      const id = newId();
      await uow.run(
        (tx) =>
          tx.query(
            `INSERT INTO companies (id, slug, name, time_zone, base_currency, created_at) VALUES ($1, $2, $3, 'Asia/Shanghai', 'CNY', now())`,
            [id, `c-${id}`, companyName],
          ),
        { company: id },
      );
      return id;
    },
    async close() {
      await database.close();
      const problems = await withAdmin(url(server.adminUrl), problemsOfEvents);
      await withAdmin(server.adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)).catch(() => undefined);
      await server.stop();
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },
  };
}

/** What the events in the outbox break of their contracts; those of tests about the outbox itself have none. */
async function problemsOfEvents(admin: Client): Promise<string[]> {
  const { rows } = await admin.query<{ type: string; data: unknown }>(`SELECT type, data FROM outbox WHERE type NOT LIKE 'tested.%'`);
  return [...new Set(rows.flatMap(({ type, data }) => eventProblems(type, data)))];
}

async function templateDatabase(admin: Client, adminUrl: string, ownerUrl: string): Promise<string> {
  const hash = createHash('sha256').update(databaseGrantsSql(''));
  for (const migration of migrations) hash.update(String(migration.prototype.up));
  const name = `template_${hash.digest('hex').slice(0, 16)}`;
  await admin.query('SELECT pg_advisory_lock(7061009)');
  try {
    const { rowCount } = await admin.query(
      `SELECT FROM pg_database WHERE datname = $1 AND shobj_description(oid, 'pg_database') = 'ready'`,
      [name],
    );
    if (!rowCount) {
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
      await withAdmin(withDatabase(adminUrl, name), (inside) => inside.query(databaseGrantsSql(name)));
      await migrate(withDatabase(ownerUrl, name));
      await admin.query(`COMMENT ON DATABASE ${name} IS 'ready'`);
    }
    return name;
  } finally {
    await admin.query('SELECT pg_advisory_unlock(7061009)');
  }
}

/** Grants on a database itself are not copied with its template. */
function databaseConnectSql(name: string): string {
  return databaseGrantsSql(name)
    .split(';')
    .filter((statement) => statement.includes(`ON DATABASE "${name}"`))
    .join(';');
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.toString();
}

async function withAdmin<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
