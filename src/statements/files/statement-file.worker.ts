import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { newId, withContext, type Id } from '../../kernel/index.js';
import { LOGGER } from '../../platform/logger.js';
import { QUEUE, type QueuePort, type RunningJob } from '../../platform/queue/index.js';
import { RunImport } from './run-import.js';
import { StatementImportRepository } from './statement-import.repository.js';

const TICK = 'statements.tick';
const READ = 'statements.file';
/** How often to look for readings whose wake-up was lost, in milliseconds of real time. */
const TICK_MS = 10_000;
/** Looked at in one tick; the rest comes with the next. */
const BATCH = 100;

type ReadPayload = { companyId: Id; vendorAccountId: Id };

/** Puts readings of files to work, one at a time per account. What is to be read stands in rows, the queue only wakes workers. */
@Injectable()
export class StatementFileWorker {
  constructor(
    private readonly imports: StatementImportRepository,
    private readonly running: RunImport,
    @Inject(QUEUE) private readonly queue: QueuePort,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Starts working in this process. Called once, by processes that work on jobs. */
  async start(): Promise<void> {
    this.queue.work<ReadPayload>(READ, (job) => this.read(job), { concurrency: 1 });
    this.queue.work(TICK, () => this.tick());
    await this.queue.schedule(TICK, 'all companies', { every: TICK_MS }, {});
  }

  /** Has a worker read the files of an account now instead of with the next tick: somebody waits for them. */
  async hurry(companyId: Id, vendorAccountId: Id): Promise<void> {
    try {
      await this.wake({ companyId, vendorAccountId });
    } catch (error) {
      this.logger.warn({ err: error }, 'no worker could be woken; the next tick finds what is to be read');
    }
  }

  /** Wakes workers for every account whose files wait. */
  async tick(): Promise<void> {
    for (const account of await this.imports.accountsToRead(BATCH)) await this.wake(account);
  }

  private async wake(account: ReadPayload): Promise<void> {
    await this.queue.add(READ, { ...account }, { jobId: `statement-file/${account.vendorAccountId}` });
  }

  private async read({ payload: { companyId, vendorAccountId }, signal }: RunningJob<ReadPayload>): Promise<void> {
    const actor = { kind: 'system', name: READ, companyId } as const;
    await withContext({ traceId: newId(), actor, ip: null }, async () => {
      for (;;) {
        signal.throwIfAborted();
        const entry = await this.imports.nextOpen(companyId, vendorAccountId);
        if (!entry) return;
        await this.running.run(companyId, entry, signal);
      }
    });
  }
}
