import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { InterlineError } from '../../../kernel/index.js';
import { ADMIN_ROLE, openCluster, pickPort, savePort, type Cluster } from './cluster.js';
import { databaseErrors, isFull } from '../database.errors.js';
import { embeddedErrors, failedToStart } from './embedded.errors.js';
import { DATABASE, provision } from './provision.js';
import {
  findServer,
  isPortFree,
  serverSettings,
  spawnServer,
  stopServer,
  type RunningServer,
  type SpawnedServer,
} from './server-process.js';
import { ROLES } from '../roles.js';

/** The few calls of a logger this needs; pino's fit. */
export interface EmbeddedLog {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
}

/** How to start. */
export interface EmbeddedOptions {
  /** Directory of this installation's data; created when missing. */
  dataDir: string;
  log: EmbeddedLog;
  /** Server settings over ours; only the process that starts the server decides. For tests. */
  settings?: Record<string, string>;
}

/** The embedded server as one process sees it. Addresses stay the same for as long as the process lives. */
export interface EmbeddedServer {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly jobsUrl: string;
  /** Superuser, database `postgres`: for provisioning and tests, never for the app. */
  readonly adminUrl: string;
  /** Process id of the server now; another after it was restarted. */
  readonly pid: number;
  /** False while the server is down and being brought back. */
  readonly ready: boolean;
  /** Gives the server back. The last process that uses it stops it. Safe to call twice. */
  stop(): Promise<void>;
}

/** Each process that uses the server holds this advisory lock shared, on a connection of its own: the server itself knows who is there, also after kill -9. */
const LEASE_LOCK = 7_061_002;
/** How long a server that calls itself ready may refuse us: it may be stopping, or out of connections for a moment. */
const REFUSAL_PATIENCE = 10_000;
/** A recovery after a crash may take minutes; without a living server process we give up much sooner. */
const START_PATIENCE = 300_000;
const SPAWN_ATTEMPTS = 4;
const LONGEST_BACKOFF = 5_000;

interface Refusals {
  since: number | null;
}

interface Lease {
  client: Client;
  pid: number;
  port: number;
}

/**
 * Starts or joins the embedded server of a data directory, creating it on first use. Any number of processes may do so at once: whoever finds no server
 * starts one, the others join; when the server dies each of them tries to bring it back; the last to leave stops it.
 * @throws EMBEDDED_UNSUPPORTED, EMBEDDED_USER, EMBEDDED_DATA, EMBEDDED_START_FAILED, DATABASE_FULL
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const began = Date.now();
  const cluster = await openCluster(options.dataDir).catch((cause: NodeJS.ErrnoException) => {
    if (cause instanceof InterlineError || !cause.code) throw cause;
    if (isFull(cause)) throw diskFull(options.dataDir, cause);
    throw embeddedErrors.EMBEDDED_DATA(`The data directory ${options.dataDir} cannot be used: ${cause.message}`, { cause });
  });
  const supervisor = new Supervisor(cluster, options);
  await supervisor.start();
  options.log.info(
    { server: supervisor.pid, port: cluster.port, directory: cluster.directory, ms: Date.now() - began },
    'embedded database is ready',
  );
  return supervisor;
}

class Supervisor implements EmbeddedServer {
  private lease: Lease | null = null;
  private lastPid = 0;
  private stopping: Promise<void> | null = null;
  private recovery: Promise<void> = Promise.resolve();
  private readonly abort = new AbortController();

  constructor(
    private readonly cluster: Cluster,
    private readonly options: EmbeddedOptions,
  ) {}

  async start(): Promise<void> {
    this.hold(await this.acquire(true));
    try {
      const { owner, app, jobs } = this.cluster.passwords;
      await provision(this.adminUrl, { owner, app, jobs });
    } catch (error) {
      await this.stop();
      throw isFull(error) ? diskFull(this.cluster.dataDir, error as Error) : error;
    }
  }

  get ownerUrl(): string {
    return this.url(ROLES.owner, this.cluster.passwords.owner, DATABASE);
  }
  get appUrl(): string {
    return this.url(ROLES.app, this.cluster.passwords.app, DATABASE);
  }
  get jobsUrl(): string {
    return this.url(ROLES.jobs, this.cluster.passwords.jobs, DATABASE);
  }
  get adminUrl(): string {
    return this.url(ADMIN_ROLE, this.cluster.passwords.admin, 'postgres');
  }
  get pid(): number {
    return this.lastPid;
  }
  get ready(): boolean {
    return this.lease !== null;
  }

  stop(): Promise<void> {
    this.stopping ??= this.leave();
    return this.stopping;
  }

  private url(role: string, password: string, database: string): string {
    return `postgresql://${role}:${password}@127.0.0.1:${this.cluster.port}/${database}`;
  }

  private hold(lease: Lease): void {
    this.lease = lease;
    this.lastPid = lease.pid;
    lease.client.once('end', () => {
      if (this.stopping) return;
      this.lease = null;
      this.options.log.warn({ server: lease.pid }, 'embedded database went away, bringing it back');
      this.recovery = this.recover();
    });
  }

  private async recover(): Promise<void> {
    for (let wait = 100; !this.stopping; wait = Math.min(wait * 2, LONGEST_BACKOFF)) {
      try {
        const lease = await this.acquire(false);
        this.hold(lease);
        this.options.log.info({ server: lease.pid }, 'embedded database is back');
        return;
      } catch (error) {
        if (this.stopping) return;
        this.options.log.warn({ err: error, retryIn: wait }, 'embedded database did not come back yet');
        await delay(wait, undefined, { signal: this.abort.signal }).catch(() => undefined);
      }
    }
  }

  /**
   * Joins the server, starting it when there is none. Once it has spawned one it sees that through, even when we are leaving: somebody has to stop it.
   * @param first whether nobody has our addresses yet, so that the port may still change
   */
  private async acquire(first: boolean): Promise<Lease> {
    const deadline = Date.now() + START_PATIENCE;
    const refused: Refusals = { since: null };
    let spawned: SpawnedServer | null = null;
    for (let attempt = 0; ;) {
      const server = await findServer(this.cluster);
      if (server?.ready) {
        if (first) this.cluster.port = server.port;
        else if (server.port !== this.cluster.port) throw portMoved(this.cluster.port, server.port);
        const lease = await this.connect(server, refused, spawned?.pid === server.pid);
        if (lease) return lease;
      } else if (!server && (!spawned || spawned.exit !== null)) {
        if (attempt === SPAWN_ATTEMPTS) throw await startFailed(this.cluster, spawned);
        // the shared memory of a killed server lives until its last backend has noticed; a port may be freed meanwhile
        if (attempt > 0) await delay(100 * 3 ** (attempt - 1), undefined, { signal: this.abort.signal });
        attempt += 1;
        await this.ensurePort(first);
        spawned = await spawnServer(this.cluster, serverSettings(this.cluster.port, this.options.settings));
      }
      if (Date.now() > deadline) throw await startFailed(this.cluster, spawned);
      await delay(10, undefined, { signal: spawned && spawned.exit === null ? undefined : this.abort.signal });
    }
  }

  private async ensurePort(first: boolean): Promise<void> {
    if (await isPortFree(this.cluster.port)) return;
    if (!first)
      throw embeddedErrors.EMBEDDED_START_FAILED(`port ${this.cluster.port} of the embedded database is taken by another program`);
    let port = pickPort();
    while (!(await isPortFree(port))) port = pickPort();
    await savePort(this.cluster, port);
  }

  /**
   * @param refused remembers for how long a server that calls itself ready has refused us
   * @param ours whether this call has spawned the server, and so has to stop it when it is no use
   * @returns null when the server is on its way out or not yet there: look again
   */
  private async connect(server: RunningServer, refused: Refusals, ours: boolean): Promise<Lease | null> {
    const client = new Client({
      host: '127.0.0.1',
      port: server.port,
      user: ADMIN_ROLE,
      password: this.cluster.passwords.admin,
      database: 'postgres',
      application_name: `interline lease ${process.pid}`,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      // waits while another process that left last is stopping the server, and then fails with it
      await client.query('SELECT pg_advisory_lock_shared($1)', [LEASE_LOCK]);
      return { client, pid: server.pid, port: server.port };
    } catch (error) {
      await client.end().catch(() => undefined);
      refused.since ??= Date.now();
      const wrongPassword = (error as { code?: string }).code === '28P01';
      if (!wrongPassword && Date.now() - refused.since < REFUSAL_PATIENCE) return null;
      if (ours) await stopServer(this.cluster, server.pid);
      throw embeddedErrors.EMBEDDED_DATA(
        wrongPassword
          ? `The embedded database in ${this.cluster.directory} refuses the password in ${this.cluster.dataDir}/database.json: the two do not belong together.`
          : `The embedded database in ${this.cluster.directory} runs but refuses us: ${(error as Error).message}. Whole log: ${this.cluster.dataDir}/postgres.log`,
        { cause: error },
      );
    }
  }

  private async leave(): Promise<void> {
    this.abort.abort();
    await this.recovery;
    const lease = this.lease;
    this.lease = null;
    if (!lease) return;
    try {
      await lease.client.query('SELECT pg_advisory_unlock_shared($1)', [LEASE_LOCK]);
      const { rows } = await lease.client.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [LEASE_LOCK]);
      if (rows[0]?.last) await stopServer(this.cluster, lease.pid);
    } catch (error) {
      this.options.log.warn({ err: error }, 'embedded database was gone before it could be given back');
    } finally {
      await lease.client.end().catch(() => undefined);
    }
  }
}

function diskFull(dataDir: string, cause: Error): InterlineError {
  return databaseErrors.DATABASE_FULL(`the disk under ${dataDir} is full: ${cause.message}`, { cause });
}

function portMoved(from: number, to: number): InterlineError {
  return embeddedErrors.EMBEDDED_START_FAILED(
    `the embedded database was restarted on port ${to} by another process, this one knows ${from}; restart this process`,
  );
}

async function startFailed(cluster: Cluster, spawned: SpawnedServer | null): Promise<InterlineError> {
  const tail = await spawned?.logTail().catch(() => null);
  const why = spawned?.exit ?? 'it is not ready after five minutes';
  return failedToStart(
    `The embedded database in ${cluster.directory} did not start (${why}).${tail ? ` Its log ends with:\n${tail}` : ''}\nWhole log: ${cluster.dataDir}/postgres.log`,
  );
}
