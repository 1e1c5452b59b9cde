/**
 * Why nothing came back through the door: `blocked` our rules forbid the address · `unreachable` no connection came about · `timeout`
 * no whole answer in time · `cut` the answer broke off, or is shorter than it said · `too_large` · `tls` the certificate is not valid ·
 * `resting` the host failed too often and is left alone for a while · `stopped` the caller gave up.
 */
export type DoorTrouble = 'blocked' | 'unreachable' | 'timeout' | 'cut' | 'too_large' | 'tls' | 'resting' | 'stopped';

/** Thrown by the door instead of an answer. Its message holds no query, header or body. */
export class DoorError extends Error {
  constructor(
    readonly trouble: DoorTrouble,
    message: string,
    /** When it may be tried again, in milliseconds, where known. */
    readonly retryAfter?: number,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'DoorError';
  }
}

const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO$)/;
const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
]);

/** Names what the HTTP client threw. Anything it does not know counts as cut: the request may have been acted upon. */
export function doorErrorOf(error: unknown, host: string): DoorError {
  if (error instanceof DoorError) return error;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof DoorError) return cause;
    const code = 'code' in cause ? String(cause.code) : '';
    // Several addresses were tried and each failed in its own way; one stands for all.
    if (cause instanceof AggregateError && cause.errors[0] !== cause) return doorErrorOf(cause.errors[0], host);
    if (NO_CONNECTION.has(code)) return new DoorError('unreachable', `${host} cannot be reached (${code})`, undefined, { cause: error });
    if (CERTIFICATE.test(code))
      return new DoorError('tls', `the certificate of ${host} is not valid (${code})`, undefined, { cause: error });
    if (code === 'ETIMEDOUT') return new DoorError('timeout', `${host} did not take the connection in time`, undefined, { cause: error });
    if (/^maxContentLength size/.test(cause.message)) return new DoorError('too_large', `the answer of ${host} is larger than allowed`);
  }
  return new DoorError('cut', `the answer of ${host} broke off`, undefined, { cause: error });
}
