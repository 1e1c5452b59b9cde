import { defineErrors } from '../kernel/index.js';

/** Errors of bills. */
export const billingErrors = defineErrors({
  EXPORT_TOO_LONG: {
    owner: 'user',
    retryable: false,
    status: 413,
    help: 'A workbook holds no more than 1,048,575 rows below its header. Fetch the same content as CSV.',
  },
});
