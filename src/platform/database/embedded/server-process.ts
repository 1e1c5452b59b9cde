import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cleanEnvironment, isAlive, type Cluster } from './cluster.js';
import { embeddedErrors } from './embedded.errors.js';

const LOG_LIMIT = 16 * 1024 * 1024;
const TAIL_LINES = 20;

/** A server process that holds the cluster, whoever started it. */
export interface RunningServer {
  pid: number;
  port: number;
  /** False while it starts, recovers or stops. */
  ready: boolean;
}

/**
 * Looks for a living server by the cluster's pid file. A file whose process is gone, or is another program that got the same id after a restart of the
 * machine, is removed: PostgreSQL itself would refuse to start in the second case.
 */
export async function findServer(cluster: Cluster): Promise<RunningServer | null> {
  const path = join(cluster.directory, 'postmaster.pid');
  const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (isAlive(pid) && (await holds(pid, cluster.directory))) {
    return { pid, port: Number(lines[3]), ready: (lines[7] ?? '').trim() === 'ready' };
  }
  const unchanged = (await readFile(path, 'utf8').catch(() => '')).split('\n')[0] === lines[0];
  if (unchanged) await rm(path, { force: true });
  return null;
}

/**
 * Whether a process is the server of this directory, by its command line: unlike its working directory that is readable without the right to trace it,
 * which root in a container lacks. A server whose directory was moved away under it still counts.
 */
async function holds(pid: number, directory: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  if (process.platform !== 'linux') {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
    return stdout.includes(directory);
  }
  const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  const at = args[args.indexOf('-D') + 1];
  return basename(args[0]!) === 'postgres' && at !== undefined && (at === directory || !existsSync(at));
}

/** Server settings. They are given on every start, so that a new release may change them. */
export function serverSettings(port: number, overrides: Record<string, string> = {}): Record<string, string> {
  const roomy = totalmem() >= 4 * 1024 ** 3;
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '60',
    shared_buffers: roomy ? '256MB' : '64MB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    // parallel queries share memory through /dev/shm, which containers keep at 64 MB; this much comes from elsewhere
    min_dynamic_shared_memory: '64MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    password_encryption: 'scram-sha-256',
    // client errors can carry people's data in their text; the client gets them, the log does not
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    log_timezone: 'UTC',
    ...overrides,
  };
}

/** A server we spawned, with the place in its log where its own lines begin. */
export interface SpawnedServer {
  pid: number;
  /** How it ended: exit code or signal; null while it runs. */
  readonly exit: string | null;
  /** The last lines it wrote. */
  logTail(): Promise<string>;
}

/**
 * Starts the server. It is detached: it outlives us when others use it, and a Ctrl-C in our terminal does not reach it.
 * @throws EMBEDDED_START_FAILED when the program cannot be run at all
 */
export async function spawnServer(cluster: Cluster, settings: Record<string, string>): Promise<SpawnedServer> {
  const logPath = join(cluster.dataDir, 'postgres.log');
  const size = await stat(logPath).then(
    (log) => log.size,
    () => 0,
  );
  if (size > LOG_LIMIT) await rename(logPath, `${logPath}.1`);
  const from = size > LOG_LIMIT ? 0 : size;
  const log = openSync(logPath, 'a', 0o600);
  try {
    const args = ['-D', cluster.directory, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
    const child = spawn(cluster.binaries.postgres, args, {
      cwd: cluster.directory,
      env: cleanEnvironment(),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
      ...(cluster.user && { uid: cluster.user.uid, gid: cluster.user.gid }),
    });
    let exit: string | null = null;
    child.on('exit', (code, signal) => (exit = signal ?? `exit code ${code}`));
    await once(child, 'spawn').catch((cause: Error) => {
      const as = cluster.user ? ` as ${cluster.user.name}` : '';
      throw embeddedErrors.EMBEDDED_START_FAILED(`${cluster.binaries.postgres} could not be run${as}: ${cause.message}`, { cause });
    });
    child.unref();
    return {
      pid: child.pid!,
      get exit() {
        return exit;
      },
      logTail: () => tail(logPath, from),
    };
  } finally {
    closeSync(log);
  }
}

async function tail(path: string, from: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(from, size - 8000);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(0, size - start)), 0, Math.max(0, size - start), start);
    return buffer.toString('utf8', 0, bytesRead).trim().split('\n').slice(-TAIL_LINES).join('\n');
  } finally {
    await file.close();
  }
}

/** Whether nobody listens on a loopback port. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Stops a server: fast shutdown, then, when that hangs for `patience` milliseconds, the immediate one, which recovers on the next start. */
export async function stopServer(cluster: Cluster, pid: number, patience = 15_000): Promise<void> {
  if (process.platform === 'win32') {
    await promisify(execFile)(cluster.binaries.pgCtl, ['stop', '-D', cluster.directory, '-m', 'fast'], { env: cleanEnvironment() });
    return;
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const deadline = Date.now() + patience;
    while (Date.now() < deadline) {
      if (!isAlive(pid) || !(await holds(pid, cluster.directory))) return;
      await delay(10);
    }
  }
}
