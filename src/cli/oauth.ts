import type { Command } from 'commander';
import type { ClientOptions } from './oauth.command.js';
import type { Cli } from './cli.types.js';

export function register(program: Command, cli: Cli): void {
  const oauth = program.command('oauth').description('Apps that act for a company');
  oauth
    .command('create-client')
    .description('Let an app act for a company and print its id and secret; the secret is shown this once')
    .requiredOption('--company <slug>', 'short name of the company')
    .requiredOption('--name <name>', 'what people call the app')
    .requiredOption('--scopes <names...>', 'what it may do, such as directory:read expenses:read')
    .action(async (wanted: ClientOptions) => {
      const { createClient } = await import('./oauth.command.js');
      await createClient(cli, wanted);
    });
}
