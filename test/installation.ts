import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { dropCluster } from '../src/platform/database/embedded/index.js';
import { nodeAs, ROOT, type RunsAs } from './tree.js';

const PROGRAM = 'dist/main.js';

/** What runs is what is installed: the build, brought up to date once. It starts in half the time the sources take. */
let built: Promise<unknown> | null = null;
function build(): Promise<unknown> {
  built ??= promisify(execFile)(process.execPath, ['scripts/build.mjs'], { cwd: ROOT });
  return built;
}

/** Waits for a condition; rejects with `what` when it does not come true. */
export async function until<Value>(what: string, condition: () => Value | Promise<Value>, patience = 120_000): Promise<NonNullable<Value>> {
  for (const deadline = Date.now() + patience; Date.now() < deadline; await delay(25)) {
    const value = await condition();
    if (value) return value;
  }
  throw new Error(`waited in vain for ${what}`);
}

/** One process of ours, started as an operator would. */
export class Process {
  readonly lines: Record<string, unknown>[] = [];
  /** What it printed that is no line of its log. */
  readonly text: string[] = [];
  errors = '';
  private readonly ended: Promise<[number | null, NodeJS.Signals | null]>;

  constructor(readonly child: ChildProcess) {
    this.ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    createInterface(child.stdout!).on('line', (line) => {
      if (line.startsWith('{')) this.lines.push(JSON.parse(line) as Record<string, unknown>);
      else this.text.push(line);
    });
    child.stderr!.on('data', (chunk: Buffer) => (this.errors += chunk.toString('utf8')));
  }

  /** Waits until it says that it is ready. @returns its address, null for a worker */
  async ready(): Promise<string | null> {
    const line = await until('a process to be ready', () => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(
          `ended with ${this.child.exitCode ?? this.child.signalCode}: ${this.errors || JSON.stringify(this.lines.slice(-5))}`,
        );
      }
      return this.lines.find((each) => each['msg'] === 'ready');
    });
    return line['url'] as string | null;
  }

  /** Sends a signal and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | NodeJS.Signals | null> {
    this.child.kill(signal);
    const [code, by] = await this.ended;
    return code ?? by;
  }
}

/** Where an installation stands and who runs it, when it is not we from here. */
export interface Place extends RunsAs {
  /** A tree that was built. */
  tree?: string;
  /** Default: an empty folder of its own. */
  dataDir?: string;
}

/** How a command ended. */
export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A data directory of its own with whatever processes a test starts on it. */
export class Installation {
  private readonly processes: Process[] = [];

  private constructor(
    readonly dataDir: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly place: Place,
  ) {}

  static async make(env: NodeJS.ProcessEnv = {}, place: Place = {}): Promise<Installation> {
    if (!place.tree) await build();
    return new Installation(place.dataDir ?? (await mkdtemp(join(tmpdir(), 'interline-whole-'))), env, place);
  }

  /** Starts `interline <words>`. Nothing of our own environment reaches it but the path. */
  start(words: readonly string[], env: NodeJS.ProcessEnv = {}): Process {
    const child = this.spawn(words, { PORT: '0', ...env });
    const started = new Process(child);
    this.processes.push(started);
    return started;
  }

  /** Runs a command to its end. @throws when it does not end with 0 */
  async run(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const { code, out, err } = await this.attempt(words, env);
    if (code !== 0) throw new Error(`interline ${words.join(' ')} ended with ${code}: ${err}`);
    return out;
  }

  /** Runs a command to its end, however it ends. */
  async attempt(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const child = this.spawn(words, env);
    let [out, err] = ['', ''];
    child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out, err };
  }

  private spawn(words: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
    const { tree = ROOT } = this.place;
    const [program, args, user] = nodeAs(this.place, [PROGRAM, ...words]);
    const own = { PATH: process.env['PATH'], HOME: process.env['HOME'], INTERLINE_DATA_DIR: this.dataDir };
    return spawn(program, args, { cwd: tree, env: { ...own, ...this.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], ...user });
  }

  /** Address of a database of the embedded server for its superuser: to look from behind, and for databases of a test's own. */
  async adminUrl(database: string): Promise<string> {
    const { port, passwords } = (await this.databaseRecord())!;
    return `postgresql://postgres:${passwords.admin}@127.0.0.1:${port}/${database}`;
  }

  /** Process id of the embedded server now; null while there is none. */
  async databasePid(): Promise<number | null> {
    const record = await this.databaseRecord();
    if (!record) return null;
    const text = await readFile(join(resolve(this.dataDir, record.cluster), 'postmaster.pid'), 'utf8').catch(() => '');
    const pid = Number(text.split('\n')[0]);
    return pid > 0 && isAlive(pid) ? pid : null;
  }

  private async databaseRecord(): Promise<DatabaseRecord | null> {
    const text = await readFile(join(this.dataDir, 'database.json'), 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as DatabaseRecord);
  }

  /** Ends what still runs, the database server too, and removes the data. */
  async close(): Promise<void> {
    await Promise.all(
      this.processes.filter((each) => each.child.exitCode === null && each.child.signalCode === null).map((each) => each.stop('SIGKILL')),
    );
    const database = await this.databasePid();
    if (database) {
      // nobody is left who could want its data
      process.kill(database, 'SIGQUIT');
      await until('the database server to end', () => !isAlive(database));
    }
    await dropCluster(this.dataDir).catch(() => undefined);
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** What `database.json` of an installation says of its embedded server. */
interface DatabaseRecord {
  cluster: string;
  port: number;
  passwords: { admin: string };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
