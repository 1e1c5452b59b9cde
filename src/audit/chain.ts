import { createHash } from 'node:crypto';
import type { Id } from '../kernel/index.js';

/** What an entry says. Its hash is taken over exactly this and the hash of the entry before it. */
export interface ChainedEntry {
  companyId: Id;
  /** 1 for a company's first entry, then without gaps. */
  sequence: number;
  at: Date;
  /** `person:<user id>`, `app:<client id>` or `system:<name>`. */
  actor: string;
  userId: Id | null;
  action: string;
  target: string | null;
  /** Plain JSON. */
  detail: unknown;
  ip: string | null;
  traceId: string | null;
}

/** What the first entry of a company is chained to. */
export const GENESIS = Buffer.alloc(32);

/** SHA-256 of an entry on top of its predecessor's hash. */
export function chainHash(previous: Uint8Array, entry: ChainedEntry): Buffer {
  const content = [
    entry.companyId,
    entry.sequence,
    entry.at.toISOString(),
    entry.actor,
    entry.userId,
    entry.action,
    entry.target,
    entry.detail,
    entry.ip,
    entry.traceId,
  ];
  return createHash('sha256').update(previous).update(canonicalJson(content)).digest();
}

/** JSON with sorted keys and without spaces: the same text whatever order a database gives the keys in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner) && !(inner instanceof Date)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/**
 * Turns what a caller gives as detail into JSON that Postgres keeps unchanged: bigints become texts, what JSON has no word for is left out, and so are
 * NUL characters and halves of surrogate pairs, which jsonb refuses.
 */
export function plainJson(value: unknown): unknown {
  const text = JSON.stringify(value ?? {}, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? inner.toString() : typeof inner === 'string' ? cleanText(inner) : inner,
  );
  return JSON.parse(text) as unknown;
}

/** A text as Postgres can keep it. */
export function cleanText(text: string): string {
  return text.replace(/\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}

/** Why a chain does not hold, at its first bad entry. */
export interface ChainBreak {
  sequence: number;
  reason: 'missing' | 'altered' | 'unlinked';
}

/** Walks a company's entries in order and finds the first that was changed, taken out or put in. */
export class ChainWalker {
  entries = 0;
  head = { sequence: 0, hash: GENESIS as Buffer };

  /** @returns the break, or null while the chain holds */
  next(entry: ChainedEntry, previous: Buffer, hash: Buffer): ChainBreak | null {
    const expected = this.head.sequence + 1;
    if (entry.sequence !== expected) return { sequence: expected, reason: 'missing' };
    if (!previous.equals(this.head.hash)) return { sequence: expected, reason: 'unlinked' };
    if (!chainHash(previous, entry).equals(hash)) return { sequence: expected, reason: 'altered' };
    this.entries += 1;
    this.head = { sequence: entry.sequence, hash };
    return null;
  }
}
