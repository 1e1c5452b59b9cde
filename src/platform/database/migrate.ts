import { DataSource } from 'typeorm';
import { databaseErrors } from './database.errors.js';
import { migrations } from './migrations/index.js';

/** Where a database stands against this binary. */
export interface SchemaState {
  /** Migrations this binary has and the database has not, in order. */
  pending: string[];
  /** Migrations the database has and this binary does not know: the database is newer. */
  unknown: string[];
}

const known = migrations.map((migration) => migration.name);

/** Compares executed migration names with this binary's. */
export function compareSchema(executed: readonly string[]): SchemaState {
  return { pending: known.filter((name) => !executed.includes(name)), unknown: executed.filter((name) => !known.includes(name)) };
}

/** Opens a data source of the owner, for migrations only. */
async function ownerDataSource(ownerUrl: string): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    extra: { max: 2 },
  });
  return dataSource.initialize();
}

async function executedNames(dataSource: DataSource): Promise<string[]> {
  const [table] = await dataSource.query<{ found: string | null }[]>(`SELECT to_regclass('public.migrations') AS found`);
  if (!table?.found) return [];
  const rows = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id');
  return rows.map((row) => row.name);
}

/** What `migrate` would run. */
export async function planMigrations(ownerUrl: string): Promise<SchemaState> {
  const dataSource = await ownerDataSource(ownerUrl);
  try {
    return compareSchema(await executedNames(dataSource));
  } finally {
    await dataSource.destroy();
  }
}

/**
 * Brings a database up to this binary, each migration in a transaction of its own: it is done whole or not at all.
 * @returns the names that ran
 * @throws SCHEMA_NEWER when the database has migrations this binary does not know
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const dataSource = await ownerDataSource(ownerUrl);
  try {
    const state = compareSchema(await executedNames(dataSource));
    refuseNewer(state);
    if (state.pending.length === 0) return [];
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    return ran.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}

/**
 * Refuses a database this binary cannot serve.
 * @throws SCHEMA_NEWER, SCHEMA_OLDER
 */
export function checkSchema(state: SchemaState): void {
  refuseNewer(state);
  if (state.pending.length > 0) {
    throw databaseErrors.SCHEMA_OLDER(
      `the database lacks ${state.pending.length} migration(s): ${state.pending.join(', ')}. Run: interline migrate`,
    );
  }
}

function refuseNewer(state: SchemaState): void {
  if (state.unknown.length > 0) {
    throw databaseErrors.SCHEMA_NEWER(
      `the database was migrated by a newer release (${state.unknown.join(', ')}). Start that release, or restore a backup from before it`,
    );
  }
}
