import { createHash, timingSafeEqual } from 'node:crypto';

/** How a customer's console is set to sign. */
export type SignMethod = 'MD5' | 'SHA256';

/** The text that is signed: all parameters but `sign`, with the sign key among them, sorted by name, values trimmed. */
export function textToSign(params: Readonly<Record<string, string | null | undefined>>, signKey?: string): string {
  const pairs = Object.entries(params).filter(
    (pair): pair is [string, string] => pair[0] !== 'sign' && pair[1] !== null && pair[1] !== undefined,
  );
  if (signKey !== undefined) pairs.push(['sign_key', signKey]);
  return pairs
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([name, value]) => `${name}=${value.trim()}`)
    .join('&');
}

/** Lower-case hex digest of a text. */
export function digest(text: string, method: SignMethod): string {
  return createHash(method === 'MD5' ? 'md5' : 'sha256')
    .update(text, 'utf8')
    .digest('hex');
}

/** The signature of parameters under a sign key. */
export function signatureOf(params: Readonly<Record<string, string | null | undefined>>, signKey: string, method: SignMethod): string {
  return digest(textToSign(params, signKey), method);
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
