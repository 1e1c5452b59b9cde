import { FaultEngine, RequestLog, serveVendor, type Simulator, VendorClock } from '@interline/sdk/simulator';

import { accountOf } from './account.js';
import type { Settings } from './desk.js';
import { statementFile } from './statement.js';
import { statementMapping } from './statement-mapping.js';
import { Vop } from './vop.js';
import { GoodsWorld } from './world.js';

/** JD's corporate purchasing (VOP) as a server on this machine, told from its published facts alone. */
const simulator: Simulator = {
  async start(options = {}) {
    const account = accountOf(options.account ?? 'demo');
    const world = new GoodsWorld();
    const clock = new VendorClock(options.now);
    const vop = new Vop(account, world, () => clock.now());
    const server = await serveVendor(
      vop,
      {
        world,
        clock,
        faults: new FaultEngine(),
        log: new RequestLog(),
        ledger: () => vop.ledger(clock.now()),
        changed: (orderId) => vop.changed(orderId),
        reset: () => vop.reset(),
        more: {
          settings: (body) => applySettings(vop, body as Partial<Settings> & { singleToken?: boolean }),
          split: (body) => splitOrder(vop, body as { orderId?: unknown; parts?: unknown }),
        },
        reads: { statementMapping: () => statementMapping(account) },
        files: { statement: ({ period = '' }) => statementFile(vop, period, clock.now()) },
      },
      options.port,
    );
    const { clientId, clientSecret, username, password } = account;
    return {
      url: server.url,
      credentials: { client_secret: clientSecret, password },
      config: { client_id: clientId, username },
      externalAccount: username,
      close: () => server.close(),
    };
  },
};

/** Settings that are true or false. */
const FLAGS = ['balance', 'freightInPrice', 'payDetails'] as const;

function applySettings(vop: Vop, { listKey, singleToken, ...flags }: Partial<Settings> & { singleToken?: boolean }): unknown {
  if (listKey !== undefined && listKey !== 'orders' && listKey !== 'order') throw new RangeError('listKey is orders or order');
  for (const flag of [singleToken, ...FLAGS.map((name) => flags[name])])
    if (flag !== undefined && typeof flag !== 'boolean') throw new RangeError('a flag is true or false');
  if (listKey !== undefined) vop.settings.listKey = listKey;
  for (const name of FLAGS) vop.settings[name] = flags[name] ?? vop.settings[name];
  if (singleToken !== undefined) vop.gate.singleToken = singleToken;
  return { ...vop.settings, singleToken: vop.gate.singleToken };
}

function splitOrder(vop: Vop, { orderId, parts }: { orderId?: unknown; parts?: unknown }): unknown {
  if (typeof orderId !== 'string' || typeof parts !== 'number') throw new RangeError('needs orderId, a text, and parts, a number');
  return vop.split(orderId, parts);
}

export default simulator;
