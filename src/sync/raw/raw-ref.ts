import type { Id } from '../../kernel/index.js';

/** Whose records: everything below one vendor account's stream is counted and versioned by itself. */
export interface RawSource {
  companyId: Id;
  vendorAccountId: Id;
  stream: string;
}

/** One version of one record. */
export interface RawRef extends RawSource {
  externalId: string;
  version: number;
}

/**
 * What became of a record's latest version: `landed` with whoever keeps what it stands for, `quarantined`, `vanished` at the vendor, or only `kept`,
 * because nobody makes anything of its stream.
 */
export type HeadState = 'landed' | 'quarantined' | 'vanished' | 'kept';

/** The latest version of a record. */
export interface RawHead {
  externalId: string;
  version: number;
  hash: Buffer;
  state: HeadState;
  /** Company share in minor units of what it was mapped to. */
  share: bigint | null;
  pluginVersion: string;
  /** Whether the reading that asks has seen the record before. */
  seen: boolean;
}

/** A source as the leading parameters of SQL. */
export function keyOf(source: RawSource): [Id, Id, string] {
  return [source.companyId, source.vendorAccountId, source.stream];
}
