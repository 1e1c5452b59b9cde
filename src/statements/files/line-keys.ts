import { hash } from 'node:crypto';
import type { StatementDays } from './read-table.js';

/** Words a key takes: 96 bits of its hash, and how often it came. */
const WORDS = 4;

/**
 * Gives each line of a file the name it keeps for ever: the statement it stands on, its own number at the vendor or all its cells, and for rows that are exactly
 * equal which of them it is. Remembers all names, in 32 to 64 bytes each.
 */
export class LineKeys {
  private table = new Uint32Array(1024 * WORDS);
  private used = 0;

  /** @param currency a file may hold several; each makes a statement of its own */
  name(statementId: string, key: string): string {
    const base = `${statementId}:${readable(key)}`;
    const slot = this.slotOf(base);
    const occurrence = (this.table[slot + 3]! += 1);
    if (occurrence === 1 && (this.used += 1) * 2 * WORDS > this.table.length) this.grow();
    return occurrence === 1 ? base : `${base}#${occurrence}`;
  }

  /** Whether a name was given. */
  has(name: string): boolean {
    const mark = name.lastIndexOf('#');
    const [base, occurrence] = mark < 0 ? [name, 1] : [name.slice(0, mark), Number(name.slice(mark + 1))];
    return this.table[this.slotOf(base) + 3]! >= occurrence;
  }

  /** Where a key stands, or would: its words are written there. */
  private slotOf(base: string): number {
    const digest = hash('sha256', base, 'buffer');
    return this.place(digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8));
  }

  private place(one: number, two: number, three: number): number {
    const { table } = this;
    const slots = table.length / WORDS;
    for (let slot = one & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const at = slot * WORDS;
      if (table[at + 3] === 0) {
        table[at] = one;
        table[at + 1] = two;
        table[at + 2] = three;
        return at;
      }
      if (table[at] === one && table[at + 1] === two && table[at + 2] === three) return at;
    }
  }

  private grow(): void {
    const old = this.table;
    this.table = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS)
      if (old[at + 3]! > 0) this.table[this.place(old[at]!, old[at + 1]!, old[at + 2]!) + 3] = old[at + 3]!;
  }
}

/** The name of the statement of some days and one currency at its account. */
export function statementIdOf(days: StatementDays, currency: string): string {
  return `file:${days.from}:${days.to}:${currency}`;
}

/** A key people can read where it is one: a number of the vendor's, short and without signs of ours. */
function readable(key: string): string {
  return /^[\w.|/-]{1,120}$/.test(key) ? key : hash('sha256', key, 'base64url').slice(0, 22);
}
