import type { VendorResponse } from './connector.js';
import type { FaultClass, VendorFault } from './errors.js';

const BY_STATUS: Readonly<Record<number, FaultClass>> = {
  400: 'config',
  401: 'token',
  402: 'config',
  403: 'auth',
  404: 'not_found',
  408: 'transient',
  410: 'not_found',
  413: 'vendor_bug',
  425: 'transient',
  429: 'throttled',
  503: 'transient',
};

/**
 * The fault an HTTP status alone tells; null below 400. For vendors that use statuses as HTTP means them, and for the rest of an error
 * table: `return known[code] ?? statusFault(response)`.
 */
export function statusFault(response: VendorResponse): VendorFault | null {
  const { status } = response;
  if (status < 400) return null;
  const retryAfter = retryAfterOf(response);
  return {
    class: BY_STATUS[status] ?? (status >= 500 ? 'transient' : 'vendor_bug'),
    code: String(status),
    message: `the vendor answered with status ${status}`,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

/** How long `Retry-After` asks to wait, in milliseconds; undefined without one. Reads seconds and dates (against the answer's own `Date`). */
export function retryAfterOf(response: VendorResponse): number | undefined {
  const text = response.headers['retry-after']?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const [until, now] = [Date.parse(text), Date.parse(response.headers['date'] ?? '')];
  return Number.isNaN(until) || Number.isNaN(now) ? undefined : Math.max(0, until - now);
}
