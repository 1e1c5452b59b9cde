/**
 * The second other side: our rooms behind Nest's own ApolloDriver, Apollo Server 5 with its stock executor; everything else as in the product. Started by
 * gateway.ts with the data directory of the same installation; prints its address.
 */
import 'reflect-metadata';
import { Injectable } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import fastifyCookie from '@fastify/cookie';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { AppModule } from '../../src/app.module.js';
import { currentContext, newId, systemClock } from '../../src/kernel/index.js';
import { TokenAuthenticator } from '../../src/oauth/index.js';
import { authenticateRequests } from '../../src/platform/auth/index.js';
import { Database } from '../../src/platform/database/index.js';
import { LoaderCache } from '../../src/platform/graphql/index.js';
import { openResources } from '../../src/platform/lifecycle/index.js';

@Injectable()
class StockDriver extends ApolloDriver {
  constructor(modules: ModulesContainer) {
    super(modules);
  }

  override start(options: ApolloDriverConfig): Promise<void> {
    const context = (): object => ({ request: currentContext(), loaders: new LoaderCache(), withheld: new Map() });
    return super.start({ ...options, context, csrfPrevention: false, introspection: false });
  }
}

const resources = await openResources({ role: 'serve', env: process.env, logLevel: 'error' });
const { config, log, metrics, queue, readiness, databaseUrl } = resources;
const database = await Database.connect({ url: databaseUrl });
const parts = { config, clock: systemClock, log, database, queue, metrics };
const app = await NestFactory.create<NestFastifyApplication>(
  AppModule.forRoot(parts, readiness, StockDriver),
  new FastifyAdapter({ genReqId: () => newId() }),
  { logger: false },
);
const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
await fastify.register(fastifyCookie);
fastify.addHook('onRoute', (route: RouteOptions) => {
  if (route.url === '/graphql') route.config = { ...route.config, public: 'optional' } as typeof route.config;
});
authenticateRequests(fastify, [app.get(TokenAuthenticator, { strict: false })]);
await app.listen(0, '127.0.0.1');
console.log(JSON.stringify({ msg: 'ready', url: await app.getUrl() }));
process.on('SIGTERM', () => {
  void app
    .close()
    .then(() => database.close())
    .then(() => resources.close())
    .then(() => process.exit(0));
});
