import { defineErrors } from '../kernel/index.js';

/** Errors of expenses. */
export const expensesErrors = defineErrors({
  ORDER_LINE_TWICE: {
    owner: 'vendor',
    retryable: false,
    status: 422,
    help: 'A connector gave two lines of one order under the same line key. `extensions` names order and line; the connector has to be corrected.',
  },
});
