import { describeConnector } from '@interline/sdk/testkit';
import simulator from './simulator/index.js';
import connector from './src/index.js';

describeConnector({
  folder: new URL('.', import.meta.url),
  connector,
  simulator,
  bypass: {
    'action.person': 'Ctrip takes people asynchronously and has no call that reads them: nobody can say whether somebody was there before',
  },
});
