import { FaultEngine, RequestLog, serveVendor, type Simulator, VendorClock, WorldStore } from '@interline/sdk/simulator';

import { accountOf } from './account.js';
import { Eleme } from './eleme.js';
import { statementMapping } from './statement-mapping.js';

/** Ele.me's enterprise meals behind Taobao's gateway as a server on this machine, told from published facts alone. */
const simulator: Simulator = {
  async start(options = {}) {
    const account = accountOf(options.account ?? 'demo');
    const world = new WorldStore(['meal']);
    const clock = new VendorClock(options.now);
    const eleme = new Eleme(account, world);
    const server = await serveVendor(
      eleme,
      {
        world,
        clock,
        faults: new FaultEngine(),
        log: new RequestLog(),
        ledger: () => eleme.ledger(clock.now()),
        push: noPush,
        changed: (orderId) => eleme.queue.touch(orderId),
        reset: () => eleme.reset(),
        more: { messages: (body) => eleme.command(body, clock.now()) },
        reads: {
          messages: () => eleme.queue.counts(clock.now()),
          employees: () => eleme.staff.all(),
          statementMapping: () => statementMapping(world, account),
        },
        files: { statement: ({ period }) => eleme.statement(period, clock.now()) },
      },
      options.port,
    );
    return {
      url: server.url,
      credentials: { app_key: account.appKey, app_secret: account.appSecret, session: account.session },
      config: { sign_method: 'hmac-sha256' },
      externalAccount: account.appKey,
      close: () => server.close(),
    };
  },
};

const noPush = async (): Promise<never> => {
  throw new RangeError('this vendor pushes nothing: its messages are consumed, see /_control/messages');
};

export default simulator;
