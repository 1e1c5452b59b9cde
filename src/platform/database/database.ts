import { createHash } from 'node:crypto';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { DataSource, type EntityManager, type MixedList, type EntitySchema } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { migrations } from './migrations/index.js';

/** Entity classes as each room's `index.ts` gives them. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- TypeORM's own type for an entity class
export type Entities = MixedList<Function | string | EntitySchema>;

/** How to reach the database. */
export interface DatabaseOptions {
  url: string;
  entities?: Entities;
  /** Connections at most. Default 10. */
  poolSize?: number;
  /** Shown in `pg_stat_activity`. */
  name?: string;
}

/**
 * The connection pool, TypeORM's. Queries go out pipelined: several may be sent on one connection without waiting in between.
 * Only `platform/database` uses this class; rooms go through the unit of work.
 */
export class Database {
  private constructor(
    readonly dataSource: DataSource,
    readonly pool: Pool,
  ) {}

  /** Connects. Rejects when the server does not answer. */
  static async connect(options: DatabaseOptions): Promise<Database> {
    const dataSource = new DataSource({
      type: 'postgres',
      url: options.url,
      entities: options.entities ?? [],
      migrations,
      migrationsTableName: 'migrations',
      applicationName: options.name ?? 'interline',
      extra: { max: options.poolSize ?? 10, pipeline: true, connectionTimeoutMillis: 10_000, idleTimeoutMillis: 60_000 },
    });
    await dataSource.initialize();
    const pool = (dataSource.driver as PostgresDriver).master as Pool;
    // An idle connection that the server drops must not end the process; the next query reports it.
    pool.on('error', () => undefined);
    return new Database(dataSource, pool);
  }

  /** An entity manager that works on a connection already checked out, inside the transaction that is open there. */
  managerOn(client: PoolClient): EntityManager {
    const runner = this.dataSource.createQueryRunner();
    // TypeORM would fetch a connection of its own and open a second transaction; these two fields are what its query runner looks at.
    Object.assign(runner, { databaseConnection: client, isTransactionActive: true });
    return runner.manager;
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

const statementNames = new Map<string, string>();

/** Sends one statement, prepared under a name of its own text so that each connection parses and plans it once. */
export async function runPrepared<Row extends QueryResultRow>(client: PoolClient, sql: string, params: readonly unknown[]): Promise<Row[]> {
  let name = statementNames.get(sql);
  if (!name) {
    name = createHash('sha1').update(sql).digest('base64url');
    statementNames.set(sql, name);
  }
  const result = await client.query<Row>({ name, text: sql, values: params as unknown[] });
  return result.rows;
}

/** Sends one statement without keeping its plan. */
export async function runOnce<Row extends QueryResultRow>(client: PoolClient, sql: string, params: readonly unknown[]): Promise<Row[]> {
  return (await client.query<Row>(sql, params as unknown[])).rows;
}
