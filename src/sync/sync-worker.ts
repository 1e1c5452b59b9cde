import { setFlagsFromString } from 'node:v8';
import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Logger } from 'pino';
import { StreamSchedule, type StreamKey } from '../connections/index.js';
import { newId, withContext, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { Presence } from '../platform/database/index.js';
import { LOGGER } from '../platform/logger.js';
import { QUEUE, type QueuePort, type RunningJob } from '../platform/queue/index.js';
import { PlanStream } from './plan-stream.js';
import { DropOldRaw } from './raw/drop-old-raw.js';
import { RunWindow } from './run-window.js';
import { SyncRunRepository } from './sync-run.repository.js';

const TICK = 'sync.tick';
const RUN = 'sync.run';
const RETENTION = 'sync.retention';
/** How often to look what is due, in milliseconds of real time. */
const TICK_MS = 5_000;
const DAY_MS = 86_400_000;
/** Looked at in one tick; the rest comes with the next. */
const BATCH = 200;
/** Readings at the same time in one process. They mostly wait for vendors. */
const CONCURRENCY = 4;

/**
 * Percent by which memory may grow before it is cleaned up. The engine lets it grow to the fourfold where the machine has room; a first reading of millions of
 * records would take half a gigabyte for what it has long forgotten. No limit: a company whose directory needs more gets more.
 */
const HEAP_GROWTH = 150;

type RunPayload = { companyId: Id; runId: Id };

/** Puts readings to work: what is due stands in rows, the queue only wakes workers. A wake-up that is lost comes again with the next tick. */
@Injectable()
export class SyncWorker {
  constructor(
    private readonly schedule: StreamSchedule,
    private readonly runs: SyncRunRepository,
    private readonly planning: PlanStream,
    private readonly running: RunWindow,
    private readonly retention: DropOldRaw,
    @Inject(QUEUE) private readonly queue: QueuePort,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Optional() @Inject(Presence) private readonly presence: Presence | null,
  ) {}

  /** Starts working in this process. Called once, by processes that work on jobs. */
  async start(): Promise<void> {
    setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
    await this.presence?.begin();
    this.queue.work<RunPayload>(RUN, (job) => this.run(job), { concurrency: CONCURRENCY });
    this.queue.work(TICK, () => this.tick());
    this.queue.work(RETENTION, () => this.retention.drop());
    await this.queue.schedule(TICK, 'all companies', { every: TICK_MS }, {});
    await this.queue.schedule(RETENTION, 'all companies', { every: DAY_MS }, {});
    // What a killed process left behind goes on now, not with the next tick.
    await this.queue.add(TICK, {});
  }

  /** Has a worker look what is due now instead of with the next tick: somebody waits for it. */
  async hurry(): Promise<void> {
    try {
      await this.queue.add(TICK, {});
    } catch (error) {
      this.logger.warn({ err: error }, 'no worker could be woken; the next tick finds what is due');
    }
  }

  /** Plans what is due and wakes workers for every run that may go on. */
  async tick(): Promise<void> {
    for (const key of await this.schedule.due(this.clock.now(), BATCH)) await this.planned(key, () => this.planning.plan(key));
    for (const key of await this.schedule.changed(BATCH)) await this.planned(key, () => this.planning.planNamed(key));
    await this.wake();
  }

  private async run({ payload: { companyId, runId }, signal }: RunningJob<RunPayload>): Promise<void> {
    const state = await this.running.execute(runId, signal, companyId);
    if (state === null) await this.planning.planAgain(companyId, runId);
    // Handed back: this process is ending, and the job with it.
    signal.throwIfAborted();
    await this.wake();
  }

  /**
   * One run of each stream that has any. A job this process has put already is not put twice; one that died with another process does not stand in the
   * way until the queue has found it lost.
   */
  private async wake(): Promise<void> {
    const due = [...(await this.runs.abandoned(BATCH)), ...(await this.runs.due(this.clock.now(), BATCH))];
    for (const { companyId, runId } of due)
      await this.queue.add(RUN, { companyId, runId }, { jobId: `${runId}/${this.presence?.number ?? ''}` });
  }

  /** One stream that cannot be planned must not keep the others waiting. */
  private async planned(key: StreamKey, plan: () => Promise<Id[]>): Promise<void> {
    const actor = { kind: 'system', name: TICK, companyId: key.companyId } as const;
    try {
      await withContext({ traceId: newId(), actor, ip: null }, plan);
    } catch (error) {
      this.logger.error({ err: error, ...key }, 'a stream could not be planned');
    }
  }
}
