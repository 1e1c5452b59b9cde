import { defineErrors } from '../kernel/index.js';

/** What can go wrong with a company and its books. */
export const companyErrors = defineErrors({
  COMPANY_EXISTS: { owner: 'admin', retryable: false, status: 409, help: 'A company with this slug exists already. Choose another slug.' },
  COMPANY_UNKNOWN: { owner: 'admin', retryable: false, status: 404, help: 'No company has this slug.' },
  PERIOD_LOCKED: {
    owner: 'user',
    retryable: false,
    status: 409,
    help: 'The month of this legal entity is locked. Later changes are booked in its next open month; a locked month is not opened again.',
  },
  PERIOD_NOT_BEGUN: { owner: 'user', retryable: false, status: 409, help: 'A month can be locked once it has begun.' },
});
