import type { RawRecord, StreamManifest } from '@interline/sdk';
import type { CanonicalByStream, StreamKind } from '@interline/sdk/canonical';
import { Inject, Injectable, Optional } from '@nestjs/common';
import type { ConnectorSession } from '../connectors/index.js';
import { companyShare } from './company-share.js';
import type { Refusal } from './quarantine.repository.js';
import type { HeadState, RawSource } from './raw/raw-ref.js';
import { RECORD_SINKS, type AnyRecordSink, type RecordSink, type SinkRecord, type SinkSource } from './record-sink.js';

/** A version to be read into what it stands for. */
export interface RecordVersion {
  record: RawRecord;
  version: number;
}

/** What a version was read into. */
export interface MappedVersion {
  externalId: string;
  version: number;
  state: HeadState;
  share: bigint | null;
  /** Null when it is refused. */
  canonical: CanonicalByStream[StreamKind] | null;
  refusal: Refusal | null;
}

/** The way from raw records to the room that keeps what they stand for. */
@Injectable()
export class DeliverRecords {
  private readonly sinks: ReadonlyMap<StreamKind, AnyRecordSink>;

  constructor(@Optional() @Inject(RECORD_SINKS) sinks: readonly AnyRecordSink[] | null) {
    this.sinks = new Map((sinks ?? []).map((sink) => [sink.kind, sink]));
  }

  /** The sink of a kind, or null when nobody makes anything of it. */
  sink(kind: StreamKind): RecordSink | null {
    return (this.sinks.get(kind) as RecordSink | undefined) ?? null;
  }

  /** Reads versions with the plugin's code; those it cannot read come back refused. Nothing is written. */
  map(session: ConnectorSession, stream: string, versions: readonly RecordVersion[]): MappedVersion[] {
    const { kind } = manifestOf(session, stream);
    const landed: HeadState = this.sinks.has(kind) ? 'landed' : 'kept';
    const mapped = session.map(
      stream,
      versions.map(({ record }) => record),
    );
    return versions.map(({ record: { externalId }, version }, at) => {
      const { canonical, problem } = mapped[at]!;
      if (problem) {
        const refusal = { externalId, version, reason: problem.reason, field: problem.field ?? null };
        return { externalId, version, state: 'quarantined', share: null, canonical: null, refusal };
      }
      return { externalId, version, state: landed, share: companyShare(kind, canonical), canonical, refusal: null };
    });
  }

  /** Hands what was read to the sink, inside the caller's unit of work. */
  async deliver(source: SinkSource, kind: StreamKind, mapped: readonly MappedVersion[]): Promise<void> {
    const sink = this.sink(kind);
    const records = mapped.flatMap(({ externalId, version, canonical }): SinkRecord<CanonicalByStream[StreamKind]>[] =>
      canonical === null ? [] : [{ externalId, rawVersion: version, canonical }],
    );
    if (sink && records.length > 0) await sink.receive({ ...source, records });
  }

  /** Tells the sink that records are gone. An order without a line is what an order that is gone stands for. */
  async vanish(source: SinkSource, kind: StreamKind, gone: readonly { externalId: string; rawVersion: number }[]): Promise<void> {
    const sink = this.sink(kind);
    if (!sink || gone.length === 0) return;
    if (sink.vanished) await sink.vanished({ ...source, records: [...gone] });
    else if (kind === 'orders') {
      const records = gone.map(({ externalId, rawVersion }) => ({ externalId, rawVersion, canonical: { externalId, lines: [] } }));
      await sink.receive({ ...source, records });
    }
  }
}

/** What the manifest says of a stream the code is being read from; the host has checked that it is there. */
export function manifestOf(session: ConnectorSession, stream: string): StreamManifest {
  return session.manifest.streams[stream]!;
}

/** Where records handed to a sink come from. */
export function sinkSource(session: ConnectorSession, { companyId, vendorAccountId, stream }: RawSource): SinkSource {
  return { companyId, vendorAccountId, stream, pluginId: session.manifest.id, pluginVersion: session.manifest.version };
}
