import type { CanonicalByStream, StreamKind } from '@interline/sdk/canonical';
import type { Id } from '../kernel/index.js';

/** Where a batch comes from. */
export interface SinkSource {
  companyId: Id;
  vendorAccountId: Id;
  pluginId: string;
  /** The version of the plugin whose `map` made the batch. */
  pluginVersion: string;
  /** The stream's id in the manifest. */
  stream: string;
}

/** Records that are new or changed, each at most once in a batch, at most 2,000 of them. */
export interface SinkBatch<Canonical> extends SinkSource {
  records: SinkRecord<Canonical>[];
}

/** One record with the version of the raw record it was made from. */
export interface SinkRecord<Canonical> {
  externalId: string;
  rawVersion: number;
  canonical: Canonical;
}

/** Records that a complete reading no longer found, of a stream whose manifest says that this means they are gone. `rawVersion` is that of their tombstone. */
export interface VanishedBatch extends SinkSource {
  records: { externalId: string; rawVersion: number }[];
}

/** One thing a room made of a raw record, as a rebuild compares it: the same `id` must carry the same `facts` afterwards, or the difference is shown. */
export interface SinkFact {
  externalId: string;
  /** The id that outsiders hold. */
  id: Id;
  /** What tells it apart within its record: the line of an order, or empty. */
  key: string;
  /** What the record says of it, as texts: amounts in minor units, days, states. People's decisions do not belong here. */
  facts: Record<string, string | null>;
}

/**
 * The port by which sync hands canonical records to the room that keeps them, one sink per stream kind. All calls are made inside sync's unit of work:
 * what the sink writes commits together with the raw records and the checkpoint, or not at all.
 */
export interface RecordSink<Kind extends StreamKind = StreamKind> {
  readonly kind: Kind;
  /** Takes in the complete present state of each record. The same record may come again; it must then change nothing. */
  receive(batch: SinkBatch<CanonicalByStream[Kind]>): Promise<void>;
  /** Reverses what the records stood for. Without it a vanished record only gets its tombstone. */
  vanished?(batch: VanishedBatch): Promise<void>;
  /** What stands for these records now: read before and after a rebuild, which shows every difference by id. */
  facts?(source: SinkSource, externalIds: readonly string[]): Promise<SinkFact[]>;
}

/** A sink of any kind, as the list under {@link RECORD_SINKS} holds them. */
export type AnyRecordSink = { [Kind in StreamKind]: RecordSink<Kind> }[StreamKind];

/** Injection token of the list of all sinks; `app.module.ts` wires it. A stream whose kind has no sink keeps its raw records only. */
export const RECORD_SINKS = Symbol('RECORD_SINKS');
