import type { FaultClass, VendorFault } from '../connector/errors.js';

/**
 * The faults the host names itself, where the vendor gave no answer that could be read or its answer says something else than what is wrong.
 * `docs/reference/errors.md` is made from this.
 */
export const HOST_FAULTS = {
  UNREACHABLE: { class: 'transient', help: 'No connection to the vendor came about: its name is not known, or nobody listens there.' },
  TIMEOUT: { class: 'transient', help: 'The vendor did not answer in the time the manifest gives it.' },
  CUT_ANSWER: { class: 'transient', help: 'The answer broke off, or is shorter than it said.' },
  VENDOR_DOWN: { class: 'transient', help: 'Too many requests failed one after the other; the vendor is left alone for a while.' },
  HTML_ANSWER: {
    class: 'transient',
    help: 'A web page came instead of an answer: a proxy or a login page stands between the vendor and us.',
  },
  CLOCK_SKEW: {
    class: 'transient',
    help: "Our clock and the vendor's differ so much that signatures and tokens are refused. Correct the clock that is wrong.",
  },
  TOKEN_BUSY: { class: 'transient', help: 'Another process is fetching the token of the account and does not come back.' },
  ADDRESS_BLOCKED: { class: 'config', help: 'The address is not among the hosts of the manifest, or leads into a private network.' },
  CERTIFICATE_INVALID: { class: 'config', help: "The vendor's certificate is not valid, or something between decrypts the connection." },
  ANSWER_TOO_LARGE: { class: 'vendor_bug', help: 'The answer is larger than the manifest allows.' },
  MALFORMED_JSON: { class: 'vendor_bug', help: 'The answer looks like JSON but cannot be read, and stays so.' },
  NO_TOKEN: { class: 'vendor_bug', help: 'The answer to the request for a token carries none.' },
} as const satisfies Record<string, { class: FaultClass; help: string }>;
export type HostFaultCode = keyof typeof HOST_FAULTS;

/** A fault of the host's own. @param message safe to show @param retryAfter milliseconds */
export function hostFault(code: HostFaultCode, message: string, retryAfter?: number): VendorFault {
  return { class: HOST_FAULTS[code].class, code, message, ...(retryAfter === undefined ? {} : { retryAfter }) };
}
