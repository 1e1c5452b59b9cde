import { AsyncLocalStorage } from 'node:async_hooks';
import type { Writable } from 'node:stream';
import type { PoolClient, QueryResultRow } from 'pg';
import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { currentContext, newId, type Id } from '../../kernel/index.js';
import { Database, runOnce, runPrepared } from './database.js';
import { databaseErrors, isFull } from './database.errors.js';

/** News for other rooms, written with the change it tells of. Names are past tense with a version: `expense.recorded.v1`. */
export interface OutboxEvent {
  type: string;
  data: Record<string, unknown>;
}

/** One open transaction of one company (or of none, for lookups). */
export interface Transaction {
  readonly companyId: Id | null;
  /** Runs SQL with `$1` parameters, prepared. Statements of one transaction go out in the order of the calls. */
  query<Row extends QueryResultRow = QueryResultRow>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** TypeORM's repository of an entity, inside this transaction: for simple reads and writes. */
  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity>;
  /** Writes an event into the outbox with this transaction. */
  emit(event: OutboxEvent): void;
  /** Runs once the transaction has been committed; never when it was rolled back. */
  afterCommit(work: () => void | Promise<void>): void;
  /** The connection itself, for COPY streams in repositories. */
  readonly client: PoolClient;
}

/** Which company a unit of work is for, when it is not the running request's. */
export interface UnitOfWorkOptions {
  /** `null` opens a transaction that sees no tenant row, for functions of schema `lookup`. */
  company?: Id | null;
  /** Milliseconds any lock may be waited for. Default 10 s. */
  lockTimeout?: number;
  /** Opens a transaction of its own even inside an open one: for what must stay when the outer one is rolled back (keys, audit of refusals). */
  separate?: boolean;
  /**
   * For `read`: plans the statement for these very parameters instead of once for all. Meant for lists with filters, which may match everything or
   * nothing: after a few runs a prepared statement is planned for the average, and may then walk a million rows to find none.
   */
  replan?: boolean;
}

/** What PostgreSQL answers to every statement behind the one that failed. */
const ABORTED = '25P02';

class OpenTransaction implements Transaction {
  readonly events: OutboxEvent[] = [];
  readonly commitWork: (() => void | Promise<void>)[] = [];
  private manager: EntityManager | null = null;
  private failure: unknown = null;

  constructor(
    private readonly database: Database,
    readonly client: PoolClient,
    readonly companyId: Id | null,
  ) {}

  query<Row extends QueryResultRow>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return runPrepared<Row>(this.client, sql, params).catch((error: unknown) => {
      this.failure ??= error;
      throw error;
    });
  }

  /** Statements that were sent side by side all fail when one does, and whoever waits may hear of another first: this is the one that says why. */
  causeOf(error: unknown): unknown {
    return codeOf(error) === ABORTED ? (this.failure ?? error) : error;
  }

  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    this.manager ??= this.database.managerOn(this.client);
    return this.manager.getRepository(entity);
  }

  emit(event: OutboxEvent): void {
    this.events.push(event);
  }

  afterCommit(work: () => void | Promise<void>): void {
    this.commitWork.push(work);
  }
}

/** The one way rooms reach the database: explicit transactions that nested calls join. */
export class UnitOfWork {
  private readonly open = new AsyncLocalStorage<OpenTransaction>();

  constructor(private readonly database: Database) {}

  /**
   * Runs `work` in a transaction of one company. A nested call joins the open transaction; only the outermost commits.
   * Any throw rolls all of it back. Events and `afterCommit` work leave only once the server has said COMMIT.
   * @throws DATABASE_UNAVAILABLE, LOCK_TIMEOUT, COMMIT_FAILED
   */
  async run<Result>(work: (tx: Transaction) => Promise<Result>, options: UnitOfWorkOptions = {}): Promise<Result> {
    const company = options.company === undefined ? (currentContext()?.actor.companyId ?? null) : options.company;
    const outer = this.open.getStore();
    if (outer && !options.separate) {
      if (outer.companyId !== company) throw new TypeError('a unit of work cannot be joined for another company');
      return work(outer);
    }
    const client = await this.connect();
    let broken = false;
    try {
      const tx = new OpenTransaction(this.database, client, company);
      const result = await this.inTransaction(tx, options.lockTimeout ?? 10_000, work);
      for (const after of tx.commitWork) await after();
      return result;
    } catch (error) {
      broken = isConnectionLost(error);
      throw translate(error);
    } finally {
      client.release(broken);
    }
  }

  /**
   * Reads with one statement of the running request's company: begin, company, statement and commit leave in one go.
   * Inside an open unit of work it joins that.
   */
  async read<Row extends QueryResultRow = QueryResultRow>(
    sql: string,
    params: readonly unknown[] = [],
    options: UnitOfWorkOptions = {},
  ): Promise<Row[]> {
    const company = options.company === undefined ? (currentContext()?.actor.companyId ?? null) : options.company;
    const outer = this.open.getStore();
    if (outer) return this.run((tx) => tx.query<Row>(sql, params), { company });
    const client = await this.connect();
    let broken = false;
    try {
      const [rows] = await inOneWrite(client, () => {
        const begun = begin(client, company, 'BEGIN READ ONLY');
        const answered = options.replan ? runOnce<Row>(client, sql, params) : runPrepared<Row>(client, sql, params);
        return Promise.all([answered, begun, client.query('COMMIT')]);
      });
      return rows;
    } catch (error) {
      broken = isConnectionLost(error);
      // A failed statement leaves the pipelined COMMIT to end the transaction as a rollback: the connection stays usable.
      throw translate(error);
    } finally {
      client.release(broken);
    }
  }

  private async inTransaction<Result>(
    tx: OpenTransaction,
    lockTimeout: number,
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Result> {
    let begun: Promise<void> | undefined;
    try {
      const result = await inOneWrite(tx.client, () => {
        begun = begin(tx.client, tx.companyId, 'BEGIN', lockTimeout);
        begun.catch(() => undefined); // awaited below; until then its failure must not count as unhandled
        return this.open.run(tx, () => work(tx));
      });
      await begun;
      if (tx.events.length > 0) await writeEvents(tx);
      const committed = await tx.client.query('COMMIT');
      if (committed.command !== 'COMMIT') throw databaseErrors.COMMIT_FAILED('the transaction was rolled back by the server');
      return result;
    } catch (error) {
      await begun?.catch(() => undefined);
      if (!isConnectionLost(error)) await tx.client.query('ROLLBACK').catch(() => undefined);
      throw tx.causeOf(error);
    }
  }

  private async connect(): Promise<PoolClient> {
    try {
      const client = await this.database.pool.connect();
      // A connection that is lost between two statements must not end the process: the next statement rejects.
      if (client.listenerCount('error') === 0) client.on('error', () => undefined);
      return client;
    } catch (error) {
      throw databaseErrors.DATABASE_UNAVAILABLE('the database does not answer', { cause: error });
    }
  }
}

/** Lets all that `send` sends leave as one packet: the driver writes each message by itself, and the writes would cost more than the statements. */
function inOneWrite<Result>(client: PoolClient, send: () => Result): Result {
  const { stream } = (client as PoolClient & { connection: { stream: Writable } }).connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

const SET_COMPANY = `SELECT set_config('app.company_id', $1, true)`;
/**
 * What a transaction writes in batches is planned each time: a plan kept from when a table was small would walk all of it until its statistics are made
 * again, and the first reading of a vendor fills tables faster than that.
 */
const SET_TRANSACTION = `
  SELECT set_config('app.company_id', $1, true), set_config('lock_timeout', $2, true), set_config('plan_cache_mode', 'force_custom_plan', true)`;

async function begin(client: PoolClient, company: Id | null, statement: string, lockTimeout?: number): Promise<void> {
  const begun = client.query(statement);
  const set =
    lockTimeout === undefined
      ? runPrepared(client, SET_COMPANY, [company ?? ''])
      : runPrepared(client, SET_TRANSACTION, [company ?? '', String(lockTimeout)]);
  await Promise.all([begun, set]);
}

async function writeEvents(tx: OpenTransaction): Promise<void> {
  const rows = tx.events.map((event) => ({ id: newId(), type: event.type, data: event.data }));
  await tx.query(
    `INSERT INTO outbox (company_id, id, type, data)
     SELECT $1, id, type, data FROM jsonb_to_recordset($2::jsonb) AS event(id uuid, type text, data jsonb)`,
    [tx.companyId, JSON.stringify(rows)],
  );
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Whether the connection is gone: class 08, admin shutdown, crash shutdown, a socket error, or what the driver says of a connection that had one. */
function isConnectionLost(error: unknown): boolean {
  return /^(08|57P0[123])|^E[A-Z]+$/.test(codeOf(error)) || (error instanceof Error && DRIVER_LOST.test(error.message));
}

const DRIVER_LOST = /^Connection terminated|^Client (has encountered a connection error|was closed) and is not queryable/;

function translate(error: unknown): unknown {
  if (isConnectionLost(error)) return databaseErrors.DATABASE_UNAVAILABLE('the connection to the database was lost', { cause: error });
  if (isFull(error)) return databaseErrors.DATABASE_FULL('there is no room left to write this down', { cause: error });
  if (codeOf(error) === '55P03') return databaseErrors.LOCK_TIMEOUT('somebody else is changing this right now', { cause: error });
  return error;
}
