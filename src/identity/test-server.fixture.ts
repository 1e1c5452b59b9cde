import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import fastifyCookie from '@fastify/cookie';
import type { Type } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { TestPlatform } from '../audit/test-platform.fixture.js';
import { newId, type Clock } from '../kernel/index.js';
import { authenticateRequests, type Authenticator } from '../platform/auth/index.js';
import type { TestDatabase } from '../platform/database/test-database.js';
import { ErrorFilter } from '../platform/serving/error.filter.js';

/** What came back over HTTP. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Record<string, unknown> & { error?: { code: string } };
  /** `Set-Cookie` lines. */
  cookies: string[];
}

/** Rooms behind the real HTTP server with authentication and error answers. */
export class TestServer {
  private constructor(readonly app: NestFastifyApplication) {}

  static async on(db: TestDatabase, clock: Clock, modules: Type[], authenticators: Type<Authenticator>[]): Promise<TestServer> {
    const module = await Test.createTestingModule({ imports: [TestPlatform.on(db, clock), ...modules] }).compile();
    const adapter = new FastifyAdapter({ trustProxy: 'loopback', genReqId: () => newId() });
    const app = module.createNestApplication<NestFastifyApplication>(adapter, { logger: false });
    app.useGlobalFilters(new ErrorFilter(pino({ level: 'silent' })));
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    await fastify.register(fastifyCookie);
    authenticateRequests(
      fastify,
      authenticators.map((authenticator) => app.get(authenticator, { strict: false })),
    );
    await app.listen(0, '127.0.0.1');
    return new TestServer(app);
  }

  get<Provider>(token: Type<Provider>): Provider {
    return this.app.get(token, { strict: false });
  }

  /** @param options `ip` is the caller's address, as a proxy on this machine would tell it */
  async call(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    options: { body?: unknown; form?: string; headers?: Record<string, string>; ip?: string } = {},
  ): Promise<Answer> {
    const { body, form, ip = '198.51.100.7' } = options;
    const payload = form ?? (body === undefined ? null : JSON.stringify(body));
    const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
    const headers = {
      host: 'hub.example.com',
      'x-forwarded-for': ip,
      ...(payload === null ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(payload) }),
      ...options.headers,
    };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const { port } = this.app.getHttpServer().address() as AddressInfo;
      request({ host: '127.0.0.1', port, method, path, headers, agent: false }, resolve)
        .on('error', reject)
        .end(payload ?? undefined);
    });
    const content = await text(response);
    return {
      status: response.statusCode!,
      headers: response.headers,
      body: (response.headers['content-type']?.includes('json') ? JSON.parse(content) : {}) as Answer['body'],
      cookies: response.headers['set-cookie'] ?? [],
    };
  }

  close(): Promise<void> {
    return this.app.close();
  }
}
