import { daysOf, isId, isPeriod, kernelErrors } from '../kernel/index.js';
import type { InvoiceFilter as FilterInput } from '../platform/graphql/index.js';
import type { InvoiceFilter } from './invoice.js';

/** As long as a vendor's own number may be. */
const MOST = 200;

/**
 * Reads the filter a caller sent: absent and null narrow nothing.
 * @throws BAD_INPUT naming every field that is malformed
 */
export function toFilter({ vendorAccountId, period, number, orderId }: FilterInput): InvoiceFilter {
  const problems = [
    ...(vendorAccountId != null && !isId(vendorAccountId) ? [{ field: 'vendorAccountId', problem: 'not an id' }] : []),
    ...(period != null && !isPeriod(period) ? [{ field: 'period', problem: 'YYYY-MM' }] : []),
    ...Object.entries({ number, orderId }).flatMap(([field, text]) =>
      text != null && text.length > MOST ? [{ field, problem: `at most ${MOST} characters` }] : [],
    ),
  ];
  if (problems.length > 0) throw kernelErrors.BAD_INPUT('the filter is malformed', { extensions: { problems } });
  return {
    ...(vendorAccountId != null && isId(vendorAccountId) && { vendorAccountId }),
    ...(period != null && daysOf(period)),
    ...(number != null && { number }),
    ...(orderId != null && { orderId }),
  };
}
