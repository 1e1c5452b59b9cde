import { createDecipheriv } from 'node:crypto';

/** The two letters JD's key of each private field begins with. */
const PREFIX = { name: 'NA', mobile: 'MO', address: 'AD' } as const;

/**
 * Reads a private field of an order: DES/CBC/PKCS5, written in hex, with the field's letters and the first six characters of the client id as key and
 * as initial vector. A text that is no such cipher is taken as it stands.
 * @returns undefined when it cannot be read: no key, the wrong one, or nothing there
 */
export function privateText(field: keyof typeof PREFIX, text: string | undefined, clientId: string | undefined): string | undefined {
  if (text === undefined || !/^([0-9a-f]{16})+$/i.test(text)) return text;
  const key = Buffer.from(`${PREFIX[field]}${clientId?.slice(0, 6) ?? ''}`, 'utf8');
  if (key.length !== 8) return undefined;
  try {
    // Current OpenSSL has no single DES by itself; triple DES with the same key three times is the same.
    const decipher = createDecipheriv('des-ede3-cbc', Buffer.concat([key, key, key]), key);
    const bytes = Buffer.concat([decipher.update(text, 'hex'), decipher.final()]);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim() || undefined;
  } catch {
    return undefined;
  }
}
