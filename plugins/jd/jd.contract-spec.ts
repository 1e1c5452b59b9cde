import { describeConnector } from '@interline/sdk/testkit';
import simulator from './simulator/index.js';
import connector from './src/index.js';

describeConnector({
  folder: new URL('.', import.meta.url),
  connector,
  simulator,
  bypass: {
    'message.repeated':
      'what an order costs never changes at JD, so no message tells of it; src/orders.spec.ts reads several messages about one order',
  },
});
