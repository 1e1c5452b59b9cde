import { defineErrors } from '../kernel/index.js';

/** What can stand in the way of taking a statement back. */
export const statementErrors = defineErrors({
  STATEMENT_NOT_FROM_FILE: {
    owner: 'user',
    retryable: false,
    status: 409,
    help: 'Only a statement that came as a file can be withdrawn here: what a connection reads is the vendor’s, and would be read again.',
  },
  IMPORT_UNDER_WAY: {
    owner: 'user',
    retryable: true,
    status: 409,
    help: 'A file of the account is being read. Withdraw the statement when that is done.',
  },
});
