import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { InterlineError, withContext } from '../kernel/index.js';
import { errorBody, type RouteAccess } from '../platform/auth/index.js';
import { LOGGER } from '../platform/logger.js';
import { connectionErrors } from './connections.errors.js';
import { ReceiveDelivery, type OpenHook } from './receive-delivery.js';

/**
 * `/hooks/{token}`: where vendors push. The token in the address opens the door of one connection; the vendor's signature then proves the delivery.
 * The route reads bodies by itself, because they may be of any type and each plugin has its own cap.
 */
@Injectable()
export class HookRoute implements OnModuleInit {
  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly deliveries: ReceiveDelivery,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    // A worker has no HTTP door.
    const fastify = this.adapter.httpAdapter?.getInstance() as FastifyInstance | undefined;
    void fastify?.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.route({
        method: ['GET', 'POST', 'PUT'],
        url: '/hooks/:token',
        config: { public: true } satisfies RouteAccess,
        handler: (request, reply) => this.handle(request as FastifyRequest<{ Params: { token: string } }>, reply),
      });
    });
  }

  private async handle(request: FastifyRequest<{ Params: { token: string } }>, reply: FastifyReply): Promise<FastifyReply> {
    const hook = await this.deliveries.find(request.params.token);
    if (!hook) return reply.code(404).send('no such hook');
    const actor = { kind: 'system', name: 'hook', companyId: hook.companyId } as const;
    return withContext({ traceId: request.id, actor, ip: request.ip }, async () => {
      try {
        const body = await readCapped(request, hook);
        const delivery = { method: request.method, query: texts(request.query as object), headers: texts(request.headers), body };
        const answer = await this.deliveries.receive(hook, delivery);
        return reply
          .code(answer.status)
          .headers(answer.headers ?? {})
          .send(answer.body);
      } catch (error) {
        return this.refuse(error, request, reply, hook);
      }
    });
  }

  private refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, hook: OpenHook): FastifyReply {
    this.logger.warn({ err: error, connectionId: hook.connectionId, traceId: request.id }, 'delivery not taken');
    const shown = error instanceof InterlineError ? error : connectionErrors.PLUGIN_FAILED('the delivery could not be taken in');
    // What was not read must not be waited for.
    if (shown.code === 'HOOK_TOO_LARGE') reply.header('connection', 'close');
    return reply.code(shown.status).send(errorBody(shown, request.id));
  }
}

/** @throws HOOK_TOO_LARGE as soon as the cap is passed; a body that says so itself is not read at all */
async function readCapped(request: FastifyRequest, hook: OpenHook): Promise<Buffer> {
  const tooLarge = connectionErrors.HOOK_TOO_LARGE(`a delivery may have ${hook.maxBodyBytes} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > hook.maxBodyBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > hook.maxBodyBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Query or headers as one text each; of a repeated one the first counts. */
function texts(values: object): Record<string, string> {
  const entries = Object.entries(values as Record<string, string | string[] | undefined>);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined).map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : value!]),
  );
}
