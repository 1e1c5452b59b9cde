import { InvalidArgumentError, type Command } from 'commander';
import type { Cli } from './cli.types.js';

export function register(program: Command, cli: Cli): void {
  program
    .command('simulate')
    .description("Start a plugin's simulator alone, until Ctrl-C, and print how to reach it")
    .argument('<plugin>')
    .option('--port <port>', 'loopback port; any free one without it', numberUpTo(65_535), 0)
    .option('--orders <number>', 'how many orders it makes by itself, over the last 90 days', numberUpTo(100_000_000), 0)
    .option('--open', "do not enforce the vendor's rate limits", false)
    .action(async (plugin: string, choice: { port: number; orders: number; open: boolean }) => {
      const { simulate } = await import('./simulate.command.js');
      await simulate(cli, plugin, choice);
    });
}

const numberUpTo =
  (most: number) =>
  (text: string): number => {
    if (!/^\d+$/.test(text) || Number(text) > most) throw new InvalidArgumentError(`It must be a whole number from 0 to ${most}.`);
    return Number(text);
  };
