/**
 * What went wrong at a vendor, by who must act:
 * `config` the company's admin corrects a setting · `auth` the admin gives new credentials · `token` the host fetches a new token
 * and repeats · `throttled` the host waits and repeats · `transient` the host repeats later · `not_found` the record is gone ·
 * `duplicate` the same write was done before · `vendor_bug` the vendor broke its own contract.
 */
export const FAULT_CLASSES = ['config', 'auth', 'token', 'throttled', 'transient', 'not_found', 'duplicate', 'vendor_bug'] as const;
export type FaultClass = (typeof FAULT_CLASSES)[number];

/** A fault as a plugin's error table reads it out of a vendor's answer. */
export interface VendorFault {
  class: FaultClass;
  /** The vendor's own code, such as `19999`. */
  code: string;
  /** Safe to show: no secret, no signed text. */
  message: string;
  /** How long the vendor asks to wait, in milliseconds. */
  retryAfter?: number;
}

/** Thrown by the host's HTTP client once retries are spent, and by plugins for answers that break the vendor's contract. */
export class VendorError extends Error {
  constructor(
    readonly fault: VendorFault,
    options?: { cause?: unknown },
  ) {
    super(`${fault.class} ${fault.code}: ${fault.message}`, options);
    this.name = 'VendorError';
  }
}

/** The vendor's answer does not have the documented shape. */
export function vendorBug(code: string, message: string): VendorError {
  return new VendorError({ class: 'vendor_bug', code, message });
}

/** Thrown by `map` for a record it cannot read. The record goes to quarantine with this reason; the rest of the page lands. */
export class MapError extends Error {
  /** @param field where in the record, as a JSON pointer */
  constructor(
    readonly reason: string,
    readonly field?: string,
  ) {
    super(field ? `${reason} (${field})` : reason);
    this.name = 'MapError';
  }
}
