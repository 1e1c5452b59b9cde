import { Inject, Injectable } from '@nestjs/common';
import type { Manifest } from '@interline/sdk';
import { ConnectionHealth, StreamSchedule, type LockedStream, type StreamKey } from '../connections/index.js';
import { ConnectorCatalogue } from '../connectors/index.js';
import type { Clock, Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork, type Transaction } from '../platform/database/index.js';
import { planWindows } from './plan-windows.js';
import { SyncRunRepository } from './sync-run.repository.js';

const MINUTE = 60_000;
/** How long a stream waits whose plugin cannot be used. */
const UNUSABLE_WAIT = 60 * MINUTE;
/** Records a vendor named are read so many at a time. */
const MOST_NAMED = 500;

/** Turns what is due into runs. */
@Injectable()
export class PlanStream {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly schedule: StreamSchedule,
    private readonly runs: SyncRunRepository,
    private readonly catalogue: ConnectorCatalogue,
    private readonly health: ConnectionHealth,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Plans the windows of a stream that is due. While earlier ones are still to be read it only waits. @returns the runs, the earliest window first */
  async plan(key: StreamKey): Promise<Id[]> {
    return this.unitOfWork.run(
      async (tx) => {
        const now = this.clock.now();
        const stream = await this.schedule.lock(key);
        if (!stream || stream.state !== 'active' || stream.nextRunAt > now) return [];
        const manifest = this.catalogue.get(stream.pluginId)?.manifest ?? null;
        const known = manifest?.streams[key.stream];
        if (!manifest || !known) return this.wait(tx, key, stream, manifest, now);
        await this.schedule.add(key.companyId, key.connectionId, Object.keys(manifest.streams), stream.since, now);
        const next = new Date(now.getTime() + known.everyMinutes * MINUTE);
        const open = await this.runs.hasOpenWindows(key);
        const windows = open ? [] : planWindows({ manifest: known, since: stream.since, plannedTo: stream.plannedTo, now });
        await this.schedule.planned(key, windows.at(-1)?.to ?? stream.plannedTo, next);
        const { connectionId, vendorAccountId } = stream;
        return this.runs.plan(
          key.companyId,
          windows.map((window) => ({ ...window, connectionId, vendorAccountId, stream: key.stream, dueAt: now })),
          now,
        );
      },
      { company: key.companyId },
    );
  }

  /** Plans the reading of records a vendor named, all that wait in one run. A stream that cannot read single ones is made due. */
  async planNamed(key: StreamKey): Promise<Id[]> {
    return this.unitOfWork.run(
      async () => {
        const now = this.clock.now();
        const stream = await this.schedule.lock(key);
        if (!stream || stream.state !== 'active' || (await this.runs.hasOpenFetch(key))) return [];
        const named = await this.schedule.changedRecords(key, MOST_NAMED);
        if (named.length === 0) return [];
        const { connectionId, vendorAccountId } = stream;
        const externalIds = named.map(({ externalId }) => externalId);
        // Goes before windows that wait: somebody is looking at these records now.
        const dueAt = new Date(0);
        const run = { connectionId, vendorAccountId, stream: key.stream, externalIds, from: named[0]!.namedAt, to: now, dueAt };
        return this.runs.plan(key.companyId, [run], now);
      },
      { company: key.companyId },
    );
  }

  /** Plans the reading after an incomplete one that is due to be read again. @returns the new run, or none */
  async planAgain(companyId: Id, runId: Id): Promise<Id | null> {
    return this.unitOfWork.run(
      async () => {
        const now = this.clock.now();
        const [run] = await this.runs.byIds(companyId, [runId]);
        if (run?.state !== 'incomplete' || run.rereadBy || !run.dueAt || run.dueAt > now) return null;
        const { connectionId, vendorAccountId, stream, windowFrom: from, windowTo: to } = run;
        const again = { connectionId, vendorAccountId, stream, from, to, rereads: run.rereads + 1, dueAt: now };
        const [successor = null] = await this.runs.plan(companyId, [again], now);
        await this.runs.follow(companyId, run);
        return successor;
      },
      { company: companyId },
    );
  }

  private async wait(tx: Transaction, key: StreamKey, stream: LockedStream, manifest: Manifest | null, now: Date): Promise<Id[]> {
    await this.schedule.planned(key, stream.plannedTo, new Date(now.getTime() + UNUSABLE_WAIT));
    const message = manifest ? `the connector has no stream ${key.stream} any more` : 'the connector cannot be used here';
    const trouble = { code: 'PLUGIN_FAILED', message, owner: 'interline', vendorCode: null, next: 'later', retryAfter: null } as const;
    // Afterwards: whoever changes a connection locks it before its streams, and here a stream is locked already.
    tx.afterCommit(() => this.health.troubled(key.companyId, key.connectionId, trouble, key.stream));
    return [];
  }
}
