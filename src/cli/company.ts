import type { Command } from 'commander';
import type { CreateOptions, LockOptions } from './company.command.js';
import type { Cli } from './cli.types.js';

export function register(program: Command, cli: Cli): void {
  const company = program.command('company').description('Companies on this installation');
  company
    .command('create')
    .description('Start a company and print the one-time link with which its owner comes in')
    .requiredOption('--name <name>', 'what people call it')
    .requiredOption('--slug <slug>', 'short name in addresses: lower-case letters, digits and hyphens')
    .requiredOption('--time-zone <zone>', 'IANA name of the zone its business days are counted in, such as Asia/Shanghai')
    .requiredOption('--currency <code>', 'ISO 4217 code of the currency its books are kept in')
    .requiredOption('--owner-email <address>', 'who gets the owner role')
    .action(async (wanted: CreateOptions) => {
      const { createCompany } = await import('./company.command.js');
      await createCompany(cli, wanted);
    });

  company
    .command('lock-period')
    .description('Lock a month of the books for good: what comes later is booked in the next open month')
    .requiredOption('--company <slug>', 'short name of the company')
    .requiredOption('--period <month>', 'the month, such as 2026-10')
    .option('--legal-entity <code>', "code of the legal entity (default: the company's default one)")
    .action(async (wanted: LockOptions) => {
      const { lockPeriod } = await import('./company.command.js');
      await lockPeriod(cli, wanted);
    });
}
