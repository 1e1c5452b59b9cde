/** Shorter values would turn up by chance everywhere. */
const MIN_SECRET = 4;
const MAX_TEXT = 2_000;
const SECRET_NAME = /secret|token|passw|sign_?key|api_?key|authorization|cookie|credential/i;
const HIDDEN = '[hidden]';

/** Takes secrets out of texts and log fields. */
export class Redactor {
  private readonly values: string[];

  constructor(secrets: Iterable<string>) {
    this.values = [...new Set(secrets)].filter((value) => value.length >= MIN_SECRET).sort((a, b) => b.length - a.length);
  }

  /** Hides one more value from now on, such as a fetched token. */
  add(secret: string): void {
    if (secret.length >= MIN_SECRET && !this.values.includes(secret)) {
      // Old tokens need not be remembered for ever.
      if (this.values.length > 50) this.values.pop();
      this.values.unshift(secret);
    }
  }

  /** A text without secrets, plain or URL-encoded, cut to a bounded length. */
  text(text: string): string {
    // A secret that the cut would halve is hidden first.
    let clean = text.slice(0, MAX_TEXT * 2);
    for (const value of this.values) {
      clean = clean.replaceAll(value, HIDDEN);
      const encoded = encodeURIComponent(value);
      if (encoded !== value) clean = clean.replaceAll(encoded, HIDDEN);
    }
    return clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT)}…` : clean;
  }

  /** Log fields without secrets: values by content, and fields by name. Nested data becomes text. */
  fields(fields: Record<string, unknown>): Record<string, unknown> {
    const clean: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(fields).slice(0, 40)) {
      if (SECRET_NAME.test(name)) clean[name] = HIDDEN;
      else if (typeof value === 'number' || typeof value === 'boolean' || value == null) clean[name] = value;
      else clean[name] = this.text(typeof value === 'string' ? value : asText(value));
    }
    return clean;
  }
}

function asText(value: unknown): string {
  try {
    return JSON.stringify(value, (name, inner: unknown) =>
      SECRET_NAME.test(name) ? HIDDEN : typeof inner === 'bigint' ? inner.toString() : inner,
    );
  } catch {
    return String(value);
  }
}
