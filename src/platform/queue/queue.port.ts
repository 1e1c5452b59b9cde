/** What a job carries: ids and small facts by which its handler finds the rows. No records, no secrets, no personal data. */
export type JobPayload = Readonly<Record<string, string | number | boolean | null>>;

/** How a job is put. */
export interface JobOptions {
  /**
   * Makes the job the only one of its kind: while one with this id waits or runs, another is dropped. The dropped one may stand for work that came too late
   * for the running one, so whoever puts it keeps a due row that the next scheduled tick finds.
   */
  jobId?: string;
  /** Milliseconds to wait first. */
  delay?: number;
  /** Runs at most, the first included. Default 1. The pause doubles from one second on; an error that is not retryable ends it at once. */
  attempts?: number;
}

/** When a repeated job runs: at a fixed distance in milliseconds, or by cron pattern in a time zone (IANA name). */
export type Repeat = { every: number } | { cron: string; zone: string };

/** A job that is being worked on. */
export interface RunningJob<Payload extends JobPayload = JobPayload> {
  readonly name: string;
  readonly id: string;
  readonly payload: Payload;
  /** 1 for the first run. A run that was cut off by a crash or handed back does not count. */
  readonly attempt: number;
  /**
   * Aborted when the process stops. A handler that then throws hands its job back: another worker continues from the last checkpoint.
   * One that goes on is waited for, within the process's patience.
   */
  readonly signal: AbortSignal;
}

/** Does the work of one job. What it returns is not kept. */
export type JobHandler<Payload extends JobPayload = JobPayload> = (job: RunningJob<Payload>) => Promise<void>;

/** How jobs of a name are worked on in this process. */
export interface WorkOptions {
  /** Jobs at the same time. Default 1. */
  concurrency?: number;
}

/** Jobs of one name, counted. */
export interface QueueDepth {
  name: string;
  waiting: number;
  active: number;
  delayed: number;
}

/**
 * The queue. It wakes us; what is due stands in our own rows, so a lost or doubled wake-up costs time and never data. Put one job per window, never one per
 * record. A job may run twice (its worker was killed after the work and before the mark), so handlers continue from checkpoints.
 */
export interface QueuePort {
  /** Puts a job. Names are dotted words, such as `sync.window`. Call it after the commit of what the job will read. */
  add(name: string, payload: JobPayload, options?: JobOptions): Promise<void>;
  /** Puts a job again and again. The same name and id replaces the earlier schedule. */
  schedule(name: string, id: string, repeat: Repeat, payload: JobPayload): Promise<void>;
  /** Ends a schedule; a job it has put already still runs. */
  unschedule(name: string, id: string): Promise<void>;
  /** Works on jobs of a name in this process from now on. Once per name. */
  work<Payload extends JobPayload>(name: string, handler: JobHandler<Payload>, options?: WorkOptions): void;
  /** Counts the jobs of every name this process has put or works on. */
  depths(): Promise<QueueDepth[]>;
  /**
   * Takes no more jobs, aborts the signal of the running ones and waits until each has ended or was handed back.
   * @param patience milliseconds after which those that still run are left; they are found stalled and run elsewhere
   * @returns how many were left
   */
  close(patience?: number): Promise<number>;
}

/** Injection token of the process's queue. */
export const QUEUE = Symbol('QUEUE');
