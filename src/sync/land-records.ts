import { setImmediate } from 'node:timers/promises';
import type { RawRecord } from '@interline/sdk';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { ConnectorSession } from '../connectors/index.js';
import type { Clock } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { Vault } from '../platform/crypto/index.js';
import { UnitOfWork, type Transaction } from '../platform/database/index.js';
import { LOGGER } from '../platform/logger.js';
import { DeliverRecords, manifestOf, sinkSource, type MappedVersion, type RecordVersion } from './deliver-records.js';
import { QuarantineRepository, type Refusal } from './quarantine.repository.js';
import type { RawHead } from './raw/raw-ref.js';
import { RawRepository, type HeadUpdate, type RawStamp } from './raw/raw.repository.js';
import { RawStore, type FreshVersion } from './raw/raw-store.js';
import type { RecordCodec } from './raw/record-codec.js';
import { RunLeaseRepository } from './run-lease.repository.js';
import type { HeldRun, Progress } from './sync-run.js';

/** Records of one or several pages that are committed together, with the checkpoint behind them. */
export interface Landing {
  records: RawRecord[];
  pages: number;
  /** JSON text of the last page's cursor. */
  cursor: string | null;
  readThrough: boolean;
  vendorCount: number | null;
  vendorSum: bigint | null;
}

/** A run with the code that reads it. */
export interface Reading {
  run: HeldRun;
  session: ConnectorSession;
  codec: RecordCodec;
}

/** Sinks are given at most so many records at once. */
export const MOST_RECORDS = 2_000;
/** More than this in one landing are not records that are wrong but code that is: the reading fails instead. */
const MOST_REFUSALS = 20;
/** After so many mapped records other work of the process gets its turn. */
const MAP_CHUNK = 250;
/** Classes of SQL errors that one record's values cause: data exception, integrity constraint. */
const DATA_ERROR = /^2[23]/;

interface Seen {
  record: RawRecord;
  hash: Buffer;
}

/** What is to be done with a record that was read, by what is known of it. */
interface Sorted {
  unchanged: string[];
  /** A new version, also of one that was gone. */
  fresh: FreshVersion[];
  /** The same version as before, but quarantined by an older plugin: it is read again. */
  retried: RecordVersion[];
}

/** Commits what was read: raw versions, what they stand for, quarantine and checkpoint together, or nothing of it. */
@Injectable()
export class LandRecords {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly raw: RawRepository,
    private readonly store: RawStore,
    private readonly vault: Vault,
    private readonly quarantine: QuarantineRepository,
    private readonly runs: RunLeaseRepository,
    private readonly delivery: DeliverRecords,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Lands records in one commit, or in several where there are more than a sink takes at once; the checkpoint moves with the last.
   * A record whose values the database or the sink refuses is found by halving and goes to quarantine, so that it cannot hold up the others.
   * @throws LEASE_LOST, DATABASE_UNAVAILABLE …: then nothing since the last commit has happened
   */
  async land(reading: Reading, landing: Landing): Promise<void> {
    const allowance = { refusals: MOST_REFUSALS };
    const { records } = landing;
    for (let from = 0; records.length - from > MOST_RECORDS; from += MOST_RECORDS) {
      await this.commit(reading, { ...landing, ...partOf(reading), records: records.slice(from, from + MOST_RECORDS) }, allowance);
    }
    const rest = records.length % MOST_RECORDS || Math.min(records.length, MOST_RECORDS);
    await this.commit(reading, { ...landing, records: records.slice(records.length - rest) }, allowance);
  }

  private async commit(reading: Reading, landing: Landing, allowance: { refusals: number }): Promise<void> {
    try {
      await this.attempt(reading, landing, null);
    } catch (error) {
      if (landing.records.length === 0 || allowance.refusals === 0 || !isRefusal(error)) throw error;
      await this.halve(reading, landing, allowance, error as Error);
    }
  }

  private async attempt(reading: Reading, landing: Landing, refused: Refusal | null): Promise<void> {
    const progress = await this.unitOfWork.run((tx) => this.write(tx, reading, landing, refused), { company: reading.run.companyId });
    reading.run.cursor = progress.cursor;
    reading.run.readThrough = progress.readThrough;
    reading.run.attempts = 0;
  }

  private async halve(reading: Reading, landing: Landing, allowance: { refusals: number }, error: Error): Promise<void> {
    const { records } = landing;
    if (records.length > 1) {
      const middle = records.length >> 1;
      await this.commit(reading, { ...landing, ...partOf(reading), records: records.slice(0, middle) }, allowance);
      await this.commit(reading, { ...landing, records: records.slice(middle) }, allowance);
      return;
    }
    allowance.refusals -= 1;
    const { externalId } = records[0]!;
    this.logger.error({ err: error, runId: reading.run.id, externalId }, 'a record was refused by those who keep it');
    const code = (error as { code?: string }).code ?? error.name;
    await this.attempt(reading, landing, { externalId, version: 0, reason: `it was refused by those who keep it (${code})`, field: null });
  }

  private async write(tx: Transaction, reading: Reading, landing: Landing, refused: Refusal | null): Promise<Progress> {
    const { run, session, codec } = reading;
    const at = this.clock.now();
    const sealer = await this.vault.sealer(run.companyId);
    const seen = lastOfEach(landing.records, codec);
    const ids = [...seen.keys()];
    const [, heads] = await Promise.all([this.raw.hold(tx, run), this.raw.heads(tx, run, ids, run.id)]);
    const { unchanged, fresh, retried } = sort(seen, heads, session.manifest.version);
    const versions = [...fresh.map(({ externalId, version, data }) => ({ record: { externalId, data }, version })), ...retried];
    const mapped = refused ? versions.map((version) => refuse(version, refused)) : await this.map(reading, versions);
    const stamp: RawStamp = { runId: run.id, pluginVersion: session.manifest.version, at, window: run.externalIds === null };
    const hashes = new Map(mapped.map(({ externalId }) => [externalId, seen.get(externalId)!.hash]));
    const updates: HeadUpdate[] = mapped.map((version) => ({ ...version, hash: hashes.get(version.externalId)! }));
    const refusals = mapped.flatMap(({ refusal }) => refusal ?? []);
    const released = mapped.flatMap(({ externalId, refusal }) =>
      !refusal && heads.get(externalId)?.state === 'quarantined' ? externalId : [],
    );
    const progress = progressOf(landing, seen, heads, mapped, refusals.length, fresh.length);
    const { pages, versions: stored } = this.store.pack(sealer, run, codec, fresh);
    // Sent together, in this order: each call sends before it returns, so that nothing is sent after one of them has failed.
    await Promise.all([
      this.raw.insert(tx, run, stamp, pages, stored),
      this.raw.setHeads(tx, run, stamp, updates),
      this.raw.touch(tx, run, stamp, unchanged),
      this.quarantine.put(tx, run, stamp.pluginVersion, refusals, at),
      this.quarantine.resolve(tx, run, released, at),
      this.runs.advance(tx, run, progress),
    ]);
    await this.delivery.deliver(sinkSource(session, run), manifestOf(session, run.stream).kind, mapped);
    return progress;
  }

  private async map({ session, run }: Reading, versions: RecordVersion[]): Promise<MappedVersion[]> {
    const mapped: MappedVersion[] = [];
    for (let from = 0; from < versions.length; from += MAP_CHUNK) {
      mapped.push(...this.delivery.map(session, run.stream, versions.slice(from, from + MAP_CHUNK)));
      if (from + MAP_CHUNK < versions.length) await setImmediate();
    }
    return mapped;
  }
}

/** What a part of a landing leaves as it is: the checkpoint moves, and pages count, with the last part. */
function partOf({ run }: Reading): Pick<Landing, 'cursor' | 'readThrough' | 'pages'> {
  return { cursor: run.cursor, readThrough: run.readThrough, pages: 0 };
}

/** Whether a failure can be one record's fault: its values, or code that stumbled over them. What failed for another reason fails for all. */
function isRefusal(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? DATA_ERROR.test(code) : error instanceof Error;
}

/** A record that stands twice in what was read counts once, as it came last. */
function lastOfEach(records: readonly RawRecord[], codec: RecordCodec): Map<string, Seen> {
  const last = new Map<string, RawRecord>();
  for (const record of records) last.set(record.externalId, record);
  return new Map([...last].map(([externalId, record]) => [externalId, { record, hash: codec.hash(record.data) }]));
}

function sort(seen: ReadonlyMap<string, Seen>, heads: ReadonlyMap<string, RawHead>, pluginVersion: string): Sorted {
  const sorted: Sorted = { unchanged: [], fresh: [], retried: [] };
  for (const [externalId, { record, hash }] of seen) {
    const head = heads.get(externalId);
    if (!head || head.state === 'vanished' || !head.hash.equals(hash)) {
      sorted.fresh.push({ externalId, version: (head?.version ?? 0) + 1, hash, data: record.data });
    } else if (head.state === 'quarantined' && head.pluginVersion !== pluginVersion) {
      sorted.retried.push({ record, version: head.version });
    } else sorted.unchanged.push(externalId);
  }
  return sorted;
}

function refuse({ record: { externalId }, version }: RecordVersion, { reason, field }: Refusal): MappedVersion {
  return { externalId, version, state: 'quarantined', share: null, canonical: null, refusal: { externalId, version, reason, field } };
}

function progressOf(
  landing: Landing,
  seen: ReadonlyMap<string, Seen>,
  heads: ReadonlyMap<string, RawHead>,
  mapped: readonly MappedVersion[],
  quarantined: number,
  changed: number,
): Progress {
  const shares = new Map(mapped.map(({ externalId, share }) => [externalId, share]));
  let distinctRecords = 0;
  let shareSum = 0n;
  for (const externalId of seen.keys()) {
    const head = heads.get(externalId);
    const before = head?.share ?? 0n;
    const now = shares.has(externalId) ? (shares.get(externalId) ?? 0n) : before;
    // A record this reading has counted already is counted anew only by what it changed.
    if (head?.seen) shareSum += now - before;
    else {
      distinctRecords += 1;
      shareSum += now;
    }
  }
  const { cursor, readThrough, pages, vendorCount, vendorSum, records } = landing;
  const repeated = records.length - distinctRecords;
  return {
    cursor,
    readThrough,
    pages,
    vendorCount,
    vendorSum,
    records: records.length,
    distinctRecords,
    shareSum,
    changed,
    repeated,
    quarantined,
  };
}
