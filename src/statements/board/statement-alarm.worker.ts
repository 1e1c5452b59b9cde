import { Inject, Injectable } from '@nestjs/common';
import { CompanyReader } from '../../company/index.js';
import { newId, withContext, type Id } from '../../kernel/index.js';
import { QUEUE, type QueuePort, type RunningJob } from '../../platform/queue/index.js';
import { RaiseAlarms } from './raise-alarms.js';

const TICK = 'statements.alarms';
const LOOK = 'statements.alarm';
/** How often to look: a day ends in some time zone every hour. In milliseconds of real time. */
const TICK_MS = 3_600_000;

/** Looks at every company's board for statements that are missing. */
@Injectable()
export class StatementAlarmWorker {
  constructor(
    private readonly companies: CompanyReader,
    private readonly alarms: RaiseAlarms,
    @Inject(QUEUE) private readonly queue: QueuePort,
  ) {}

  /** Starts working in this process. Called once, by processes that work on jobs. */
  async start(): Promise<void> {
    this.queue.work<{ companyId: Id }>(LOOK, (job) => this.look(job));
    this.queue.work(TICK, () => this.tick());
    await this.queue.schedule(TICK, 'all companies', { every: TICK_MS }, {});
  }

  /** One job a company, so that one whose board cannot be read keeps nobody waiting. */
  private async tick(): Promise<void> {
    for (const companyId of await this.companies.allIds()) await this.queue.add(LOOK, { companyId }, { jobId: `${LOOK}/${companyId}` });
  }

  private async look({ payload: { companyId } }: RunningJob<{ companyId: Id }>): Promise<void> {
    const actor = { kind: 'system', name: LOOK, companyId } as const;
    await withContext({ traceId: newId(), actor, ip: null }, () => this.alarms.run(companyId));
  }
}
