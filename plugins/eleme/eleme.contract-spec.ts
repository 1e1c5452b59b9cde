import { describeConnector } from '@interline/sdk/testkit';
import simulator from './simulator/index.js';
import connector from './src/index.js';

describeConnector({ folder: new URL('.', import.meta.url), connector, simulator });
