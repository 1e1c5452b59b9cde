import { readdirSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { declaredErrors, InterlineError } from '../kernel/index.js';
// not through the room's door: a word of help must not load the whole platform
import { EXIT, exitCodeOf } from '../platform/lifecycle/exit-codes.js';
import { VERSION } from '../platform/lifecycle/version.js';
import type { Cli, CommandApplication, CommandFile } from './cli.types.js';

export type { Cli, CommandApplication, CommandFile } from './cli.types.js';

/** Files beside this one whose name is a bare word are commands; `index` and names with a dot inside are the frame. */
const COMMAND_FILE = /^(?!index\.)([a-z-]+)\.(js|ts)$/;

/** Where a command runs. */
export interface CliOptions {
  /** What stands after the program's name. */
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  createApplication: Cli['createApplication'];
}

/**
 * Runs one command line. Only the file of the command that is asked for is loaded; all of them for the overview.
 * @returns the exit code, see EXIT; whatever went wrong has been said
 */
export async function runCli({ args, env, createApplication }: CliOptions): Promise<number> {
  let code: number = EXIT.ok;
  const cli: Cli = {
    env,
    createApplication,
    print: (line) => void process.stdout.write(`${line}\n`),
    exit: (wanted) => void (code = wanted),
    withApplication: (work) => withApplication(cli, work),
  };
  try {
    const program = buildProgram();
    for (const word of wordsFor(args)) {
      const file = (await import(new URL(`./${word.file}`, import.meta.url).href)) as CommandFile;
      file.register(program, cli);
    }
    inheritFrame(program);
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return explain(error);
  }
}

interface CommandWord {
  word: string;
  file: string;
}

function wordsFor(args: readonly string[]): CommandWord[] {
  const all = readdirSync(new URL('.', import.meta.url))
    .map((file) => ({ file, word: COMMAND_FILE.exec(file)?.[1] }))
    .filter((entry): entry is CommandWord => entry.word !== undefined);
  const wanted = all.find(({ word }) => word === args[0]);
  return wanted ? [wanted] : all;
}

function buildProgram(): Command {
  return new Command('interline')
    .description('An open integration hub for companies')
    .version(VERSION, '-V, --version')
    .helpCommand(false)
    .showSuggestionAfterError();
}

/** Commander ends the process on an error unless each command, at any depth, is told otherwise. */
function inheritFrame(command: Command): void {
  command.exitOverride();
  command.showHelpAfterError(`Try: ${pathOf(command)} --help`);
  for (const child of command.commands) inheritFrame(child);
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

async function withApplication<Result>(cli: Cli, work: Parameters<Cli['withApplication']>[0]): Promise<Result> {
  const { openResources } = await import('../platform/lifecycle/index.js');
  const resources = await openResources({ role: 'command', env: cli.env });
  let application: CommandApplication | null = null;
  try {
    application = await cli.createApplication(resources);
    return (await work(application, resources)) as Result;
  } finally {
    await application?.close();
    await resources.close();
  }
}

/** Says what went wrong where a person sees it, and gives the code for it. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    // help and version were asked for; anything else has been said by commander
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof InterlineError) {
    process.stderr.write(`${error.code}: ${error.message}\n`);
    const help = declaredErrors().get(error.code)?.help;
    if (help) process.stderr.write(`  ${help}\n`);
    return exitCodeOf(error);
  }
  process.stderr.write(`INTERNAL: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.software;
}
