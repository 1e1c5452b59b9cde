import { defineConnector } from '@interline/sdk';
import { faultOf } from './faults.js';
import { orders } from './orders.js';
import { sign, token } from './token.js';

/**
 * The connector. It says what is particular to this vendor; signing, waiting, repeating, renewing tokens and committing pages is the host's.
 * `npm run unit -- --selectProjects contract plugins/_template` proves it against the simulator beside it.
 */
export default defineConnector({
  token,
  sign,
  streams: { orders },
  fault: faultOf,
  // One cheap call that proves the credentials: made when a connection is set up and when it was broken.
  async check({ http }) {
    await http.request({ method: 'GET', path: '/me' });
  },
});
