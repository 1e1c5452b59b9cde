import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dropCluster } from '../database/embedded/index.js';

jest.setTimeout(60_000);

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Line {
  msg?: string;
  what?: string;
  said?: string;
}

/** Runs a process around an application written out in the test; `say` writes a line the test can wait for. */
async function processWith(
  application: string,
  options = '',
): Promise<{ lines: Line[]; seen(what: string): Promise<Line>; kill(signal: NodeJS.Signals): void; exit: Promise<number | null> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'interline-process-'));
  const code = `
    const { createServer } = await import('node:http');
    const { runProcess } = await import(${JSON.stringify(pathToFileURL(join(ROOT, 'src/platform/lifecycle/index.ts')).href)});
    const say = (said) => console.log(JSON.stringify({ said }));
    const nothing = async () => {};
    const create = async (resources) => ({ listen: async () => 'none', work: nothing, stopListening: nothing, close: nothing, ...(${application})(resources) });
    process.exitCode = await runProcess({ role: 'all', env: process.env, ${options} }, create).catch((error) => (say(error.message), 3));
    setTimeout(() => process.exit(), 500).unref();`;
  const child = spawn(process.execPath, ['--import', './scripts/typescript.mjs', '--input-type=module', '-e', code], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, PORT: '0', INTERLINE_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'close').then(([status]) => status as number | null);
  cleanups.push(async () => {
    child.kill('SIGKILL');
    await exit;
    await dropCluster(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  });
  const lines: Line[] = [];
  const waiting: { what: string; resolve: (line: Line) => void }[] = [];
  const isIt = (line: Line, what: string): boolean => line.msg === what || line.said === what;
  createInterface(child.stdout).on('line', (text) => {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    for (const { what, resolve } of waiting) if (isIt(line, what)) resolve(line);
  });
  const seen = (what: string): Promise<Line> => {
    const already = lines.find((line) => isIt(line, what));
    return already ? Promise.resolve(already) : new Promise((resolve) => waiting.push({ what, resolve }));
  };
  return { lines, seen, kill: (signal) => child.kill(signal), exit };
}

describe('a process that is told to stop', () => {
  it('answers the request in flight, hands its job back, and ends with 0', async () => {
    const { lines, seen, kill, exit } = await processWith(`({ queue }) => {
      const server = createServer((request, response) => { say('asked'); setTimeout(() => response.end('answered'), 300); });
      return {
        listen: async () => {
          await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
          fetch('http://127.0.0.1:' + server.address().port).then((response) => response.text()).then(say, () => say('cut off'));
          return 'here';
        },
        work: async () => {
          queue.work('spec.long', ({ signal }) => new Promise((_, reject) => { say('working'); signal.addEventListener('abort', () => reject(signal.reason)); }));
          await queue.add('spec.long', {});
        },
        stopListening: () => new Promise((resolve) => server.close(resolve)),
        close: async () => say('closed'),
      };
    }`);
    await Promise.all([seen('ready'), seen('asked'), seen('working')]);
    kill('SIGTERM');
    expect(await exit).toBe(0);
    const order = lines.map(({ msg, said }) => said ?? msg);
    for (const earlier of ['answered', 'job handed back']) expect(order.indexOf(earlier)).toBeLessThan(order.indexOf('closed'));
    expect(order).toContain('answered');
    expect(order).toContain('job handed back');
    expect(order.at(-1)).toBe('stopped');
  });

  it('waits for what hangs only as long as it may, and says what it was', async () => {
    const { lines, seen, kill, exit } = await processWith(`() => ({ close: () => new Promise(() => {}) })`, 'patience: 500');
    await seen('ready');
    kill('SIGINT');
    expect(await exit).toBe(0);
    expect(lines.find(({ msg }) => msg === 'did not stop in time')).toMatchObject({ what: 'application' });
    expect(lines.at(-1)!.msg).toBe('stopped');
  });

  it('gives everything back when the application cannot be built', async () => {
    const { lines, exit } = await processWith(`() => { throw new Error('no rooms'); }`);
    expect(await exit).toBe(3);
    expect(lines.slice(-2)).toMatchObject([{ msg: 'stopped' }, { said: 'no rooms' }]);
  });
});

describe('a process with a defect', () => {
  it('ends at once with 70 and the cause in its log', async () => {
    const { lines, seen, exit } = await processWith(
      `() => ({ work: async () => void setTimeout(() => { Promise.reject(new Error('nobody looked')); }, 50) })`,
    );
    await seen('unhandledRejection');
    expect(await exit).toBe(70);
    expect(lines.at(-1)).toMatchObject({ level: 'fatal', err: { message: 'nobody looked' } });
  });
});
