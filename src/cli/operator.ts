import type { Command } from 'commander';
import type { Cli } from './cli.types.js';

export function register(program: Command, cli: Cli): void {
  const operator = program.command('operator').description("The platform's operators, and what only they may do");
  const commands = (): Promise<typeof import('./operator.command.js')> => import('./operator.command.js');

  operator
    .command('grant')
    .description('Make a user an operator of the platform')
    .argument('<email>', 'address of a user who has signed in before')
    .action(async (email: string) => (await commands()).setOperator(cli, email, true));

  operator
    .command('withdraw')
    .description('Make a user no operator any more')
    .argument('<email>')
    .action(async (email: string) => (await commands()).setOperator(cli, email, false));

  operator
    .command('reset-password')
    .description('Print a one-time link with which a user sets a new password; the only way for who works for several companies')
    .argument('<email>')
    .action(async (email: string) => (await commands()).resetPassword(cli, email));
}
