import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { InterlineError, kernelErrors } from '../../kernel/index.js';
import { errorBody, type RouteAccess } from '../auth/index.js';
import { isUnkeepableText } from '../database/index.js';
import { servingErrors } from './serving.errors.js';

/** Answers every error of a route in one shape. GraphQL shapes its own. What is not ours to show goes to the log whole, under the trace id the caller gets. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    // Inside GraphQL the driver's own formatting takes the error.
    if (host.getType<string>() === 'graphql') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const shown = this.shownAs(error, request);
    if (reply.sent) return;
    const retryAfter = shown.options.extensions?.['retryAfter'];
    if (typeof retryAfter === 'number') reply.header('retry-after', String(retryAfter));
    const isOAuth = (request.routeOptions.config as RouteAccess).errors === 'oauth';
    void reply.code(shown.status).send(isOAuth ? oauthBody(shown) : errorBody(shown, request.id));
  }

  private shownAs(error: unknown, request: FastifyRequest): InterlineError {
    if (error instanceof InterlineError) {
      if (error.status >= 500) this.log.error({ err: error, traceId: request.id }, 'request failed');
      return error;
    }
    if (isUnkeepableText(error)) return kernelErrors.BAD_INPUT('a text holds a zero byte, which cannot be kept');
    const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
    if (status === 404) return kernelErrors.NOT_FOUND('there is nothing here');
    if (status === 413) return servingErrors.BODY_TOO_LARGE('the body is larger than this route takes');
    if (status === 415) return servingErrors.MEDIA_TYPE_UNSUPPORTED('this route does not take such a body');
    if (status >= 400 && status < 500) return kernelErrors.BAD_INPUT(error instanceof Error ? error.message : 'the request is malformed');
    // A readiness check that fails is an answer, not an accident.
    if (error instanceof HttpException && status === 503)
      return servingErrors.NOT_READY('not ready', { extensions: { checks: error.getResponse() } });
    this.log.error({ err: error, traceId: request.id }, 'request failed');
    return kernelErrors.INTERNAL('something failed on our side');
  }
}

function oauthBody(error: InterlineError): object {
  return { error: error.status < 500 ? 'invalid_request' : 'server_error', error_description: error.message };
}

function statusOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
}
