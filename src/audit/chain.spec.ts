import { describe, expect, it } from '@jest/globals';
import { newId } from '../kernel/index.js';
import { canonicalJson, chainHash, ChainWalker, GENESIS, plainJson, type ChainedEntry } from './chain.js';

const company = newId();
const entry = (sequence: number, more: Partial<ChainedEntry> = {}): ChainedEntry => ({
  companyId: company,
  sequence,
  at: new Date('2026-11-23T08:00:00.123Z'),
  actor: 'system:test',
  userId: null,
  action: 'test.done',
  target: null,
  detail: { b: 1, a: [{ d: null, c: 'x' }] },
  ip: null,
  traceId: null,
  ...more,
});

/** A chain of three, as the database would give it. */
function chain(): { entry: ChainedEntry; previous: Buffer; hash: Buffer }[] {
  let previous: Buffer = GENESIS;
  return [1, 2, 3].map((sequence) => {
    const link = { entry: entry(sequence), previous, hash: chainHash(previous, entry(sequence)) };
    previous = link.hash;
    return link;
  });
}

const walk = (links: ReturnType<typeof chain>): unknown => {
  const walker = new ChainWalker();
  for (const link of links) {
    const broken = walker.next(link.entry, link.previous, link.hash);
    if (broken) return broken;
  }
  return walker.head.sequence;
};

describe('the chain of the audit', () => {
  it('does not depend on the order of keys, as jsonb has its own', () => {
    expect(canonicalJson({ b: 1, a: { d: 2, c: [3, { f: 4, e: 5 }] } })).toBe('{"a":{"c":[3,{"e":5,"f":4}],"d":2},"b":1}');
    expect(chainHash(GENESIS, entry(1))).toEqual(chainHash(GENESIS, entry(1, { detail: { a: [{ c: 'x', d: null }], b: 1 } })));
  });

  it('covers every part of an entry', () => {
    const changes: Partial<ChainedEntry>[] = [
      { companyId: newId() },
      { sequence: 2 },
      { at: new Date('2026-11-23T08:00:00.124Z') },
      { actor: 'system:other' },
      { userId: newId() },
      { action: 'test.undone' },
      { target: 'x:1' },
      { detail: { b: 2 } },
      { ip: '192.0.2.1' },
      { traceId: 't' },
    ];
    const hashes = changes.map((change) => chainHash(GENESIS, entry(1, change)).toString('hex'));
    expect(new Set([...hashes, chainHash(GENESIS, entry(1)).toString('hex')]).size).toBe(changes.length + 1);
    expect(Object.keys(Object.assign({}, ...changes)).sort()).toEqual(Object.keys(entry(1)).sort());
  });

  it('holds when nothing was touched', () => {
    expect(walk(chain())).toBe(3);
  });

  it('shows an entry that was changed, one that was taken out, and one that was put in', () => {
    const changed = chain();
    changed[1]!.entry.detail = { b: 999 };
    expect(walk(changed)).toEqual({ sequence: 2, reason: 'altered' });
    const removed = chain();
    removed.splice(1, 1);
    expect(walk(removed)).toEqual({ sequence: 2, reason: 'missing' });
    const rewritten = chain();
    rewritten[1]!.entry.detail = { b: 999 };
    rewritten[1]!.hash = chainHash(rewritten[1]!.previous, rewritten[1]!.entry);
    expect(walk(rewritten)).toEqual({ sequence: 3, reason: 'unlinked' });
  });

  it('makes any detail something Postgres gives back unchanged', () => {
    expect(plainJson({ amount: 12n, gone: undefined, nul: 'a\0b', half: '\ud83d', whole: '😀', at: new Date(0) })).toEqual({
      amount: '12',
      nul: 'a\ufffdb',
      half: '\ufffd',
      whole: '😀',
      at: '1970-01-01T00:00:00.000Z',
    });
    expect(plainJson(undefined)).toEqual({});
  });
});
