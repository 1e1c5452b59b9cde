import type { Command } from 'commander';
import type { Cli } from './cli.types.js';

export function register(program: Command, cli: Cli): void {
  program
    .command('migrate')
    .description('Bring the database to this release: its roles, its tables, the tables of the job queue')
    .option('--plan', 'say what would run and change nothing', false)
    .action(async ({ plan }: { plan: boolean }) => (await import('./migrate.command.js')).migrateDatabase(cli, plan));
}
