import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { ConnectionsReader } from '../../connections/index.js';
import { ConnectorCatalogue } from '../../connectors/index.js';
import { currentCompany, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { RawRef, RawSource } from './raw-ref.js';
import { RawArchiveRepository } from './raw-archive.repository.js';
import { RawStore } from './raw-store.js';
import { RecordCodec } from './record-codec.js';

/** A version as people see it: personal values masked, numbers as texts. */
export interface RawRecordView {
  stream: string;
  externalId: string;
  version: number;
  /** Null for a record that was gone at the vendor, and for one whose bytes are past their retention. */
  data: unknown;
  firstSeenAt: Date;
  lastSeenAt: Date;
  pluginVersion: string;
  /** SHA-256 in hex of the record as it came, volatile fields left out. */
  hash: string;
}

/** Shows raw records to people. */
@Injectable()
export class RawReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: RawArchiveRepository,
    private readonly store: RawStore,
    private readonly connections: ConnectionsReader,
    private readonly catalogue: ConnectorCatalogue,
    private readonly audit: AuditTrail,
  ) {}

  /** One version, masked. Each reading is written into the audit. @returns null when there is no such version */
  async read(ref: Omit<RawRef, 'companyId'>, companyId: Id = currentCompany()): Promise<RawRecordView | null> {
    const whole = { ...ref, companyId };
    return this.unitOfWork.run(
      async () => {
        const stored = await this.repository.version(whole);
        if (!stored) return null;
        const codec = await this.codec(whole);
        const [restored] = await this.store.restore(whole, codec, [stored]);
        const { vendorAccountId, stream, externalId, version } = ref;
        await this.audit.record(
          { action: 'sync.raw.viewed', target: `raw_record:${externalId}`, detail: { vendorAccountId, stream, version } },
          companyId,
        );
        const { firstSeenAt, lastSeenAt, pluginVersion, hash } = stored;
        const data = restored!.data && codec.mask(restored!.data);
        return { stream, externalId, version, data, firstSeenAt, lastSeenAt, pluginVersion, hash: hash.toString('hex') };
      },
      { company: companyId },
    );
  }

  /** The codec of a source, by the manifest that is installed now. Without one every personal value stays out. */
  async codec(source: RawSource): Promise<RecordCodec> {
    const [account] = await this.connections.vendorAccounts([source.vendorAccountId], source.companyId);
    const stream = account && this.catalogue.get(account.pluginId)?.manifest?.streams[source.stream];
    return new RecordCodec(stream ?? {}, { withoutPersonal: !stream });
  }
}
