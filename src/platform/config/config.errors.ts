import { defineErrors } from '../../kernel/index.js';

/** What can be wrong before anything runs. */
export const configErrors = defineErrors({
  CONFIG_INVALID: {
    owner: 'admin',
    retryable: false,
    status: 500,
    help: 'One or more settings are missing or wrong; the message names each. Correct the environment and start again. The process exits with 78.',
  },
});
