import { createHash, randomBytes } from 'node:crypto';
import type { Id } from '../kernel/index.js';

/** A new token for the address a vendor pushes to: 256 random bits. */
export function newHookToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a text can be a hook token at all. */
export function isHookToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** What a token is found by; the token itself is kept sealed only. */
export function hashHookToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** Where a connection's hook token is sealed for. */
export const hookTokenPlace = (connectionId: Id): string => `connections/${connectionId}/hook`;
