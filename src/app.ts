import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { CommandApplication } from './cli/index.js';
import { systemClock } from './kernel/index.js';
import { Vault } from './platform/crypto/index.js';
import { Database, UnitOfWork } from './platform/database/index.js';
import type { Resources } from './platform/lifecycle/index.js';
import { HealthModule, NestLog, observeRequests } from './platform/telemetry/index.js';

@Module({})
class AppModule {}

/** Builds the application on opened resources; it neither listens nor works yet. */
export async function createApplication(resources: Resources): Promise<CommandApplication> {
  const { log, metrics, readiness, databaseUrl, role } = resources;
  const database = await Database.connect({ url: databaseUrl, name: `interline ${role}` });
  resources.watchPool(database.pool);
  try {
    await new Vault(resources.config.masterKey, new UnitOfWork(database), systemClock).checkMasterKey();
  } catch (error) {
    await database.close();
    throw error;
  }
  const module = { module: AppModule, imports: [HealthModule.forRoot(readiness)] };
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: new NestLog(log) });
  observeRequests(app.getHttpAdapter().getInstance(), metrics, log);
  return {
    get: (token) => app.get(token, { strict: false }),
    async listen(port, host) {
      await app.listen(port, host);
      return app.getUrl();
    },
    work: () => Promise.resolve(),
    // closes idle connections at once and waits for requests in flight
    stopListening: () => app.getHttpAdapter().close(),
    async close() {
      await app.close();
      await database.close();
    },
  };
}
