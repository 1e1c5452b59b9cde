import { InvalidArgumentError, type Command } from 'commander';
import type { Resources, RunOptions } from '../platform/lifecycle/index.js';
import type { Cli, CommandApplication } from './cli.types.js';

/** Registers a command that runs a server process of a role until it is told to stop. */
export function registerServer(program: Command, cli: Cli, role: RunOptions['role'], description: string): void {
  program
    .command(role)
    .description(description)
    .option('-v, --verbose', 'log details', false)
    .option('--metrics-port <port>', 'loopback port of /metrics (default: near PORT)', portArgument)
    .option(
      '--simulator <connector=url>',
      "where a plugin's simulator runs on this machine, for trying out; may be repeated",
      simulatorArgument,
      [],
    )
    .action(async (options: { verbose: boolean; metricsPort?: number; simulator: SimulatorPlace[] }) => {
      const { runProcess } = await import('../platform/lifecycle/index.js');
      const { verbose, metricsPort, simulator } = options;
      const more = metricsPort === undefined ? {} : { metricsPort };
      const create = (resources: Resources): Promise<CommandApplication> => withSimulators(cli, resources, simulator);
      cli.exit(await runProcess({ role, env: cli.env, logLevel: verbose ? 'debug' : 'info', ...more }, create));
    });
}

interface SimulatorPlace {
  connector: string;
  url: string;
}

/** The application, told where simulators run before it does anything. */
async function withSimulators(cli: Cli, resources: Resources, places: readonly SimulatorPlace[]): Promise<CommandApplication> {
  const application = await cli.createApplication(resources);
  if (places.length > 0) {
    const { SimulatorEndpoints } = await import('../connectors/index.js');
    for (const { connector, url } of places) application.get(SimulatorEndpoints).set(connector, url);
  }
  return application;
}

function simulatorArgument(text: string, before: SimulatorPlace[]): SimulatorPlace[] {
  const [, connector, url] = /^([a-z0-9_-]+)=(http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+)\/?$/.exec(text) ?? [];
  if (!connector || !url) throw new InvalidArgumentError('It must be like name=http://127.0.0.1:4100.');
  return [...before, { connector, url }];
}

function portArgument(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
  return Number(text);
}
