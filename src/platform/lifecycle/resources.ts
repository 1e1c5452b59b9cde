import type { Logger } from 'pino';
import type { Pool } from 'pg';
import { configError, keyFingerprint, loadConfig, type Config } from '../config/index.js';
import { migrate } from '../database/index.js';
import { startEmbedded, type EmbeddedServer } from '../database/embedded/index.js';
import {
  BullQueue,
  isQueueBehind,
  migrateQueue,
  pingRedis,
  postgresBackend,
  redisBackend,
  type QueueBackend,
  type QueuePort,
} from '../queue/index.js';
import { createLogger, Metrics, type ReadinessCheck } from '../telemetry/index.js';
import { asUnavailable, connectPatiently, inspectDatabase, requireSchema } from './database-check.js';
import { lifecycleErrors } from './lifecycle.errors.js';
import { jobsUrlOf } from './provision-external.js';
import { VERSION } from './version.js';

/** What a process is for: the gateway, the worker, both in one, or one command of an operator. */
export type ProcessRole = 'serve' | 'worker' | 'all' | 'command';

/** What every process of ours stands on, opened in order and closed in reverse. */
export interface Resources {
  readonly role: ProcessRole;
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly queue: QueuePort;
  /** Address of the database for the role of the app. Migrated and checked. */
  readonly databaseUrl: string;
  /** Checks for `/health/ready`; the application adds none of its own for these things. */
  readonly readiness: readonly ReadinessCheck[];
  /** Tells the metrics and the readiness check which pool the application uses. */
  watchPool(pool: Pool): void;
  /** Turns readiness red for good: the process is on its way out. */
  drain(): void;
  /** Stops the queue, handing back running jobs, within a patience in milliseconds. */
  closeQueue(patience: number): Promise<void>;
  /** Gives the database back. */
  close(): Promise<void>;
}

/** How to open. */
export interface OpenOptions {
  role: ProcessRole;
  env: NodeJS.ProcessEnv;
  /** Level of the log; commands of an operator are quiet by default. */
  logLevel?: string;
}

/** Raised by no one but us: serialises the migrations of processes that start together. */
const MIGRATE_LOCK = 7_061_003;

/**
 * Reads the settings, starts or reaches the database, checks our rights in it and its schema, and connects the queue.
 * The embedded database is migrated here; a company's own only by `interline migrate`.
 * @throws every error of {@link exitCodeOf}
 */
export async function openResources(options: OpenOptions): Promise<Resources> {
  const result = loadConfig(options.env);
  if (!result.ok) throw configError(result.problems);
  const { config } = result;
  const isServer = options.role !== 'command';
  const log = createLogger({ level: options.logLevel ?? (isServer ? 'info' : 'warn'), process: options.role, output: isServer ? 1 : 2 });
  log.info({ version: VERSION, dataDir: config.dataDir, keyFingerprint: keyFingerprint(config.masterKey) }, 'starting');

  const embedded = config.database.kind === 'embedded' ? await startEmbedded({ dataDir: config.dataDir, log }) : null;
  try {
    await checkRedis(config);
    const urls = await prepare(config, embedded, log);
    return new OpenResources(options.role, config, log, embedded, urls);
  } catch (error) {
    await embedded?.stop();
    throw asUnavailable(error);
  }
}

interface DatabaseUrls {
  app: string;
  jobs: string;
}

/** Where jobs are kept: in Redis when the settings name one, else in the database. */
function queueBackend({ redisUrl }: Config, jobsUrl: string, log: Logger): QueueBackend {
  const dropped = (error: Error): void => log.debug({ err: error }, 'a connection of the queue was dropped');
  return redisUrl === null ? postgresBackend(jobsUrl, dropped) : redisBackend(redisUrl, dropped);
}

/** @throws REDIS_UNAVAILABLE */
async function checkRedis({ redisUrl }: Config): Promise<void> {
  if (redisUrl === null) return;
  try {
    await pingRedis(redisUrl);
  } catch (error) {
    throw lifecycleErrors.REDIS_UNAVAILABLE(`Redis at ${new URL(redisUrl).host}: ${(error as Error).message}`, { cause: error });
  }
}

async function prepare(config: Config, embedded: EmbeddedServer | null, log: Logger): Promise<DatabaseUrls> {
  if (!embedded) {
    const { url } = config.database as { url: string };
    const jobs = jobsUrlOf(url, config.masterKey);
    const state = await inspectDatabase(url);
    // the schema first: a database nobody has migrated has no role for the queue either
    requireSchema(state, false);
    requireSchema(state, await isQueueBehind(jobs));
    return { app: url, jobs };
  }
  const { appUrl, jobsUrl, ownerUrl } = embedded;
  const [state, queueBehind] = await Promise.all([inspectDatabase(appUrl), isQueueBehind(jobsUrl)]);
  if (state.pending.length > 0 || state.unknown.length > 0 || queueBehind) await migrateEmbedded(ownerUrl, log);
  return { app: appUrl, jobs: jobsUrl };
}

async function migrateEmbedded(ownerUrl: string, log: Logger): Promise<void> {
  const lock = await connectPatiently(ownerUrl);
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATE_LOCK]);
    const ran = await migrate(ownerUrl);
    await migrateQueue(ownerUrl);
    log.info({ migrations: ran }, 'database brought to this release');
  } finally {
    await lock.end().catch(() => undefined);
  }
}

class OpenResources implements Resources {
  readonly metrics: Metrics;
  readonly queue: QueuePort;
  readonly databaseUrl: string;
  readonly readiness: readonly ReadinessCheck[];
  private pool: Pool | null = null;
  private draining = false;

  constructor(
    readonly role: ProcessRole,
    readonly config: Config,
    readonly log: Logger,
    private readonly embedded: EmbeddedServer | null,
    urls: DatabaseUrls,
  ) {
    this.databaseUrl = urls.app;
    this.metrics = new Metrics(role, VERSION);
    this.queue = new BullQueue({
      backend: queueBackend(config, urls.jobs, log),
      log,
      onJob: (job, outcome, seconds) => this.metrics.jobSeconds.observe({ job, outcome }, seconds),
    });
    this.metrics.gauge('interline_queue_jobs', 'Jobs by name and state', ['job', 'state'], async () =>
      (await this.queue.depths()).flatMap(({ name, ...counts }) =>
        Object.entries(counts).map(([state, value]) => ({ labels: { job: name, state }, value: value as number })),
      ),
    );
    this.readiness = [
      { name: 'process', check: () => (this.draining ? Promise.reject(new Error('stopping')) : Promise.resolve()) },
      { name: 'database', check: () => this.checkDatabase() },
    ];
  }

  watchPool(pool: Pool): void {
    this.pool = pool;
    this.metrics.gauge('interline_database_connections', 'Connections of the application pool', ['state'], () => [
      { labels: { state: 'idle' }, value: pool.idleCount },
      { labels: { state: 'busy' }, value: pool.totalCount - pool.idleCount },
      { labels: { state: 'awaited' }, value: pool.waitingCount },
    ]);
  }

  drain(): void {
    this.draining = true;
  }

  async closeQueue(patience: number): Promise<void> {
    await this.queue.close(patience);
  }

  async close(): Promise<void> {
    await this.closeQueue(1_000);
    await this.embedded?.stop();
  }

  private async checkDatabase(): Promise<void> {
    if (this.embedded && !this.embedded.ready) throw new Error('being brought back');
    await this.pool?.query('SELECT 1').catch(() => {
      throw new Error('does not answer');
    });
  }
}
