import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id; argon2id is the library's default algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Made once per process from random bytes: what an unknown user's password is compared with, at the same cost. */
const nobody = hash(crypto.getRandomValues(new Uint8Array(32)), COST);

/** Why a password is refused, or null. Length over character classes; the rest is for the limit on attempts. */
export function passwordProblem(password: string, email: string): string | null {
  if ([...password].length < 10) return 'a password has at least 10 characters';
  if (password.length > 200) return 'a password has at most 200 characters';
  if (new Set(password).size < 4) return 'a password has at least 4 different characters';
  if (password.toLowerCase().includes(email)) return 'a password does not contain the mail address';
  return null;
}

/** The argon2id hash of a password, with its salt and cost. Different ways to type one character give one password (NFKC). */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

/**
 * Whether a password is the one a hash was made of.
 * @param stored null when there is no such user: takes as long and answers false
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? (await nobody), password.normalize('NFKC'));
  return stored !== null && matches;
}
