import { Injectable } from '@nestjs/common';
import { ConnectionsReader, OpenConnection } from '../connections/index.js';
import type { ConnectorSession } from '../connectors/index.js';
import { kernelErrors } from '../kernel/index.js';
import { syncErrors } from './sync.errors.js';
import { DeliverRecords, manifestOf, type MappedVersion, type RecordVersion } from './deliver-records.js';
import type { HeadState, RawSource } from './raw/raw-ref.js';
import { RawArchiveRepository } from './raw/raw-archive.repository.js';
import { RawStore, type RestoredVersion } from './raw/raw-store.js';
import { RecordCodec } from './raw/record-codec.js';

/** A source with the code that reads its records, for going through what is kept once more. */
export interface OpenSource {
  source: RawSource;
  session: ConnectorSession;
  codec: RecordCodec;
}

/** Records of a source, read back. */
export const BATCH = 500;

/** Goes through raw records that are kept: without the vendor, in the order of their ids. */
@Injectable()
export class MapAgain {
  constructor(
    private readonly connections: ConnectionsReader,
    private readonly opener: OpenConnection,
    private readonly raw: RawArchiveRepository,
    private readonly store: RawStore,
    private readonly delivery: DeliverRecords,
  ) {}

  /** Opens a source with the settings of its account's newest connection. @throws NOT_FOUND, STREAM_UNKNOWN, CONNECTOR_UNUSABLE */
  async open(source: RawSource): Promise<OpenSource> {
    const [connections] = await this.connections.connectionsOf([source.vendorAccountId], source.companyId);
    const newest = connections!.at(-1);
    if (!newest) throw kernelErrors.NOT_FOUND('there is no such vendor account');
    const session = await this.opener.offline(newest.id, source.companyId);
    const stream = session.manifest.streams[source.stream];
    if (!stream) throw syncErrors.STREAM_UNKNOWN(`the connector has no stream ${source.stream}`);
    return { source, session, codec: new RecordCodec(stream) };
  }

  /** The latest versions, a batch at a time; those in one state only, when it is given. */
  async *latest(
    { source, codec }: Pick<OpenSource, 'source' | 'codec'>,
    state: HeadState | null = null,
  ): AsyncGenerator<RestoredVersion[]> {
    for (let after = ''; ;) {
      const stored = await this.raw.latest(source, after, BATCH, state);
      if (stored.length === 0) return;
      after = stored.at(-1)!.externalId;
      yield await this.store.restore(source, codec, stored);
    }
  }

  /** Reads versions once more. Those whose bytes are gone or whose personal fields were erased are left as they are. */
  map({ source, session }: OpenSource, restored: readonly RestoredVersion[]): MappedVersion[] {
    const versions = restored.flatMap(({ stored, data }): RecordVersion[] =>
      data && !stored.erasedAt ? [{ record: { externalId: stored.externalId, data }, version: stored.version }] : [],
    );
    return this.delivery.map(session, source.stream, versions);
  }

  /** The kind of a source's stream. */
  kind({ source, session }: OpenSource): ReturnType<typeof manifestOf>['kind'] {
    return manifestOf(session, source.stream).kind;
  }
}
