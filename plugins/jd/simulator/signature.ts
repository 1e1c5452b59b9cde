import { createHash, timingSafeEqual } from 'node:crypto';

/** What is signed for a token, in the order it is signed. `passwordMd5` is lower-case hex as it travels; the user name is raw text. */
export interface TokenClaim {
  clientSecret: string;
  timestamp: string;
  clientId: string;
  username: string;
  passwordMd5: string;
  grantType: string;
  scope: string;
}

/** The text that is signed for a token: the claim between two copies of the secret. */
export const textToSign = ({ clientSecret, timestamp, clientId, username, passwordMd5, grantType, scope }: TokenClaim): string =>
  [clientSecret, timestamp, clientId, username, passwordMd5, grantType, scope, clientSecret].join('');

/** MD5 over UTF-8, lower-case hex. */
export const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

/** The signature of a token request, upper-case hex. */
export const signatureOf = (claim: TokenClaim): string => md5(textToSign(claim)).toUpperCase();

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
