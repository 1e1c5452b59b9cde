/** Names of fields whose values are never written, wherever they stand: whole, or as the last word of a longer name. */
const SECRET_NAME =
  /(^|[a-z0-9]|[_-])(authorization|cookie|passwords?|passwd|secrets?|tokens?|credentials?|signature|sign|api[_-]?key|master[_-]?key|private[_-]?key|otp)$/i;

/** User and password inside an address. */
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/:@]*:[^\s/@]+@/gi;

/** A token in an authorization header that found its way into a text. */
const BEARER = /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/g;

const CENSORED = '[redacted]';
const DEEPEST = 6;

/** Takes credentials out of a text. */
export function redactText(text: string): string {
  return text.includes('://') || text.includes('Bearer') || text.includes('Basic')
    ? text.replace(URL_CREDENTIALS, `$1${CENSORED}@`).replace(BEARER, `$1 ${CENSORED}`)
    : text;
}

/** A copy of a log entry's fields without secrets; what lies deeper than six levels is left out. Errors keep what tells the cause and nothing else. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return describeError(value, depth);
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (depth >= DEEPEST) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    copy[name] =
      SECRET_NAME.test(name) && item !== null && item !== undefined && typeof item !== 'boolean' ? CENSORED : redact(item, depth + 1);
  }
  return copy;
}

/**
 * What is written of an error. HTTP clients hang whole requests with their headers on their errors, and PostgreSQL puts the offending row into `detail`,
 * so fields are named here and never copied at large.
 */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const { code, constraint, table, options, cause } = error as Error & {
    code?: unknown;
    constraint?: unknown;
    table?: unknown;
    options?: { detail?: unknown };
  };
  const described: Record<string, unknown> = { type: error.name, message: redactText(error.message), stack: redactText(error.stack ?? '') };
  for (const [name, value] of Object.entries({ code, constraint, table })) if (typeof value === 'string') described[name] = value;
  if (options?.detail !== undefined) described.detail = redact(options.detail, depth + 1);
  if (cause !== undefined && depth < DEEPEST) described.cause = redact(cause, depth + 1);
  if (error instanceof AggregateError && depth < DEEPEST) described.errors = error.errors.map((each) => redact(each, depth + 1));
  return described;
}
