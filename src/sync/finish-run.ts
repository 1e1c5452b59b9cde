import type { StreamManifest } from '@interline/sdk';
import { Inject, Injectable } from '@nestjs/common';
import { ConnectionHealth, StreamSchedule, type VendorTrouble } from '../connections/index.js';
import type { Clock, InterlineError } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork, type Transaction } from '../platform/database/index.js';
import { DeliverRecords, manifestOf, sinkSource } from './deliver-records.js';
import { MOST_RECORDS, type Reading } from './land-records.js';
import { QuarantineRepository } from './quarantine.repository.js';
import { RawRepository } from './raw/raw.repository.js';
import { syncErrors } from './sync.errors.js';
import { RunLeaseRepository, type RunEnd } from './run-lease.repository.js';
import { SyncRunRepository } from './sync-run.repository.js';
import type { SyncRun } from './sync-run.js';
import type { SyncRunState } from './sync-run.states.js';

const MINUTE = 60_000;
/** An incomplete window is read again after each of these, then only when somebody asks. */
const REREAD_AFTER = [15 * MINUTE, 2 * 60 * MINUTE, 24 * 60 * MINUTE];
const TOMBSTONE = Buffer.alloc(32);

/** Ends a reading whose last page has been committed: is it all that the vendor says there is? */
@Injectable()
export class FinishRun {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: SyncRunRepository,
    private readonly leases: RunLeaseRepository,
    private readonly raw: RawRepository,
    private readonly quarantine: QuarantineRepository,
    private readonly delivery: DeliverRecords,
    private readonly schedule: StreamSchedule,
    private readonly health: ConnectionHealth,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Compares what was read with what the vendor says, and lets go of the run. Where a missing record means that it is gone, a complete reading
   * takes back what such records stood for.
   * @throws LEASE_LOST
   */
  async finish(reading: Reading): Promise<SyncRunState> {
    const { run } = reading;
    const { companyId, connectionId, stream } = run;
    const [read] = await this.runs.byIds(companyId, [run.id]);
    const doubt = run.externalIds ? null : doubtOf(read!, manifestOf(reading.session, stream));
    const vanished = doubt || run.externalIds ? 0 : await this.takeBack(reading);
    const at = this.clock.now();
    const state = doubt ? 'incomplete' : 'complete';
    await this.unitOfWork.run(
      async (tx) => {
        await this.leases.release(
          tx,
          run,
          doubt ? incomplete(read!, doubt, at) : { state, reason: 'read', trouble: null, dueAt: null, vanished },
          at,
        );
        if (!doubt && !run.externalIds) await this.runs.supersede(tx, run);
        // The connection before its streams: whoever changes a connection locks them in this order.
        await this.health.answered(companyId, connectionId, stream);
        if (doubt) await this.health.troubled(companyId, connectionId, streamTrouble(doubt), stream);
        if (run.externalIds) await this.schedule.settle(run, run.externalIds, run.createdAt);
        else await this.schedule.synced(run, await this.runs.openSince(run));
        tx.emit({ type: 'sync.run_finished.v1', data: { runId: run.id, connectionId, stream, state } });
      },
      { company: companyId },
    );
    return state;
  }

  /** Writes tombstones for what is gone, a batch a commit. @returns how many there were */
  private async takeBack(reading: Reading): Promise<number> {
    const { deletion } = manifestOf(reading.session, reading.run.stream);
    if (deletion !== 'vanishes') return 0;
    let vanished = 0;
    for (;;) {
      const gone = await this.unitOfWork.run((tx) => this.takeBackSome(tx, reading), { company: reading.run.companyId });
      vanished += gone;
      if (gone < MOST_RECORDS) return vanished;
    }
  }

  private async takeBackSome(tx: Transaction, { run, session }: Reading): Promise<number> {
    const { kind } = manifestOf(session, run.stream);
    const whole = kind === 'people' || kind === 'departments';
    await this.raw.hold(tx, run);
    const missing = await this.raw.missing(tx, run, { ...run, whole }, MOST_RECORDS);
    const at = this.clock.now();
    const stamp = { runId: run.id, pluginVersion: session.manifest.version, at, window: true };
    const tombstones = missing.map(({ externalId, version }) => ({ externalId, version: version + 1, hash: TOMBSTONE }));
    await Promise.all([
      this.raw.insert(
        tx,
        run,
        stamp,
        [],
        tombstones.map((tombstone) => ({ ...tombstone, pageId: null, position: null, personal: null })),
      ),
      this.raw.setHeads(
        tx,
        run,
        stamp,
        tombstones.map((tombstone) => ({ ...tombstone, state: 'vanished', share: null })),
      ),
      this.quarantine.resolve(
        tx,
        run,
        missing.map(({ externalId }) => externalId),
        at,
      ),
    ]);
    await this.delivery.vanish(
      sinkSource(session, run),
      kind,
      tombstones.map(({ externalId, version }) => ({ externalId, rawVersion: version })),
    );
    return missing.length;
  }
}

/** Why a reading may not be all there is; null when the vendor's figures agree, or it gives none and nothing speaks against it. */
function doubtOf(run: SyncRun, { delivery }: StreamManifest): InterlineError | null {
  const { vendorCount, vendorSum, distinctRecords, shareSum, repeated, rereads, changed } = run;
  if (vendorCount !== null && vendorCount !== distinctRecords) {
    return syncErrors.WINDOW_INCOMPLETE(`the vendor counts ${vendorCount} records, ${distinctRecords} came`);
  }
  if (vendorSum !== null && vendorSum !== shareSum) {
    return syncErrors.WINDOW_INCOMPLETE(`the vendor's sum is ${vendorSum}, what came sums to ${shareSum}, in minor units`);
  }
  // A second reading that brings nothing new is what proof there can be without a count.
  // A queue has no pages that shift: two messages about one record are news, not a doubt.
  if (repeated > 0 && vendorCount === null && delivery !== 'messages' && !(rereads > 0 && changed === 0)) {
    return syncErrors.PAGES_SHIFTED(`${repeated} records came more than once, and the vendor gives no count`);
  }
  return null;
}

function incomplete(run: SyncRun, doubt: InterlineError, at: Date): RunEnd {
  const wait = REREAD_AFTER[run.rereads];
  const { code, message, owner } = doubt;
  return {
    state: 'incomplete',
    reason: code,
    trouble: { code, message, owner },
    dueAt: wait === undefined ? null : new Date(at.getTime() + wait),
  };
}

function streamTrouble({ code, message, owner }: InterlineError): VendorTrouble {
  return { code, message, owner, vendorCode: null, next: 'later', retryAfter: null };
}
