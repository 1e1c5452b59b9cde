import { FaultEngine, RequestLog, serveVendor, type Simulator, VendorClock, WorldStore } from '@interline/sdk/simulator';

import { accountOf } from './account.js';
import type { BillOrder } from './bill-calls.js';
import { Didi } from './didi.js';
import type { SignMethod } from './signature.js';

/** Settings a test may change while it runs: `POST /_control/settings`. */
interface Settings {
  signMethod?: SignMethod;
  /** For all business lines. */
  billOrder?: BillOrder;
}

/** Didi Enterprise as a server on this machine, told from its published facts alone. */
const simulator: Simulator = {
  async start(options = {}) {
    const account = accountOf(options.account ?? 'demo');
    const world = new WorldStore(['ride', 'flight', 'hotel', 'train']);
    const clock = new VendorClock(options.now);
    const didi = new Didi(account, world, options.limits ?? 'strict', () => clock.now());
    const server = await serveVendor(
      didi,
      {
        world,
        clock,
        faults: new FaultEngine(),
        log: new RequestLog(),
        ledger: () => didi.ledger(clock.now()),
        push: (command) => didi.callbacks.push(command),
        changed: (orderId) => didi.callbacks.changed(orderId),
        reset: () => didi.reset(),
        more: { settings: (body) => applySettings(didi, body as Settings) },
      },
      options.port,
    );
    return {
      url: server.url,
      credentials: { client_id: account.clientId, client_secret: account.clientSecret, sign_key: account.signKey },
      config: { company_id: account.companyId, sign_method: account.signMethod },
      externalAccount: account.companyId,
      close: () => server.close(),
    };
  },
};

function applySettings(didi: Didi, { signMethod, billOrder }: Settings): Settings {
  if (signMethod !== undefined && signMethod !== 'MD5' && signMethod !== 'SHA256') throw new RangeError('signMethod is MD5 or SHA256');
  if (billOrder !== undefined && billOrder !== '4.0' && billOrder !== '3.0') throw new RangeError('billOrder is 4.0 or 3.0');
  if (signMethod) didi.account.signMethod = signMethod;
  if (billOrder) Object.assign(didi.bills.order, { 0: billOrder, 1: billOrder, 100: billOrder });
  return { signMethod: didi.account.signMethod, ...(billOrder && { billOrder }) };
}

export default simulator;
