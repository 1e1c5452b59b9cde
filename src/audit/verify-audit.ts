import { Injectable } from '@nestjs/common';
import type { Id } from '../kernel/index.js';
import { AuditRepository } from './audit.repository.js';
import { ChainWalker, type ChainBreak } from './chain.js';

/** An entry somebody wrote down outside of the database, to prove later that nothing before it was replaced. */
export interface AuditAnchor {
  sequence: number;
  /** Hexadecimal. */
  hash: string;
}

/** What a verification found. */
export interface AuditVerdict {
  /** How many entries hold. */
  entries: number;
  /** The last entry that holds; keep it as an anchor for the next verification. */
  head: AuditAnchor;
  /** The first entry that does not hold; null when the whole chain does. */
  broken: (ChainBreak | { sequence: number; reason: 'anchor' }) | null;
}

const PAGE = 1000;

/** Walks a company's whole chain and recomputes every hash. */
@Injectable()
export class VerifyAudit {
  constructor(private readonly repository: AuditRepository) {}

  /**
   * The chain alone cannot show that its end was cut off, or that all of it was rewritten: an anchor can.
   * @param anchor a head that an earlier verification gave
   */
  async verify(companyId: Id, anchor: AuditAnchor | null = null): Promise<AuditVerdict> {
    const walker = new ChainWalker();
    const verdict = (broken: AuditVerdict['broken']): AuditVerdict => ({
      entries: walker.entries,
      head: { sequence: walker.head.sequence, hash: walker.head.hash.toString('hex') },
      broken,
    });
    for (;;) {
      const page = await this.repository.after(companyId, walker.head.sequence, PAGE);
      for (const entry of page) {
        const broken = walker.next(entry, entry.previousHash, entry.hash);
        if (broken) return verdict(broken);
        if (anchor && anchor.sequence === entry.sequence && anchor.hash !== entry.hash.toString('hex')) {
          return verdict({ sequence: entry.sequence, reason: 'anchor' });
        }
      }
      if (page.length < PAGE) break;
    }
    const cut = anchor !== null && walker.head.sequence < anchor.sequence;
    return verdict(cut ? { sequence: walker.head.sequence + 1, reason: 'missing' } : null);
  }
}
