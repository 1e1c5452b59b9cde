import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { dropCluster } from '../src/platform/database/embedded/index.js';

const ROOT = join(import.meta.dirname, '..');

/** A data directory with the processes of one benchmark; what is measured is the build in `dist/`. */
export class BenchInstallation {
  private readonly children: ChildProcess[] = [];

  private constructor(readonly dataDir: string) {}

  static async make(): Promise<BenchInstallation> {
    return new BenchInstallation(await mkdtemp(join(tmpdir(), 'interline-bench-')));
  }

  get env(): NodeJS.ProcessEnv {
    return { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', INTERLINE_DATA_DIR: this.dataDir, NODE_ENV: 'production' };
  }

  /** Starts a program of ours that says `ready` with its address in a line of JSON. @returns also the whole line */
  async start(
    args: string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ url: string; child: ChildProcess; readyMs: number; said: Record<string, unknown> }> {
    const began = performance.now();
    const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...this.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    this.children.push(child);
    const said = await new Promise<Record<string, unknown>>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)));
      createInterface(child.stdout!).on('line', (line) => {
        const spoken = line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : {};
        if (spoken['msg'] === 'ready') resolve(spoken);
      });
    });
    return { url: typeof said['url'] === 'string' ? said['url'] : '', child, readyMs: performance.now() - began, said };
  }

  /** Runs a command to its end and gives what it printed. */
  async run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...this.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
    return out;
  }

  async stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  async close(): Promise<void> {
    await Promise.all(this.children.map((child) => this.stop(child)));
    await dropCluster(this.dataDir).catch(() => undefined);
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
