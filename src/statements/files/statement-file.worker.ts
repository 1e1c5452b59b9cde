import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { newId, withContext, type Id } from '../../kernel/index.js';
import { LOGGER } from '../../platform/logger.js';
import { QUEUE, type QueuePort, type RunningJob } from '../../platform/queue/index.js';
import { RunImport } from './run-import.js';
import { StatementImportRepository } from './statement-import.repository.js';

const TICK = 'statements.tick';
const READ = 'statements.file';
/** How often to look for imports whose wake-up was lost, in milliseconds of real time. */
const TICK_MS = 10_000;
/** Looked at in one tick; the rest comes with the next. */
const BATCH = 100;
/** Imports at the same time in one process, and of one company: a company with many or large files leaves room for others. */
const CONCURRENCY = 3;
const OF_ONE_COMPANY = 2;

type ReadPayload = { companyId: Id; vendorAccountId: Id };

/** Puts imports of files to work, one at a time per account. What is to be imported stands in rows, the queue only wakes workers. */
@Injectable()
export class StatementFileWorker {
  /** Imports that run in this process, by company. */
  private readonly busy = new Map<Id, number>();
  /** Companies whose accounts wait for an import of theirs to end. */
  private readonly waiting = new Set<Id>();

  constructor(
    private readonly imports: StatementImportRepository,
    private readonly running: RunImport,
    @Inject(QUEUE) private readonly queue: QueuePort,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Starts working in this process. Called once, by processes that work on jobs. */
  async start(): Promise<void> {
    this.queue.work<ReadPayload>(READ, (job) => this.read(job), { concurrency: CONCURRENCY });
    this.queue.work(TICK, () => this.tick());
    await this.queue.schedule(TICK, 'all companies', { every: TICK_MS }, {});
  }

  /** Has a worker read the files of an account now instead of with the next tick: somebody waits for them. */
  async hurry(companyId: Id, vendorAccountId: Id): Promise<void> {
    await this.hurried(() => this.wake({ companyId, vendorAccountId }));
  }

  /** Wakes workers for every account whose files wait. */
  async tick(): Promise<void> {
    for (const account of await this.imports.accountsToRead(BATCH)) await this.wake(account);
  }

  private async wake(account: ReadPayload): Promise<void> {
    await this.queue.add(READ, { ...account }, { jobId: `statement-file/${account.vendorAccountId}` });
  }

  private async read({ payload: { companyId, vendorAccountId }, signal }: RunningJob<ReadPayload>): Promise<void> {
    const running = this.busy.get(companyId) ?? 0;
    if (running >= OF_ONE_COMPANY) {
      this.waiting.add(companyId);
      return;
    }
    this.busy.set(companyId, running + 1);
    const actor = { kind: 'system', name: READ, companyId } as const;
    try {
      await withContext({ traceId: newId(), actor, ip: null }, async () => {
        do signal.throwIfAborted();
        while (await this.running.next(companyId, vendorAccountId, signal));
      });
    } finally {
      await this.leave(companyId);
    }
  }

  private async leave(companyId: Id): Promise<void> {
    const running = this.busy.get(companyId)! - 1;
    if (running > 0) this.busy.set(companyId, running);
    else this.busy.delete(companyId);
    if (this.waiting.delete(companyId)) await this.hurried(() => this.queue.add(TICK, {}));
  }

  private async hurried(wake: () => Promise<void>): Promise<void> {
    try {
      await wake();
    } catch (error) {
      this.logger.warn({ err: error }, 'no worker could be woken; the next tick finds what is to be read');
    }
  }
}
