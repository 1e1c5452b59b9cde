import { FaultEngine, LedgerSums, RequestLog, serveVendor, VendorClock, WorldStore, type Simulator } from '@interline/sdk/simulator';
import { Meals } from './meals.js';

/**
 * The vendor as a server on this machine, told from its published documents. It shares no code with `../src`: what both got wrong alike would
 * pass every test. The control endpoints beside it are described in `sdk/simulator/README.md`.
 */
const simulator: Simulator = {
  async start({ port, now, account = 'demo' } = {}) {
    const world = new WorldStore(['meal', 'goods']);
    const clock = new VendorClock(now);
    const credentials = { client_id: `app-${account}`, client_secret: `secret-of-${account}` };
    const vendor = new Meals(world, credentials);
    const ledger = () => {
      const sums = new LedgerSums();
      sums.addCash(world.orders, clock.now());
      return sums.rows();
    };
    const control = { world, clock, faults: new FaultEngine(), log: new RequestLog(), ledger, reset: () => vendor.forgetTokens() };
    const { url, close } = await serveVendor(vendor, control, port);
    return { url, close, credentials, config: {}, externalAccount: account };
  },
};

export default simulator;
