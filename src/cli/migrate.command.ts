import { configError, loadConfig, type Config } from '../platform/config/index.js';
import { migrate, planMigrations, type SchemaState } from '../platform/database/index.js';
import { startEmbedded } from '../platform/database/embedded/index.js';
import { asOwner, asUnavailable, plannedRoles, provisionExternal } from '../platform/lifecycle/index.js';
import { isQueueBehind, migrateQueue } from '../platform/queue/index.js';
import { createLogger } from '../platform/telemetry/index.js';
import type { Cli } from './cli.types.js';

/** Brings the database in the settings to this release, or says what that would do. */
export async function migrateDatabase(cli: Cli, plan: boolean): Promise<void> {
  const result = loadConfig(cli.env);
  if (!result.ok) throw configError(result.problems);
  const work = result.config.database.kind === 'embedded' ? migrateEmbedded : migrateExternal;
  await work(result.config, plan, cli).catch((error: unknown) => {
    throw asUnavailable(error);
  });
}

async function migrateEmbedded(config: Config, plan: boolean, cli: Cli): Promise<void> {
  const log = createLogger({ level: 'warn', process: 'migrate', output: 2 });
  const server = await startEmbedded({ dataDir: config.dataDir, log });
  try {
    if (plan) sayPlan(cli, [], await planMigrations(server.ownerUrl), await isQueueBehind(server.ownerUrl));
    else await run(cli, server.ownerUrl);
  } finally {
    await server.stop();
  }
}

async function migrateExternal({ database, masterKey }: Config, plan: boolean, cli: Cli): Promise<void> {
  const { url, ownerUrl } = database as { url: string; ownerUrl: string | null };
  if (ownerUrl === null) throw configError([{ name: 'DATABASE_OWNER_URL', problem: 'is needed to migrate the database in DATABASE_URL' }]);
  if (!plan) {
    await provisionExternal({ url, ownerUrl, masterKey });
    await run(cli, asOwner(ownerUrl));
    return;
  }
  const roles = await plannedRoles(ownerUrl);
  sayPlan(cli, roles, await planMigrations(ownerUrl), await isQueueBehind(ownerUrl));
}

async function run(cli: Cli, ownerUrl: string): Promise<void> {
  const ran = await migrate(ownerUrl);
  await migrateQueue(ownerUrl);
  for (const name of ran) cli.print(`ran ${name}`);
  cli.print(ran.length === 0 ? 'The database was up to date.' : 'The database is up to date.');
}

function sayPlan(cli: Cli, roles: string[], { pending, unknown }: SchemaState, queueBehind: boolean): void {
  for (const role of roles) cli.print(`would create role ${role}`);
  for (const name of pending) cli.print(`would run ${name}`);
  if (queueBehind) cli.print('would bring the tables of the job queue to this release');
  for (const name of unknown) cli.print(`cannot run: the database has ${name}, which this release does not know`);
  if (roles.length + pending.length + unknown.length === 0 && !queueBehind) cli.print('The database is up to date.');
}
