import { VendorError, type FaultClass } from '@interline/sdk';
import { PluginError } from '../connectors/index.js';
import { InterlineError, type ErrorOwner } from '../kernel/index.js';
import { connectionErrors } from './connections.errors.js';

/** A failure with a vendor, in words that are safe to show. */
export interface VendorTrouble {
  code: string;
  message: string;
  owner: ErrorOwner;
  /** The vendor's own code, where it gave one. */
  vendorCode: string | null;
  /** What to do about the reading that failed: `stop` until somebody acts on the connection, `soon` again after a pause, `later` again a few times a day. */
  next: 'stop' | 'soon' | 'later';
  /** How long the vendor asks to wait, in milliseconds. */
  retryAfter: number | null;
}

/** What a fault of each class becomes, and what is done about the reading. */
export const BY_CLASS: Readonly<Record<FaultClass, { error: keyof typeof connectionErrors; next: VendorTrouble['next'] }>> = {
  config: { error: 'VENDOR_CONFIG', next: 'stop' },
  auth: { error: 'VENDOR_AUTH', next: 'stop' },
  // The host has already fetched a new token and tried again: the credentials themselves no longer open the door.
  token: { error: 'VENDOR_AUTH', next: 'stop' },
  throttled: { error: 'VENDOR_THROTTLED', next: 'soon' },
  transient: { error: 'VENDOR_UNAVAILABLE', next: 'soon' },
  not_found: { error: 'VENDOR_BUG', next: 'later' },
  duplicate: { error: 'VENDOR_BUG', next: 'later' },
  vendor_bug: { error: 'VENDOR_BUG', next: 'later' },
};

const LONGEST_MESSAGE = 500;

/** What a failed call to a plugin means and who must act. Unknown errors become one plain sentence: their own text may say too much. */
export function vendorTrouble(error: unknown): VendorTrouble {
  if (error instanceof VendorError) {
    const { class: fault, code, message, retryAfter } = error.fault;
    const { error: name, next } = BY_CLASS[fault];
    return trouble(connectionErrors[name](`${code}: ${message}`.slice(0, LONGEST_MESSAGE)), next, code, retryAfter ?? null);
  }
  if (error instanceof PluginError)
    return trouble(connectionErrors.PLUGIN_FAILED(`${error.code}: ${error.message}`.slice(0, LONGEST_MESSAGE)), 'later');
  if (error instanceof InterlineError) return trouble(error, error.retryable ? 'soon' : error.owner === 'admin' ? 'stop' : 'later');
  return {
    code: 'INTERNAL',
    message: 'something failed on our side; the log has the cause',
    owner: 'interline',
    vendorCode: null,
    next: 'soon',
    retryAfter: null,
  };
}

function trouble(
  error: InterlineError,
  next: VendorTrouble['next'],
  vendorCode: string | null = null,
  retryAfter: number | null = null,
): VendorTrouble {
  return { code: error.code, message: error.message, owner: error.owner, vendorCode, next, retryAfter };
}
