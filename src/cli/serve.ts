import type { Command } from 'commander';
import type { Cli } from './cli.types.js';
import { registerServer } from './server.command.js';

export function register(program: Command, cli: Cli): void {
  registerServer(program, cli, 'serve', 'Run the gateway, the console and the hooks of vendors');
}
