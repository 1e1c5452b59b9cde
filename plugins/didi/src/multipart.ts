/** Bytes are handled as Latin-1 text: one character a byte, so that offsets and boundaries are exact. */
const BYTES = 'latin1';

/**
 * Reads the plain fields of a `multipart/form-data` body. Files are left out.
 * @returns the fields, or null when the body is no complete multipart form or names a field twice
 */
export function multipartFields(contentType: string, body: Uint8Array): Record<string, string> | null {
  const boundary = /^multipart\/form-data\s*;(?:[^;]*;)*?\s*boundary=(?:"([^"]{1,70})"|([^;\s"]{1,70}))/i.exec(contentType.trim());
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!mark) return null;
  // A leading line break makes the first boundary look like the others.
  const parts = `\r\n${Buffer.from(body).toString(BYTES)}`.split(`\r\n--${mark}`);
  if (parts.length < 2 || !parts.at(-1)!.startsWith('--')) return null;
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const part of parts.slice(1, -1)) {
    const head = part.indexOf('\r\n\r\n');
    if (head === -1) return null;
    const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(part.slice(0, head))?.[1];
    const name = disposition === undefined ? undefined : /(?:^|;)\s*name="([^"]*)"/i.exec(disposition)?.[1];
    if (name === undefined) return null;
    if (/(?:^|;)\s*filename\*?=/i.test(disposition!)) continue;
    const key = utf8(name);
    if (key in fields) return null;
    fields[key] = utf8(part.slice(head + 4));
  }
  return { ...fields };
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, BYTES).toString('utf8');
}
