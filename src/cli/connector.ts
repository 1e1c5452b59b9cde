import { InvalidArgumentError, type Command } from 'commander';
import type { Cli } from './cli.types.js';
import type { RunChoice } from './connector.command.js';

export function register(program: Command, cli: Cli): void {
  const connector = program.command('connector').description('Look at, check, try and start plugins');
  const commands = (): Promise<typeof import('./connector.command.js')> => import('./connector.command.js');

  connector
    .command('list')
    .description('List the plugins that are installed, with what is wrong with those that cannot be used')
    .action(async () => (await commands()).listConnectors(cli));

  connector
    .command('validate')
    .description('Check the manifest, logo, README, fixtures and code of a plugin, or of all; problems come with file and line')
    .argument('[folder]', "the plugin's folder; all installed ones without it")
    .action(async (folder: string | undefined) => (await commands()).validateConnectors(cli, folder));

  connector
    .command('run')
    .description('Print the canonical records of a plugin, one JSON object a line; from its simulator unless an environment is named')
    .argument('<plugin>')
    .option('--stream <id>', 'only this stream')
    .option('--from <time>', 'read from this day or instant on (default: 31 days before --to)')
    .option('--to <time>', 'read up to this day or instant, not including it (default: now)')
    .option('--simulator', 'from its simulator; the default')
    .option('--orders <number>', 'how many orders the simulator makes by itself', whole, 200)
    .option('--environment <id>', 'from a real endpoint: an environment of the manifest')
    .option('--credentials <file>', 'JSON file {"credentials": {...}, "config": {...}} for --environment')
    .option('--raw', 'print the records as the vendor sent them instead')
    .action(async (plugin: string, choice: RunChoice) => (await commands()).runConnector(cli, plugin, choice));

  connector
    .command('certify')
    .description('Run the contract suite against the simulator of a plugin and print it as a checklist')
    .argument('<plugin>')
    .action(async (plugin: string) => (await commands()).certifyConnector(cli, plugin));

  connector
    .command('new')
    .description('Start a plugin: copies plugins/_template under another name')
    .argument('<id>', 'its name: lower-case letters, digits and dashes')
    .action(async (id: string) => (await commands()).newConnector(cli, id));
}

function whole(text: string): number {
  if (!/^\d{1,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
