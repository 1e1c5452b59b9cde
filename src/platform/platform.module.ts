import { Global, Module, type DynamicModule } from '@nestjs/common';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../kernel/index.js';
import { CLOCK } from './clock.js';
import { CONFIG } from './config-token.js';
import type { Config } from './config/index.js';
import { Vault } from './crypto/index.js';
import { Presence, UnitOfWork, type Database } from './database/index.js';
import { BLOBS, DiskBlobs, FileStore, FilesRepository, FilesRoute } from './files/index.js';
import { HttpDoor, observeDoor } from './http/index.js';
import { LOGGER } from './logger.js';
import { QUEUE, type QueuePort } from './queue/index.js';
import { Metrics } from './telemetry/index.js';

/** What a process has started before Nest: everything that rooms are given. */
export interface PlatformParts {
  config: Config;
  clock: Clock;
  log: Logger;
  database: Database;
  queue: QueuePort;
  metrics: Metrics;
}

/** Hands the process's parts to every room. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(parts: PlatformParts): DynamicModule {
    const unitOfWork = new UnitOfWork(parts.database);
    const providers = [
      { provide: CONFIG, useValue: parts.config },
      { provide: CLOCK, useValue: parts.clock },
      { provide: LOGGER, useValue: parts.log },
      { provide: QUEUE, useValue: parts.queue },
      { provide: Metrics, useValue: parts.metrics },
      { provide: UnitOfWork, useValue: unitOfWork },
      { provide: Presence, useFactory: () => new Presence(parts.database) },
      { provide: Vault, useValue: new Vault(parts.config.masterKey, unitOfWork, parts.clock) },
      { provide: BLOBS, useValue: new DiskBlobs(join(parts.config.dataDir, 'files')) },
      { provide: HttpDoor, useValue: new HttpDoor({ observe: observeDoor(parts.log, parts.metrics.registry) }) },
      FilesRepository,
      FileStore,
      FilesRoute,
    ];
    return { module: PlatformModule, providers, exports: providers };
  }
}
