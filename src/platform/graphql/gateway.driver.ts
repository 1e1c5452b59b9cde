import { Inject, Injectable } from '@nestjs/common';
import { AbstractGraphQLDriver, type GqlModuleOptions } from '@nestjs/graphql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { createHandler, type HandlerOptions } from 'graphql-http';
import type { Logger } from 'pino';
import { currentContext, kernelErrors, type Clock } from '../../kernel/index.js';
import { errorBody, type RouteAccess } from '../auth/index.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/index.js';
import { LOGGER } from '../logger.js';
import { formatError } from './format-error.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { Idempotency } from './idempotency.js';
import { LIMITS } from './limits.js';
import { LoaderCache, type GatewayContext } from './loaders.js';
import { Operations, isErrors, type PreparedOperation } from './operations.js';

/** The media type under which refusals have a status of their own; under application/json they come with 200. */
const RESPONSE_TYPE = 'application/graphql-response+json';

/** What the handler tells the route beside the answer. */
interface Outcome {
  /** Nothing was executed: the answer has no `data`. */
  refused: boolean;
}

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
    const handle = createHandler<FastifyRequest, Outcome, GatewayContext>(this.handlerOptions(schema));
    const app = this.httpAdapterHost.httpAdapter.getInstance<FastifyInstance>();
    app.route({
      method: ['GET', 'POST'],
      url: options.path ?? '/graphql',
      bodyLimit: LIMITS.bodyBytes,
      config: { public: 'optional' } satisfies RouteAccess,
      handler: async (raw: FastifyRequest, reply: FastifyReply) => {
        const { url, method, headers, body } = raw;
        const outcome: Outcome = { refused: false };
        const [answer, init] = await handle({ url, method, headers, body: body as string, raw, context: outcome });
        const type = init.headers?.['content-type'];
        void reply.code(outcome.refused && type?.startsWith(RESPONSE_TYPE) ? 400 : init.status).headers(init.headers ?? {});
        // What is refused before there is a document comes without our shape.
        return reply.send(type ? answer : errorBody(kernelErrors.BAD_INPUT(init.statusText), raw.id));
      },
    });
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    return Promise.resolve();
  }

  private handlerOptions(schema: GraphQLSchema): HandlerOptions<FastifyRequest, Outcome, GatewayContext> {
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
      onOperation: (request, _args, result) => {
        request.context.refused = !('data' in result);
      },
      formatError: (error) => formatError(error, this.log),
    };
  }
}
