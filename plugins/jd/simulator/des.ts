import { createCipheriv } from 'node:crypto';

/** The private fields of an order, with the two letters their key begins with. */
const LETTERS = { name: 'NA', mobile: 'MO', address: 'AD' } as const;

/** A private field of an order. */
export type PrivateField = keyof typeof LETTERS;

const MAX_KEPT = 50_000;

/** DES/CBC with PKCS5 padding. OpenSSL 3 has single DES no more; three passes under one key are the same. */
export function desCbc(key: Buffer, iv: Buffer, clear: Buffer): Buffer {
  const cipher = createCipheriv('des-ede3-cbc', Buffer.concat([key, key, key]), iv);
  return Buffer.concat([cipher.update(clear), cipher.final()]);
}

/** Writes the private fields of orders as VOP does: hex of DES under two letters and the first six of the client id, which is also the IV. */
export class PrivateFields {
  private readonly keys: Readonly<Record<PrivateField, Buffer>>;
  /** The same people get parcels again and again. */
  private readonly written = new Map<string, string>();

  constructor(clientId: string) {
    const key = (field: PrivateField): Buffer => Buffer.from(LETTERS[field] + clientId.slice(0, 6), 'latin1');
    this.keys = { name: key('name'), mobile: key('mobile'), address: key('address') };
  }

  /** A field as it stands on the wire: upper-case hex. */
  write(field: PrivateField, text: string): string {
    const known = this.written.get(`${field} ${text}`);
    if (known !== undefined) return known;
    const hex = desCbc(this.keys[field], this.keys[field], Buffer.from(text, 'utf8')).toString('hex').toUpperCase();
    if (this.written.size >= MAX_KEPT) this.written.clear();
    this.written.set(`${field} ${text}`, hex);
    return hex;
  }
}
