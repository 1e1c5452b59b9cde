import { defineErrors } from '../kernel/index.js';

/** What a question about spend may get wrong. */
export const analyticsErrors = defineErrors({
  SPEND_DIMENSIONS: { owner: 'user', retryable: false, status: 400, help: 'Spend is asked by one to three different dimensions.' },
  SPEND_PERIODS: {
    owner: 'user',
    retryable: false,
    status: 400,
    help: '`from` must not be later than `to`, and a question spans at most 60 months.',
  },
});
