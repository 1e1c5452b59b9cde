import { once } from 'node:events';
import { connectorErrors, ConnectorCatalogue } from '../connectors/index.js';
import type { Cli } from './cli.types.js';
import { fillSimulator } from './simulate.fill.js';

const CONTROL = [
  ['POST   /_control/facts', 'adds people, orders, bill adjustments'],
  ['POST   /_control/generate', '{orders, from, to, seed, kinds}: orders it makes by itself'],
  ['GET    /_control/ledger', 'what it would bill, by month and kind'],
  ['POST   /_control/faults', '{path, times, after, fault: {kind, …}}: plays a fault; DELETE clears all'],
  ['GET    /_control/requests', '?after=SEQ: what it was asked'],
  ['POST   /_control/orders/{id}', '{refund} or {patch} or {remove: true}: changes an order'],
  ['POST   /_control/callbacks', '{url, orderIds, lose, repeat}: pushes order events'],
  ['POST   /_control/clock', '{now}: what time the vendor believes it is'],
  ['POST   /_control/reset', 'forgets everything but the credentials'],
] as const;

/** `interline simulate <plugin>` */
export async function simulate(cli: Cli, plugin: string, choice: { port: number; orders: number; open: boolean }): Promise<void> {
  const simulator = await (await ConnectorCatalogue.open()).simulator(plugin);
  if (!simulator) throw connectorErrors.CONNECTOR_ENVIRONMENT(`${plugin} has no simulator`);
  const running = await simulator.start({ port: choice.port, limits: choice.open ? 'open' : 'strict' });
  try {
    const to = new Date();
    if (choice.orders > 0) await fillSimulator(running.url, { orders: choice.orders, from: new Date(to.getTime() - 90 * 86_400_000), to });
    const { url, credentials, config, externalAccount } = running;
    cli.print(`url         ${url}`);
    cli.print(`account     ${externalAccount}`);
    cli.print(`credentials ${JSON.stringify(credentials)}`);
    cli.print(`config      ${JSON.stringify(config)}`);
    cli.print('control');
    for (const [endpoint, what] of CONTROL) cli.print(`  ${endpoint.padEnd(29)} ${what}`);
    cli.print('Stop with Ctrl-C.');
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  } finally {
    await running.close();
  }
}
