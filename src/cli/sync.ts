import { InvalidArgumentError, type Command } from 'commander';
import type { Cli } from './cli.types.js';
import type { RebuildChoice, RunChoice } from './sync.command.js';

export function register(program: Command, cli: Cli): void {
  const sync = program
    .command('sync')
    .description("Read vendors, and look after what was read; with the operator's rights, at the console of the machine");
  const commands = (): Promise<typeof import('./sync.command.js')> => import('./sync.command.js');
  const of = (name: string, description: string): Command =>
    sync.command(name).description(description).requiredOption('--company <slug>', 'whose connections');

  of('run', 'Read what is new now, in this process')
    .option('--connection <id>', 'only this connection')
    .option('--stream <id>', 'only this stream')
    .option('--from <instant>', 'read a span again, from this instant on', instant)
    .option('--to <instant>', 'up to this instant, not including it', instant)
    .action(async (choice: RunChoice) => (await commands()).runSync(cli, choice));

  of('recount', 'Open every raw record and count it again: exits with 1 when something does not agree').action(
    async ({ company }: { company: string }) => (await commands()).recount(cli, company),
  );

  of('rebuild', 'Show what mapping the raw records of a stream once more would change')
    .requiredOption('--account <id>', 'the vendor account')
    .requiredOption('--stream <id>', 'the stream')
    .option('--apply', 'change it', false)
    .action(async (choice: RebuildChoice) => (await commands()).rebuild(cli, choice));

  of('export-raw', 'Write the latest version of every raw record to a file, personal fields and all; it goes into the audit')
    .requiredOption('--to <file>', 'a new file; one JSON object a line')
    .action(async ({ company, to }: { company: string; to: string }) => (await commands()).exportRaw(cli, company, to));

  of('erase', 'Erase a person from raw records; what names them at vendors is read from the standard input, one a line').action(
    async ({ company }: { company: string }) => (await commands()).erasePerson(cli, company),
  );
}

function instant(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(at.getTime())) {
    throw new InvalidArgumentError('It must be an instant with its zone, such as 2026-10-01T00:00:00+08:00.');
  }
  return at;
}
