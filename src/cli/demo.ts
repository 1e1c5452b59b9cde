import { InvalidArgumentError, type Command } from 'commander';
import type { Cli } from './cli.types.js';
import type { DemoOptions } from './demo.command.js';

export function register(program: Command, cli: Cli): void {
  program
    .command('demo')
    .description('Run everything with an invented company whose year is synced from the bundled simulators; keeps its data')
    .option('--months <number>', 'full months before the running one, for a quicker look; the first start decides', months)
    .option('--as-of <instant>', 'the moment everything is told as of, and the clock of it all; now by default', instant)
    .option('-v, --verbose', 'log to the terminal too', false)
    .option('--exit-when-ready', 'stop once the company is filled', false)
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('./demo.command.js');
      await runDemo(cli, options);
    });
}

function months(text: string): number {
  if (!/^([1-9]|1[0-9]|2[0-4])$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 to 24.');
  return Number(text);
}

/** The people of the demo are known from 2024 on, and a world begins up to 24 months before. */
function instant(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}(T|$)/.test(text) || Number.isNaN(at.getTime()) || at.getTime() < Date.UTC(2026, 1))
    throw new InvalidArgumentError(
      'It must be a day or an instant, such as 2026-10-31 or 2026-10-31T18:00:00+08:00, from February 2026 on.',
    );
  return at;
}
