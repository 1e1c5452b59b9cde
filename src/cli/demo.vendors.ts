import { shareOut, type DemoVendor, type Seller, type World } from '@interline/demo';
import type { RunningSimulator, WorldFacts } from '@interline/sdk/simulator';
import type { ConnectorCatalogue } from '../connectors/index.js';
import type { Clock } from '../kernel/index.js';
import { kindsSold, tellSimulator } from './simulate.fill.js';

/** Orders sent to a simulator at once. */
const PART = 1_000;

/** A simulator that runs for the demo: how to connect to it, what can be ordered from it, and how many orders it was told. */
export interface RunningVendor extends DemoVendor {
  simulator: RunningSimulator;
  seller: Seller;
  orders: number;
}

/**
 * Starts the simulator of every usable connector that has one; examples have nothing to tell.
 * @param leftOut told of one that does not start: no reason to show nothing
 * @yields each as soon as it runs, so that it can be stopped whatever happens to the others
 */
export async function* startVendors(
  catalogue: ConnectorCatalogue,
  clock: Clock,
  leftOut: (connectorId: string, error: unknown) => void,
): AsyncGenerator<RunningVendor> {
  for (const { id, manifest } of catalogue.offered().filter(({ problem }) => problem === null)) {
    const simulator = await catalogue.simulator(id).catch((error: unknown) => leftOut(id, error));
    if (!simulator) continue;
    const running = await simulator.start({ limits: 'open', now: () => clock.now() });
    const { credentials, config, externalAccount } = running;
    const seller = { connectorId: id, category: manifest!.category, sells: await kindsSold(running.url, clock.now()) };
    yield { connectorId: id, simulator: running, credentials, config, externalAccount, seller, orders: 0 };
  }
}

/** Tells each vendor its share of what happened, divided among all sellers. */
export async function tellShares(world: World, sellers: readonly Seller[], vendors: readonly RunningVendor[]): Promise<void> {
  const shares = shareOut(world, sellers);
  for (const vendor of vendors) {
    const share = shares.get(vendor.connectorId);
    if (share) vendor.orders = await tell(vendor.simulator.url, share);
  }
}

/** Sends facts in parts. @returns how many orders were taken */
async function tell(url: string, { orders = [], ...rest }: WorldFacts): Promise<number> {
  let taken = 0;
  for (let from = 0; from === 0 || from < orders.length; from += PART) {
    const part: WorldFacts = { ...(from === 0 ? rest : {}), orders: orders.slice(from, from + PART) };
    taken += (await tellSimulator<{ orders: number }>(url, '/facts', part)).orders;
  }
  return taken;
}
