import 'reflect-metadata';
import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppModule, ROOT } from './app.module.js';
import type { CommandApplication } from './cli/index.js';
import { SessionAuthenticator } from './identity/index.js';
import { kernelErrors, newId, systemClock, type Clock } from './kernel/index.js';
import { TokenAuthenticator } from './oauth/index.js';
import { authenticateRequests, errorBody } from './platform/auth/index.js';
import { Vault } from './platform/crypto/index.js';
import { Database } from './platform/database/index.js';
import type { Resources } from './platform/lifecycle/index.js';
import { ErrorFilter, serveConsole } from './platform/serving/index.js';
import { NestLog, observeRequests } from './platform/telemetry/index.js';
import { startBackgroundWork } from './background.js';

/** Builds the application on opened resources; it neither listens nor works yet. */
export async function createApplication(resources: Resources, clock: Clock = systemClock): Promise<CommandApplication> {
  const { databaseUrl, role } = resources;
  const database = await Database.connect({ url: databaseUrl, name: `interline ${role}` });
  try {
    return await build(resources, database, clock);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function build(resources: Resources, database: Database, clock: Clock): Promise<CommandApplication> {
  const { config, log, metrics, queue, readiness, role } = resources;
  resources.watchPool(database.pool);
  // Behind a proxy on this machine the caller's address is in X-Forwarded-For; from anywhere else that header is not believed.
  const adapter = new FastifyAdapter({
    trustProxy: 'loopback',
    genReqId: () => newId(),
    routerOptions: { maxParamLength: 300 },
    // An address that cannot be decoded reaches no route, and so no filter.
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
      void reply.code(400).send(errorBody(kernelErrors.BAD_INPUT('the address is malformed'), request.id)),
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot({ config, clock, log, database, queue, metrics }, readiness),
    adapter,
    {
      logger: new NestLog(log),
      abortOnError: false,
    },
  );
  app.useGlobalFilters(new ErrorFilter(log));
  await app.get(Vault).checkMasterKey();
  if (role !== 'worker' && role !== 'command') await prepareHttp(app, resources);
  observeRequests(app.getHttpAdapter().getInstance(), metrics, log);
  return {
    get: (token) => app.get(token, { strict: false }),
    async listen(port, host) {
      await app.listen(port, host);
      return app.getUrl();
    },
    work: () => startBackgroundWork(app, resources),
    // closes idle connections at once and waits for requests in flight
    stopListening: () => app.getHttpAdapter().close(),
    async close() {
      await app.close();
      await database.close();
    },
  };
}

async function prepareHttp(app: NestFastifyApplication, { config }: Resources): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const isHttps = config.publicUrl.startsWith('https:');
  await fastify.register(fastifyCookie);
  await fastify.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'base-uri': ["'none'"],
        'object-src': ["'none'"],
        'frame-ancestors': ["'none'"],
        'form-action': ["'self'"],
        'img-src': ["'self'", 'data:'],
        // The component library writes its styles into the page.
        'style-src': ["'self'", "'unsafe-inline'"],
      },
    },
    strictTransportSecurity: isHttps,
    referrerPolicy: { policy: 'same-origin' },
  });
  authenticateRequests(fastify, [app.get(SessionAuthenticator, { strict: false }), app.get(TokenAuthenticator, { strict: false })]);
  await serveConsole(fastify, join(ROOT, 'web/dist'));
}
