import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { dropCluster } from '../platform/database/embedded/index.js';

/** Milliseconds nothing here needs unless something is broken. */
export const PATIENCE = 60_000;

/** Folder of the repository. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A master key. */
export const KEY = 'ab'.repeat(32);

/** What a test leaves behind is taken away in reverse order; each spec file does so after each test. */
const cleanups: (() => Promise<unknown>)[] = [];

/** Takes away what the test that ends has started or made. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

/** Adds to what is taken away. */
export function afterwards(cleanup: () => Promise<unknown>): void {
  cleanups.push(cleanup);
}

/** An empty data directory, for several tests; the caller drops it. */
export function makeDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'interline-cli-'));
}

/** Takes a data directory away, with its cluster, whose server has stopped. */
export async function dropDataDir(path: string): Promise<void> {
  await dropCluster(path).catch(() => undefined);
  await rm(path, { recursive: true, force: true });
}

/** An empty data directory, for one test. */
export async function dataDir(): Promise<string> {
  const path = await makeDataDir();
  cleanups.push(() => dropDataDir(path));
  return path;
}

let built: Promise<unknown> | null = null;

/** Starts the program, with nothing in its environment but what a test gives. It is what is installed: the build, brought up to date once. */
export async function launch(args: string[], env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  built ??= promisify(execFile)(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  await built;
  const child = spawn(process.execPath, ['dist/main.js', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  cleanups.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return child;
}

/** How a command ended. */
export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a command to its end. */
export async function run(args: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const child = await launch(args, env);
  let out = '';
  let err = '';
  child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** A line of the log. */
export type LogLine = Record<string, unknown> & { msg: string };

/** A server process with what it logged. */
export class Server {
  readonly log: LogLine[] = [];
  private readonly ended: Promise<[number | null, string | null]>;

  constructor(private readonly child: ChildProcess) {
    this.ended = once(child, 'close') as Promise<[number | null, string | null]>;
    createInterface(child.stdout!).on('line', (line) => this.log.push(JSON.parse(line) as LogLine));
  }

  get ready(): LogLine | undefined {
    return this.log.find(({ msg }) => msg === 'ready');
  }
  get url(): string {
    return this.ready!.url as string;
  }
  /** Process id of the database server. */
  get database(): number {
    return this.log.findLast(({ server }) => server !== undefined)!.server as number;
  }

  async stop(...signals: NodeJS.Signals[]): Promise<number | string | null> {
    for (const signal of signals.length > 0 ? signals : (['SIGTERM'] as const)) this.child.kill(signal);
    const [code, by] = await this.ended;
    return code ?? by;
  }

  async health(): Promise<number> {
    const response = await fetch(`${this.url}/health/ready`);
    await response.text();
    return response.status;
  }
}

/** Starts a server process and waits until it is ready. */
export async function serve(args: string[], env: NodeJS.ProcessEnv): Promise<Server> {
  const child = await launch(args, env);
  let err = '';
  child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const server = new Server(child);
  await until(() => {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${err}`);
    return server.ready !== undefined;
  });
  return server;
}

/** Waits for a condition; a test that waits in vain fails. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE - 5_000; Date.now() < deadline; await delay(20)) if (await condition()) return;
  throw new Error('waited in vain');
}

/** Runs SQL in a connection of its own. */
export async function sql<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const result = await client.query<Row>(text);
    return result.rows;
  } finally {
    await client.end();
  }
}
