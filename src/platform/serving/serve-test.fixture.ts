import fastifyCookie from '@fastify/cookie';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestingModule } from '@nestjs/testing';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { newId, type Actor, type Role } from '../../kernel/index.js';
import { authenticateRequests, type Authenticator } from '../auth/index.js';
import { ErrorFilter } from './error.filter.js';

/** Believes whoever says `Bearer <company> <role or scope>`. */
const credulous: Authenticator = {
  authenticate({ authorization }) {
    const [, companyId, what] = authorization?.split(' ') ?? [];
    if (!companyId || !what) return Promise.resolve(null);
    const actor: Actor = what.includes(':')
      ? { kind: 'app', clientId: 'test', companyId, scopes: [what] }
      : { kind: 'person', userId: newId(), sessionId: newId(), companyId, personId: null, roles: [what as Role], operator: false };
    return Promise.resolve(actor);
  },
};

/** Serves the controllers of a test's module on loopback, to callers who say `Bearer <company> <role or scope>`. */
export async function serveForTest(module: TestingModule): Promise<NestFastifyApplication> {
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ forceCloseConnections: true }));
  app.useGlobalFilters(new ErrorFilter(pino({ level: 'silent' })));
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  await fastify.register(fastifyCookie);
  authenticateRequests(fastify, [credulous]);
  await app.listen(0, '127.0.0.1');
  return app;
}
