import { UnrecoverableError, WaitingError, type Job, type Queue, type Worker, type WorkerOptions } from 'bullmq';
import { InterlineError, newId, currentContext, withContext } from '../../kernel/index.js';
import type { JobHandler, JobOptions, JobPayload, QueueDepth, QueuePort, Repeat, WorkOptions } from './queue.port.js';

/** Larger than ids ever are, smaller than any record. */
const PAYLOAD_LIMIT = 1024;
/** Counts how often one job may lose its worker. Each loss is a crash of a process, not of the job, and jobs continue from checkpoints; only a loop must end. */
const LOSSES = 100;
const FIRST_RETRY = 1_000;

/** The few calls of a logger this needs; pino's fit. */
export interface QueueLog {
  debug(detail: object, message: string): void;
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** How a job ended, for metrics. `handed back` and `retried` jobs run again. */
export type JobOutcome = 'completed' | 'retried' | 'failed' | 'handed back';

/** What BullMQ keeps of a job. */
export interface Envelope {
  payload: JobPayload;
  /** Trace of the request or job that put it. */
  trace: string | null;
}

/** BullMQ over one store, with the connections it stands on; the few calls we make of it. */
export interface QueueBackend {
  queue(
    name: string,
  ): Pick<Queue<Envelope>, 'add' | 'upsertJobScheduler' | 'removeJobScheduler' | 'getJobCounts' | 'waitUntilReady' | 'close'> & ErrorSource;
  worker(
    name: string,
    processor: (job: Job<Envelope>, token?: string) => Promise<void>,
    options: Omit<WorkerOptions, 'connection'>,
  ): BackendWorker;
  /** Calls when the store can be reached again after it could not: what was in it may be gone. Absent where a store forgets nothing. */
  onReturn?(listener: () => void): void;
  close(): Promise<void>;
}
type ErrorSource = { on(event: 'error', listener: (error: Error) => void): unknown };
type BackendWorker = Pick<Worker, 'waitUntilReady' | 'close'> &
  ErrorSource & { on(event: 'stalled', listener: (jobId: string) => void): unknown };

/** What a queue stands on. */
export interface BullQueueOptions {
  backend: QueueBackend;
  log: QueueLog;
  /** Told of each end of a run. */
  onJob?: (name: string, outcome: JobOutcome, seconds: number) => void;
  /** Milliseconds after which a job whose worker fell silent counts as lost; renewed twice in that time. Default 15 s. */
  lockDuration?: number;
  /** Milliseconds between looks for lost jobs. Default 5 s. */
  stalledInterval?: number;
}

/** The queue on BullMQ: one BullMQ queue per name, whatever the backend. */
export class BullQueue implements QueuePort {
  private readonly queues = new Map<string, ReturnType<QueueBackend['queue']>>();
  private readonly workers = new Map<string, BackendWorker>();
  private readonly running = new Set<AbortController>();
  /** Schedules put by this process, by queue and id. */
  private readonly schedules = new Map<string, () => Promise<unknown>>();
  private closing: Promise<number> | null = null;

  constructor(private readonly options: BullQueueOptions) {
    options.backend.onReturn?.(() => void this.scheduleAgain());
  }

  async add(name: string, payload: JobPayload, { jobId, delay, attempts = 1 }: JobOptions = {}): Promise<void> {
    const data: Envelope = { payload: checked(name, payload), trace: currentContext()?.traceId ?? null };
    await this.queue(name).add(name, data, {
      ...(jobId !== undefined && { jobId: bullId(name, jobId) }),
      ...(delay !== undefined && { delay }),
      attempts,
      backoff: { type: 'exponential', delay: FIRST_RETRY },
      ...KEEP_NOTHING,
    });
  }

  async schedule(name: string, id: string, repeat: Repeat, payload: JobPayload): Promise<void> {
    const data: Envelope = { payload: checked(name, payload), trace: null };
    const every = 'every' in repeat ? { every: repeat.every } : { pattern: repeat.cron, tz: repeat.zone };
    const put = (): Promise<unknown> => this.queue(name).upsertJobScheduler(bullId(name, id), every, { name, data, opts: KEEP_NOTHING });
    this.schedules.set(bullId(name, id), put);
    await put();
  }

  async unschedule(name: string, id: string): Promise<void> {
    this.schedules.delete(bullId(name, id));
    await this.queue(name).removeJobScheduler(bullId(name, id));
  }

  work<Payload extends JobPayload>(name: string, handler: JobHandler<Payload>, { concurrency = 1 }: WorkOptions = {}): void {
    if (this.workers.has(name)) throw new TypeError(`jobs ${name} are worked on already`);
    const { backend, lockDuration = 15_000, stalledInterval = 5_000 } = this.options;
    this.begin(name, () =>
      backend.worker(name, (job, token) => this.run(job, token!, handler as unknown as JobHandler), {
        concurrency,
        lockDuration,
        stalledInterval,
        maxStalledCount: LOSSES,
        runRetryDelay: 1_000,
        ...KEEP_NOTHING,
      }),
    );
  }

  async depths(): Promise<QueueDepth[]> {
    const names = new Set([...this.queues.keys(), ...this.workers.keys()]);
    return Promise.all(
      [...names].sort().map(async (name) => {
        const counts = await this.queue(name).getJobCounts('waiting', 'active', 'delayed');
        return { name, waiting: counts.waiting ?? 0, active: counts.active ?? 0, delayed: counts.delayed ?? 0 };
      }),
    );
  }

  close(patience = 10_000): Promise<number> {
    this.closing ??= this.leave(patience);
    return this.closing;
  }

  private begin(name: string, make: () => BackendWorker): void {
    const worker = make();
    worker.on('error', (error) => this.unreachable(name, error));
    worker.on('stalled', (jobId) => this.options.log.warn({ job: name, jobId }, 'job lost its worker and runs again'));
    this.workers.set(name, worker);
    // BullMQ remembers for ever that a store could not be reached when a worker began. Such a worker takes no job, and asks for one without pause.
    worker.waitUntilReady().catch(async () => {
      await worker.close(true).catch(() => undefined);
      if (!this.closing) this.begin(name, make);
    });
  }

  private queue(name: string): ReturnType<QueueBackend['queue']> {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = this.options.backend.queue(name);
      queue.on('error', (error) => this.unreachable(name, error));
      this.queues.set(name, queue);
      // As for a worker: what began without its store is of no use, and the next call makes another.
      const begun = queue;
      begun.waitUntilReady().catch(() => this.queues.get(name) === begun && this.queues.delete(name));
    }
    return queue;
  }

  private async run(job: Job<Envelope>, token: string, handler: JobHandler): Promise<void> {
    const { payload, trace } = job.data;
    const began = performance.now();
    const ended = (outcome: JobOutcome): void => this.options.onJob?.(job.name, outcome, (performance.now() - began) / 1000);
    const controller = new AbortController();
    this.running.add(controller);
    const companyId = typeof payload.companyId === 'string' ? payload.companyId : null;
    const context = { traceId: trace ?? newId(), actor: { kind: 'system', name: job.name, companyId } as const, ip: null };
    const facts = { job: job.name, jobId: job.id, attempt: job.attemptsMade + 1, traceId: context.traceId };
    try {
      // fetched while we were closing
      if (this.closing) controller.abort(stopReason());
      controller.signal.throwIfAborted();
      const running = { name: job.name, id: job.id!, payload, attempt: job.attemptsMade + 1, signal: controller.signal };
      await withContext(context, () => handler(running));
      ended('completed');
    } catch (error) {
      if (controller.signal.aborted) {
        await job.moveToWait(token);
        this.options.log.info(facts, 'job handed back');
        ended('handed back');
        throw new WaitingError();
      }
      const final = !isRetryable(error) || job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
      this.options.log[final ? 'error' : 'warn']({ ...facts, err: error }, final ? 'job failed' : 'job failed and will be tried again');
      ended(final ? 'failed' : 'retried');
      // the queue keeps this text with the job: the error itself may say more than a job row should
      const reason = `${error instanceof InterlineError ? error.code : 'ERROR'}, trace ${context.traceId}`;
      throw final ? new UnrecoverableError(reason) : new Error(reason);
    } finally {
      this.running.delete(controller);
    }
  }

  private async leave(patience: number): Promise<number> {
    // runs after `closing` is set, so that a job fetched from here on is handed back
    await Promise.resolve();
    for (const controller of this.running) controller.abort(stopReason());
    const done = Promise.all([...this.workers.values()].map((worker) => worker.close())).then(() => true);
    let timer: NodeJS.Timeout | undefined;
    const impatience = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), patience)));
    const finished = await Promise.race([done, impatience]);
    clearTimeout(timer);
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    const left = this.running.size;
    // What a stubborn job stands on is closed behind it.
    const closed = done.then(() => this.options.backend.close());
    if (finished) await closed;
    else {
      closed.catch(() => undefined);
      this.options.log.warn({ left }, 'jobs did not stop in time; they will be found stalled and run elsewhere');
    }
    return left;
  }

  /** A store that was restarted may have forgotten when to wake us, and nothing else would ever put it again. */
  private async scheduleAgain(): Promise<void> {
    if (this.closing) return;
    const again = await Promise.allSettled([...this.schedules.values()].map((put) => put()));
    const failed = again.find((outcome) => outcome.status === 'rejected');
    if (failed)
      this.options.log.warn({ err: failed.reason as Error }, 'schedules could not be put again; they are with the next connection');
  }

  private unreachable(name: string, error: Error): void {
    // while the database is away every poll fails alike; the database's own check says so loudly enough
    this.options.log.debug({ job: name, err: error }, 'queue cannot be reached');
  }
}

const KEEP_NOTHING = { removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } } as const;

const stopReason = (): Error => new Error('the process is stopping');

/** BullMQ reserves the colon and plain numbers. */
const bullId = (name: string, id: string): string => `${name}/${id}`.replaceAll(':', '%3A');

function isRetryable(error: unknown): boolean {
  return !(error instanceof InterlineError) || error.retryable;
}

function checked(name: string, payload: JobPayload): JobPayload {
  const flat = Object.values(payload).every((value) => value === null || typeof value !== 'object');
  if (!flat || JSON.stringify(payload).length > PAYLOAD_LIMIT) {
    throw new TypeError(`the payload of ${name} is more than ids: flat values, ${PAYLOAD_LIMIT} characters at most`);
  }
  return payload;
}
