import type { Command } from 'commander';
import type { Cli } from './cli.types.js';
import type { DemoOptions } from './demo.command.js';

export function register(program: Command, cli: Cli): void {
  program
    .command('demo')
    .description('Run everything with an invented company whose year is synced from the bundled simulators; keeps its data')
    .option('-v, --verbose', 'log to the terminal too', false)
    .option('--exit-when-ready', 'stop once the company is filled', false)
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('./demo.command.js');
      await runDemo(cli, options);
    });
}
