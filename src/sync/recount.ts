import { Injectable } from '@nestjs/common';
import type { Id } from '../kernel/index.js';
import { MapAgain } from './map-again.js';
import type { RawSource } from './raw/raw-ref.js';
import { RawArchiveRepository } from './raw/raw-archive.repository.js';

/** What a stream holds, counted anew from its raw bytes. */
export interface StreamCount {
  vendorAccountId: Id;
  stream: string;
  /** Latest versions, without what is gone at the vendor. */
  records: number;
  gone: number;
  quarantined: number;
  /** Records whose bytes do not give the hash they were kept under. */
  damaged: number;
  /** Records whose personal fields were erased, or whose bytes are past their retention: they are not counted anew. */
  uncountable: number;
  /** Company share in minor units of what the records map to now. */
  share: bigint;
  /** The same as it was when they landed; equal unless the plugin changed. */
  landedShare: bigint;
}

/** Opens every raw record and counts it again: what is kept is what was read, and sums to what landed. */
@Injectable()
export class Recount {
  constructor(
    private readonly raw: RawArchiveRepository,
    private readonly again: MapAgain,
  ) {}

  /** One source after the other. @throws SEAL_BROKEN when sealed bytes were altered */
  async *count(companyId: Id): AsyncGenerator<StreamCount> {
    for (const source of await this.raw.sources(companyId)) yield await this.countStream(source);
  }

  private async countStream(source: RawSource): Promise<StreamCount> {
    const { vendorAccountId, stream } = source;
    const count: StreamCount = {
      vendorAccountId,
      stream,
      records: 0,
      gone: 0,
      quarantined: 0,
      damaged: 0,
      uncountable: 0,
      share: 0n,
      landedShare: 0n,
    };
    const open = await this.again.open(source);
    for await (const batch of this.again.latest(open)) {
      for (const { stored, data } of batch) {
        if (stored.state === 'vanished') count.gone += 1;
        else count.records += 1;
        if (stored.state === 'quarantined') count.quarantined += 1;
        if (stored.state === 'vanished') continue;
        if (!data || stored.erasedAt) count.uncountable += 1;
        else {
          count.landedShare += stored.share ?? 0n;
          if (!open.codec.hash(data).equals(stored.hash)) count.damaged += 1;
        }
      }
      for (const { share } of this.again.map(open, batch)) count.share += share ?? 0n;
    }
    return count;
  }
}
