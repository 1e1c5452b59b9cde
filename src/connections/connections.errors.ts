import { defineErrors } from '../kernel/index.js';

/** What can go wrong between a company and its vendors. */
export const connectionErrors = defineErrors({
  VENDOR_CONFIG: {
    owner: 'admin',
    retryable: false,
    status: 422,
    help: 'The vendor refused a setting. Its code and words stand in the message; correct the settings of the connection.',
  },
  VENDOR_AUTH: {
    owner: 'admin',
    retryable: false,
    status: 422,
    help: 'The vendor refused the credentials. Give the connection new ones; its history stays.',
  },
  VENDOR_THROTTLED: {
    owner: 'vendor',
    retryable: true,
    status: 503,
    help: 'The vendor asks to slow down. Reading goes on by itself after the pause it asked for.',
  },
  VENDOR_UNAVAILABLE: {
    owner: 'vendor',
    retryable: true,
    status: 503,
    help: 'The vendor does not answer, or says it is busy. Reading is tried again by itself, later each time.',
  },
  VENDOR_BUG: {
    owner: 'vendor',
    retryable: false,
    status: 502,
    help: 'The vendor broke its own contract: an answer of another shape, a count that does not add up. Tell the vendor; the reading is tried again a few times a day.',
  },
  PLUGIN_FAILED: {
    owner: 'interline',
    retryable: false,
    status: 502,
    help: "The plugin's code threw, hung, flooded or broke its contract. The log names the place; the plugin has to be corrected.",
  },
  CONNECTION_CLOSED: {
    owner: 'user',
    retryable: false,
    status: 409,
    help: 'The connection was closed for good. Make a new one; the data of its account stays.',
  },
  CONNECTION_STATE: { owner: 'user', retryable: false, status: 409, help: 'The connection is in a state that does not allow this.' },
  HOOK_TOO_LARGE: {
    owner: 'vendor',
    retryable: false,
    status: 413,
    help: 'The delivery is larger than the plugin says its vendor ever sends.',
  },
  HOOK_FORGED: { owner: 'vendor', retryable: false, status: 403, help: 'The delivery does not carry the signature of the vendor.' },
});
