import { Inject, Injectable } from '@nestjs/common';
import { AbstractGraphQLDriver, type GqlModuleOptions } from '@nestjs/graphql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { createHandler, type HandlerOptions } from 'graphql-http';
import type { Logger } from 'pino';
import { currentContext, type Clock } from '../../kernel/index.js';
import type { RouteAccess } from '../auth/index.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/index.js';
import { LOGGER } from '../logger.js';
import { formatError } from './format-error.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { Idempotency } from './idempotency.js';
import { LIMITS } from './limits.js';
import { LoaderCache, type GatewayContext } from './loaders.js';
import { Operations, isErrors, type PreparedOperation } from './operations.js';

interface GatewayArgs extends ExecutionArgs {
  prepared: PreparedOperation;
  query: string;
  contextValue: GatewayContext;
}

/**
 * The gateway's GraphQL driver: GraphQL over HTTP by `graphql-http`, executed by `graphql-jit`, with each text prepared once and limits checked
 * before anything runs. ADR 0002 tells why it stands on Nest's own base class and not on Apollo Server.
 */
@Injectable()
export class GatewayDriver extends AbstractGraphQLDriver<GqlModuleOptions> {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    super();
  }

  async start(options: GqlModuleOptions): Promise<void> {
    const schema = options.schema!;
    const handle = createHandler<FastifyRequest, undefined, GatewayContext>(this.handlerOptions(schema));
    const app = this.httpAdapterHost.httpAdapter.getInstance<FastifyInstance>();
    app.route({
      method: ['GET', 'POST'],
      url: options.path ?? '/graphql',
      bodyLimit: LIMITS.bodyBytes,
      config: { public: 'optional' } satisfies RouteAccess,
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const [body, init] = await handle({
          url: request.url,
          method: request.method,
          headers: request.headers,
          body: request.body as string,
          raw: request,
          context: undefined,
        });
        reply.code(init.status);
        if (init.headers) reply.headers(init.headers);
        return reply.header('cache-control', 'no-store').send(body ?? undefined);
      },
    });
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    return Promise.resolve();
  }

  private handlerOptions(schema: GraphQLSchema): HandlerOptions<FastifyRequest, undefined, GatewayContext> {
    const operations = new Operations(schema);
    const idempotency = new Idempotency(schema, new IdempotencyRepository(this.unitOfWork), this.clock);
    return {
      onSubscribe: (_request, params): GatewayArgs | readonly GraphQLError[] => {
        const variables = (params.variables ?? {}) as Record<string, unknown>;
        const prepared = operations.prepare(params.query, params.operationName, variables);
        if (isErrors(prepared)) return prepared;
        const contextValue: GatewayContext = { request: currentContext()!, loaders: new LoaderCache(), withheld: new Map() };
        return {
          schema,
          document: prepared.document,
          operationName: params.operationName ?? null,
          variableValues: variables,
          contextValue,
          prepared,
          query: params.query,
        };
      },
      execute: (args: ExecutionArgs) => {
        const { prepared, query, contextValue, variableValues } = args as GatewayArgs;
        const variables = variableValues ?? {};
        return idempotency.once(prepared, query, variables, contextValue.request.actor, async () => {
          const result = (await prepared.run({}, contextValue, variables)) as ExecutionResult;
          return contextValue.withheld.size > 0
            ? { ...result, extensions: { ...result.extensions, withheld: Object.fromEntries(contextValue.withheld) } }
            : result;
        });
      },
      formatError: (error) => formatError(error, this.log),
    };
  }
}
