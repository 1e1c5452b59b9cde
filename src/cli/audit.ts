import { InvalidArgumentError, type Command } from 'commander';
import type { VerifyOptions } from './audit.command.js';
import type { Cli } from './cli.types.js';

export function register(program: Command, cli: Cli): void {
  const audit = program.command('audit').description('The trail of who did what');
  audit
    .command('verify')
    .description(
      "Recompute a company's chain of hashes and say whether an entry was changed, taken out or put in; exits with 1 when it was",
    )
    .requiredOption('--company <slug>', 'short name of the company')
    .option(
      '--anchor <sequence:hash>',
      'a head this command printed earlier, to find out whether the end was cut off or all of it rewritten',
      anchorArgument,
    )
    .action(async (wanted: VerifyOptions) => {
      const { verifyAudit } = await import('./audit.command.js');
      await verifyAudit(cli, wanted);
    });
}

function anchorArgument(text: string): { sequence: number; hash: string } {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text);
  if (!match) throw new InvalidArgumentError('It must be a number, a colon and 64 hexadecimal digits.');
  return { sequence: Number(match[1]), hash: match[2]! };
}
