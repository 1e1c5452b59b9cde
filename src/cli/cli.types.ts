import type { Command } from 'commander';
import type { Clock } from '../kernel/index.js';
import type { CreateApplication, Application, Resources } from '../platform/lifecycle/index.js';

/** What a command file gets besides the program it registers its command on. */
export interface Cli {
  readonly env: NodeJS.ProcessEnv;
  /** Builds the rooms of this program; {@link Cli.withApplication} and the server commands use it. */
  readonly createApplication: (resources: Resources, clock?: Clock) => ReturnType<CreateApplication<CommandApplication>>;
  /** Writes a line of the command's answer. Logs and errors go to the other stream, so an answer can be piped. */
  print(line: string): void;
  /** Sets the code the process ends with when the command returns; 0 without. */
  exit(code: number): void;
  /**
   * Opens settings, database and queue, builds the application without listening or working, runs `work` and closes everything again.
   * For commands that go through the rooms, such as `company create`.
   */
  withApplication<Result>(work: (application: CommandApplication, resources: Resources) => Promise<Result>): Promise<Result>;
}

/** The application as a command sees it: with its providers, by class or token. */
export interface CommandApplication extends Application {
  get<Provider>(token: symbol | string | (abstract new (...args: never[]) => Provider)): Provider;
}

/**
 * What a file `src/cli/<word>.ts` exports. The word is the name of the command it registers, and is read from the file's name before the file is
 * loaded, so that a command costs nothing while another runs. The overview loads all of them: keep the work, and with it the rooms, in a
 * `<word>.command.ts` that is imported when the command runs.
 */
export interface CommandFile {
  register(program: Command, cli: Cli): void;
}
