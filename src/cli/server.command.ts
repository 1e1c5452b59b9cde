import { InvalidArgumentError, type Command } from 'commander';
import type { RunOptions } from '../platform/lifecycle/index.js';
import type { Cli } from './cli.types.js';

/** Registers a command that runs a server process of a role until it is told to stop. */
export function registerServer(program: Command, cli: Cli, role: RunOptions['role'], description: string): void {
  program
    .command(role)
    .description(description)
    .option('-v, --verbose', 'log details', false)
    .option('--metrics-port <port>', 'loopback port of /metrics (default: near PORT)', portArgument)
    .action(async (options: { verbose: boolean; metricsPort?: number }) => {
      const { runProcess } = await import('../platform/lifecycle/index.js');
      const { verbose, metricsPort } = options;
      const more = metricsPort === undefined ? {} : { metricsPort };
      cli.exit(await runProcess({ role, env: cli.env, logLevel: verbose ? 'debug' : 'info', ...more }, cli.createApplication));
    });
}

function portArgument(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
  return Number(text);
}
