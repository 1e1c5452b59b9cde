import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { AuditTrail } from '../audit/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { currentCompany, kernelErrors, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';
import { LOGGER } from '../platform/logger.js';
import { DeliverRecords, sinkSource } from './deliver-records.js';
import { MapAgain, type OpenSource } from './map-again.js';
import { QuarantineRepository } from './quarantine.repository.js';
import { RawRepository } from './raw/raw.repository.js';
import type { RestoredVersion } from './raw/raw-store.js';

/** How a replay went. */
export interface Replayed {
  landed: number;
  remaining: number;
}

/** Maps quarantined records again, after the plugin was corrected. */
@Injectable()
export class ReplayQuarantine {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly connections: ConnectionsReader,
    private readonly again: MapAgain,
    private readonly raw: RawRepository,
    private readonly quarantine: QuarantineRepository,
    private readonly delivery: DeliverRecords,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Goes through what is quarantined of a connection's account. @throws NOT_FOUND */
  async replay(connectionId: Id, companyId: Id = currentCompany()): Promise<Replayed> {
    const [connection] = await this.connections.connections([connectionId], companyId);
    if (!connection) throw kernelErrors.NOT_FOUND('there is no such connection');
    const result: Replayed = { landed: 0, remaining: 0 };
    for (const stream of await this.quarantine.streams(companyId, connection.vendorAccountId)) {
      const open = await this.again.open({ companyId, vendorAccountId: connection.vendorAccountId, stream });
      for await (const batch of this.again.latest(open, 'quarantined')) {
        const landed = await this.replayBatch(open, batch);
        result.landed += landed;
        result.remaining += batch.length - landed;
      }
    }
    await this.audit.record({ action: 'sync.quarantine.replayed', target: `connection:${connectionId}`, detail: { ...result } }, companyId);
    return result;
  }

  /** A batch, or where that fails each record alone, so that one cannot hold the others. @returns how many landed */
  private async replayBatch(open: OpenSource, batch: readonly RestoredVersion[]): Promise<number> {
    try {
      return await this.unitOfWork.run(() => this.land(open, batch), { company: open.source.companyId });
    } catch (error) {
      if (batch.length === 1) {
        this.logger.warn({ err: error, externalId: batch[0]!.stored.externalId }, 'a quarantined record was refused again');
        return 0;
      }
      let landed = 0;
      for (const record of batch) landed += await this.replayBatch(open, [record]);
      return landed;
    }
  }

  private async land(open: OpenSource, batch: readonly RestoredVersion[]): Promise<number> {
    const { source, session } = open;
    return this.unitOfWork.run(
      async (tx) => {
        await this.raw.hold(tx, source);
        // A reading may have brought a newer version meanwhile; that one counts.
        const heads = await this.raw.heads(
          tx,
          source,
          batch.map(({ stored }) => stored.externalId),
          null,
        );
        const still = batch.filter(({ stored }) => {
          const head = heads.get(stored.externalId);
          return head?.state === 'quarantined' && head.version === stored.version;
        });
        const mapped = this.again.map(open, still);
        const landed = mapped.filter(({ refusal }) => !refusal);
        const at = this.clock.now();
        const { version } = session.manifest;
        await Promise.all([
          this.raw.resolveHeads(tx, source, version, mapped),
          this.quarantine.put(
            tx,
            source,
            version,
            mapped.flatMap(({ refusal }) => refusal ?? []),
            at,
          ),
          this.quarantine.resolve(
            tx,
            source,
            landed.map(({ externalId }) => externalId),
            at,
          ),
        ]);
        await this.delivery.deliver(sinkSource(session, source), this.again.kind(open), landed);
        return landed.length;
      },
      { company: source.companyId },
    );
  }
}
