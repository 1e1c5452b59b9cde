import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CLOCK } from './platform/clock.js';
import type { Clock } from './kernel/index.js';
import { UnitOfWork } from './platform/database/index.js';
import type { Resources } from './platform/lifecycle/index.js';
import { OutboxRelay } from './platform/outbox/index.js';
import { StatementAlarmWorker, StatementFileWorker } from './statements/index.js';
import { SyncWorker } from './sync/index.js';

const RELAY = 'outbox.relay';
const RELAY_MS = 1_000;
const PARTITIONS = 'platform.partitions';
const DAY_MS = 86_400_000;

/** Starts what a worker does by itself: syncing, statement files, alarms, the outbox, next months' partitions. */
export async function startBackgroundWork(app: NestFastifyApplication, { queue }: Resources): Promise<void> {
  const relay = app.get(OutboxRelay, { strict: false });
  queue.work(RELAY, async () => void (await relay.run()));
  await queue.schedule(RELAY, 'all', { every: RELAY_MS }, {});

  const unitOfWork = app.get(UnitOfWork, { strict: false });
  const clock = app.get<Clock>(CLOCK, { strict: false });
  const maintain = (): Promise<unknown> =>
    unitOfWork.run((tx) => tx.query('SELECT maintain_partitions($1::date)', [clock.now()]), { company: null });
  await maintain();
  queue.work(PARTITIONS, async () => void (await maintain()));
  await queue.schedule(PARTITIONS, 'all', { every: DAY_MS }, {});

  await app.get(SyncWorker, { strict: false }).start();
  await app.get(StatementFileWorker, { strict: false }).start();
  await app.get(StatementAlarmWorker, { strict: false }).start();
}
