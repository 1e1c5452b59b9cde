/**
 * A value as JSON for a statement's parameter. Postgres refuses U+0000 and halves of surrogate pairs, which a vendor's text may well carry:
 * the first are left out, the others replaced.
 */
export function jsonParameter(value: unknown): string {
  const json = JSON.stringify(value);
  // JSON.stringify writes these as escapes, and only these; the second pass is for the rare page that has one.
  if (!/\\u(0000|d[89a-f])/.test(json)) return json;
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? wellFormed(inner) : inner));
}

function wellFormed(text: string): string {
  return Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8');
}
