import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** How a call may be signed (`sign_method`). */
export type SignMethod = 'md5' | 'hmac' | 'hmac-sha256';

/** Whether a text names a method of signing. */
export const isSignMethod = (text: string | undefined): text is SignMethod => text === 'md5' || text === 'hmac' || text === 'hmac-sha256';

/** The text that is signed: all parameters but `sign`, sorted by name, names and values one after the other without separators. */
export function textToSign(params: Readonly<Record<string, string>>): string {
  return Object.keys(params)
    .filter((name) => name !== 'sign')
    .sort()
    .map((name) => name + params[name])
    .join('');
}

/** The signature of parameters, upper-case hex. MD5 puts the secret around the text, the others use it as their key. */
export function signatureOf(params: Readonly<Record<string, string>>, secret: string, method: SignMethod): string {
  const text = textToSign(params);
  const hash =
    method === 'md5'
      ? createHash('md5').update(secret + text + secret, 'utf8')
      : createHmac(method === 'hmac' ? 'md5' : 'sha256', secret).update(text, 'utf8');
  return hash.digest('hex').toUpperCase();
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
