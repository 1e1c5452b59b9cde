import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { pino } from 'pino';
import { DirectoryReader } from '../directory/index.js';
import type { MovingClock } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { CONFIG } from '../platform/config-token.js';
import { Vault } from '../platform/crypto/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { HttpDoor } from '../platform/http/index.js';
import { LOGGER } from '../platform/logger.js';
import { QUEUE, type JobHandler, type JobPayload } from '../platform/queue/index.js';

/** A directory without people. */
const nobodyKnown: Pick<DirectoryReader, 'findContact'> = { findContact: async () => null };

/** What platform hands to the rooms, for tests: a moving clock, a log that is kept, a queue that works when told to. */
@Global()
@Module({})
export class TestPlatform {
  static on(uow: UnitOfWork, parts: { clock: MovingClock; log?: string[]; providers?: Provider[] }): DynamicModule {
    const stream = { write: (line: string) => void parts.log?.push(line) };
    const providers: Provider[] = [
      { provide: UnitOfWork, useValue: uow },
      { provide: CLOCK, useValue: parts.clock },
      { provide: LOGGER, useValue: pino({ level: 'debug' }, stream) },
      { provide: CONFIG, useValue: { publicUrl: 'https://interline.example' } },
      { provide: Vault, useValue: new Vault(Buffer.alloc(32, 7), uow, parts.clock) },
      { provide: HttpDoor, useValue: new HttpDoor() },
      { provide: QUEUE, useValue: new TestQueue() },
      { provide: DirectoryReader, useValue: nobodyKnown },
      ...(parts.providers ?? []),
    ];
    return { module: TestPlatform, providers, exports: providers };
  }
}

/** A queue in memory that works only when it is told to. */
export class TestQueue {
  /** What waits, oldest first. */
  readonly waiting: { name: string; payload: JobPayload; id: string | undefined }[] = [];
  /** What was scheduled again and again. */
  readonly scheduled: string[] = [];
  private readonly handlers = new Map<string, JobHandler>();
  private running: string | undefined;

  async add(name: string, payload: JobPayload, options: { jobId?: string } = {}): Promise<void> {
    const known = options.jobId !== undefined && (this.running === options.jobId || this.waiting.some((job) => job.id === options.jobId));
    if (!known) this.waiting.push({ name, payload, id: options.jobId });
  }

  async schedule(name: string): Promise<void> {
    this.scheduled.push(name);
  }

  work(name: string, handler: JobHandler): void {
    this.handlers.set(name, handler);
  }

  /** Works on everything that waits, and on what comes of it. @returns the names of the jobs, in order */
  async drain(signal = new AbortController().signal): Promise<string[]> {
    const done: string[] = [];
    try {
      for (let job = this.waiting.shift(); job; job = this.waiting.shift()) {
        done.push(job.name);
        this.running = job.id;
        await this.handlers.get(job.name)!({ name: job.name, id: job.id ?? '', payload: job.payload, attempt: 1, signal });
      }
    } finally {
      this.running = undefined;
    }
    return done;
  }
}
