import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a guide tells its reader to do: write a file, or run a command and see something. */
export type Step = { line: number } & ({ file: string; text: string } | { command: string; sees: string[] });

/** A command that was run. */
export interface Ran {
  command: string;
  /** All it printed, of both streams. */
  said: string;
}

/** The comment in the first line of a block that names its file, in the languages a plugin is written in. */
const NAMES_FILE = /^(?:\/\/|#|<!--) (plugins\/\S+?)(?: -->)?$/;
/** What a program prints that goes on until its user ends it. */
const ENDLESS = 'Stop with Ctrl-C.';
/** Milliseconds no command of a guide needs unless something is broken. */
const PATIENCE = 120_000;

/**
 * The steps of a guide, in its order. Blocks of `sh` are commands, one a line; a block of `text` is what the command before it shows; every other block
 * is a file that its first line names.
 * @throws Error for a block that is none of these, naming its line
 */
export function stepsOf(guide: string): Step[] {
  const steps: Step[] = [];
  for (const { index, 0: whole, 1: language, 2: body } of guide.matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm)) {
    const line = guide.slice(0, index).split('\n').length;
    const lines = body!.trimEnd().split('\n');
    if (language === 'sh') steps.push(...lines.map((command, at) => ({ line: line + 1 + at, command, sees: [] })));
    else if (language === 'text') {
      // Several commands of one block show what they show together.
      const last = steps.at(-1);
      if (!last || !('command' in last)) throw new Error(`line ${line}: there is no command that would show this`);
      last.sees.push(...lines);
    } else {
      const file = NAMES_FILE.exec(lines[0]!)?.[1];
      if (!file) throw new Error(`line ${line}: a block that is neither command, nor output, nor names its file: ${whole.slice(0, 80)}`);
      steps.push({ line, file, text: `${lines.slice(1).join('\n')}\n` });
    }
  }
  return steps;
}

/**
 * Does in a tree literally what a guide says. @param home where programs keep what is theirs
 * @throws Error for a command that does not end with 0, or does not show what the guide shows, naming the line of the guide
 */
export async function follow(tree: string, home: string, steps: readonly Step[]): Promise<Ran[]> {
  const ran: Ran[] = [];
  let block: Ran[] = [];
  for (const [at, step] of steps.entries()) {
    if ('file' in step) {
      await mkdir(dirname(join(tree, step.file)), { recursive: true });
      await writeFile(join(tree, step.file), step.text);
      continue;
    }
    if (steps[at - 1]?.line !== step.line - 1) block = [];
    const done = { command: step.command, said: await run(tree, home, step) };
    block.push(done);
    ran.push(done);
    const said = block.flatMap((each) => each.said.split('\n').map((each) => each.trimEnd()));
    const unseen = step.sees.filter((wanted) => !said.some((line) => looksLike(wanted).test(line)));
    if (unseen.length > 0)
      throw new Error(`line ${step.line}: ${step.command} did not show\n${unseen.join('\n')}\nbut\n${said.join('\n')}`);
  }
  return ran;
}

/** Runs a command as a reader would: what goes on until Ctrl-C is given Ctrl-C once it says so. */
async function run(tree: string, home: string, { line, command }: { line: number; command: string }): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: home, TMPDIR: home, npm_config_update_notifier: 'false', npm_config_offline: 'true' };
  // A group of its own, as a terminal has one: Ctrl-C reaches all of it.
  const child = spawn('sh', ['-c', command], { cwd: tree, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const interrupt = (): void => void process.kill(-child.pid!, 'SIGINT');
  const impatient = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), PATIENCE);
  let said = '';
  let interrupted = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (!interrupted && said.includes(ENDLESS)) {
        interrupted = true;
        interrupt();
      }
    });
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(impatient);
  if (code === 0 || (interrupted && (signal === 'SIGINT' || code === 130))) return said;
  throw new Error(`line ${line}: ${command} ended with ${code ?? signal}:\n${said.slice(-4_000)}`);
}

/** A line of a guide as a pattern: `…` stands for anything. */
const looksLike = (line: string): RegExp => new RegExp(`^${line.split('…').map(escaped).join('.*')}$`);
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
