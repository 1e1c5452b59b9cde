import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { DeliverRecords, sinkSource } from './deliver-records.js';
import { MapAgain, type OpenSource } from './map-again.js';
import type { RawSource } from './raw/raw-ref.js';
import { RawRepository } from './raw/raw.repository.js';
import type { RestoredVersion } from './raw/raw-store.js';
import type { SinkFact } from './record-sink.js';
import { syncErrors } from './sync.errors.js';

/** What a rebuild changes, or would change, for one id. */
export interface FactDifference {
  externalId: string;
  id: string;
  key: string;
  /** Null when the id is new. */
  before: SinkFact['facts'] | null;
  /** Null when the id is gone: a rebuild that does this is refused. */
  after: SinkFact['facts'] | null;
}

/** What a rebuild found. */
export interface RebuildReport {
  records: number;
  /** Records that cannot be read any more: their facts stay as they are. */
  unreadable: number;
  /** Ids that stand for the records, and carry the same facts as before. */
  same: number;
  /** The first of those that differ; `changed` counts all. */
  differences: FactDifference[];
  changed: number;
  applied: boolean;
}

/** So many differences are listed; the rest is counted. */
const MOST_LISTED = 200;

/** Undoes a batch of a dry run after it has been looked at. */
class DryRun extends Error {}

/** Maps everything that is kept of a stream once more: after a plugin was corrected. Facts are replaced; ids and people's decisions stay. */
@Injectable()
export class RebuildStream {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly again: MapAgain,
    private readonly raw: RawRepository,
    private readonly delivery: DeliverRecords,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Without `apply` every batch is done and undone: the report says exactly what would change.
   * @throws REBUILD_UNKNOWN_KIND, REBUILD_LOSES_IDS, STREAM_UNKNOWN, NOT_FOUND
   */
  async rebuild(source: RawSource, options: { apply: boolean }): Promise<RebuildReport> {
    const open = await this.again.open(source);
    const sink = this.delivery.sink(this.again.kind(open));
    if (!sink?.facts) throw syncErrors.REBUILD_UNKNOWN_KIND(`nothing that can be compared is made of stream ${source.stream}`);
    const report: RebuildReport = { records: 0, unreadable: 0, same: 0, differences: [], changed: 0, applied: options.apply };
    for await (const batch of this.again.latest(open)) {
      const readable = batch.filter(({ stored }) => stored.state !== 'vanished');
      await this.rebuildBatch(open, readable, options.apply, report);
    }
    const { records, changed, unreadable } = report;
    const target = `vendor_account:${source.vendorAccountId}`;
    const detail = { stream: source.stream, applied: options.apply, records, changed, unreadable };
    await this.audit.record({ action: 'sync.stream.rebuilt', target, detail }, source.companyId);
    return report;
  }

  private async rebuildBatch(open: OpenSource, batch: readonly RestoredVersion[], apply: boolean, report: RebuildReport): Promise<void> {
    const { source, session } = open;
    const mapped = this.again.map(open, batch).filter(({ refusal }) => !refusal);
    report.records += batch.length;
    report.unreadable += batch.length - mapped.length;
    const ids = mapped.map(({ externalId }) => externalId);
    const origin = sinkSource(session, source);
    const kind = this.again.kind(open);
    const facts = (): Promise<SinkFact[]> => this.delivery.sink(kind)!.facts!(origin, ids);
    const work = this.unitOfWork.run(
      async (tx) => {
        await this.raw.hold(tx, source);
        const before = await facts();
        await this.delivery.deliver(origin, kind, mapped);
        compare(before, await facts(), report);
        if (!apply) throw new DryRun();
        await this.raw.resolveHeads(tx, source, session.manifest.version, mapped);
      },
      { company: source.companyId },
    );
    await work.catch((error: unknown) => {
      if (!(error instanceof DryRun)) throw error;
    });
  }
}

function compare(before: readonly SinkFact[], after: readonly SinkFact[], report: RebuildReport): void {
  const now = new Map(after.map((fact) => [fact.id, fact]));
  const known = new Set(before.map((fact) => fact.id));
  const pairs = [
    ...before.map((was): [SinkFact, SinkFact | null, SinkFact | null] => [was, was, now.get(was.id) ?? null]),
    ...after.filter(({ id }) => !known.has(id)).map((is): [SinkFact, SinkFact | null, SinkFact | null] => [is, null, is]),
  ];
  for (const [{ externalId, id, key }, was, is] of pairs) {
    if (was && is && isSame(was.facts, is.facts)) {
      report.same += 1;
      continue;
    }
    if (!is) throw syncErrors.REBUILD_LOSES_IDS(`${externalId} ${key} (${id}) would be gone`);
    report.changed += 1;
    if (report.differences.length < MOST_LISTED)
      report.differences.push({ externalId, id, key, before: was?.facts ?? null, after: is.facts });
  }
}

function isSame(one: SinkFact['facts'], other: SinkFact['facts']): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? null) === (other[name] ?? null));
}
