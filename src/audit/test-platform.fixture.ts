import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { pino } from 'pino';
import { newId, withContext, type Actor, type Clock, type Id, type Role } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { CONFIG } from '../platform/config-token.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { TestDatabase } from '../platform/database/test-database.js';
import { BLOBS, DiskBlobs, FileStore, FilesRepository } from '../platform/files/index.js';
import { LOGGER } from '../platform/logger.js';

/** What the platform gives to rooms, on a test database: for the suites of the rooms at the bottom. */
@Module({})
export class TestPlatform {
  static on(db: TestDatabase, clock: Clock): DynamicModule {
    const folder = mkdtempSync(join(tmpdir(), 'interline-rooms-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const providers = [
      { provide: UnitOfWork, useValue: db.uow },
      { provide: CLOCK, useValue: clock },
      { provide: CONFIG, useValue: { publicUrl: 'https://hub.example.com' } },
      { provide: LOGGER, useValue: pino({ level: 'silent' }) },
      { provide: BLOBS, useValue: new DiskBlobs(folder) },
      FilesRepository,
      FileStore,
    ];
    return { module: TestPlatform, global: true, providers, exports: providers };
  }
}

/** Runs work as the system acting for a company. */
export function asSystem<Result>(companyId: Id, work: () => Result): Result {
  return as({ kind: 'system', name: 'test', companyId }, work);
}

/** Runs work as a signed-in member. */
export function asMember<Result>(who: { companyId: Id; userId?: Id; personId?: Id | null; roles: Role[] }, work: () => Result): Result {
  const { companyId, userId = newId(), personId = null, roles } = who;
  return as({ kind: 'person', companyId, userId, personId, roles, sessionId: newId(), operator: false }, work);
}

/** Runs work as any actor. */
export function as<Result>(actor: Actor, work: () => Result): Result {
  return withContext({ traceId: newId(), actor, ip: '198.51.100.7' }, work);
}
