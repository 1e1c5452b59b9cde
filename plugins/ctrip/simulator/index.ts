import { FaultEngine, RequestLog, serveVendor, type Simulator, VendorClock } from '@interline/sdk/simulator';

import { accountOf } from './account.js';
import { Ctrip } from './ctrip.js';
import { CtripWorld } from './ctrip-world.js';

/** Settings a test may change while it runs: `POST /_control/settings`. */
interface Settings {
  /** Answers tickets as `{"TicketResult": …}`. */
  ticketWrapped?: boolean;
  /** The ranks the customer has. */
  ranks?: string[];
}

/** Ctrip corporate travel as a server on this machine, told from its published facts alone. */
const simulator: Simulator = {
  async start(options = {}) {
    const account = accountOf(options.account ?? 'demo');
    const world = new CtripWorld();
    const clock = new VendorClock(options.now);
    const ctrip = new Ctrip(account, world);
    const server = await serveVendor(
      ctrip,
      {
        world,
        clock,
        faults: new FaultEngine(),
        log: new RequestLog(),
        ledger: () => ctrip.ledger(clock.now()),
        changed: (orderId) => ctrip.changed(orderId, clock.now()),
        reset: () => ctrip.reset(),
        more: {
          settings: (body) => applySettings(ctrip, body as Settings),
          people: () => ctrip.people.list(clock.now()),
          approvals: () => ctrip.approvals.list(),
        },
      },
      options.port,
    );
    return {
      url: server.url,
      credentials: { app_key: account.appKey, app_security: account.appSecurity },
      config: { account_id: String(account.accountId), corporation_id: account.corporationId },
      externalAccount: account.corporationId,
      close: () => server.close(),
    };
  },
};

function applySettings(ctrip: Ctrip, { ticketWrapped, ranks }: Settings): Settings {
  if (ticketWrapped !== undefined && typeof ticketWrapped !== 'boolean') throw new RangeError('ticketWrapped is true or false');
  if (ranks !== undefined && !(Array.isArray(ranks) && ranks.every((rank) => typeof rank === 'string')))
    throw new RangeError('ranks is a list of texts');
  if (ticketWrapped !== undefined) ctrip.ticketWrapped = ticketWrapped;
  if (ranks) ctrip.people.setRanks(ranks);
  return { ticketWrapped: ctrip.ticketWrapped, ...(ranks && { ranks }) };
}

export default simulator;
