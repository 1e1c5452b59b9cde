import type {} from '@fastify/cookie';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InterlineError, kernelErrors, withContext, type Actor, type RequestContext } from '../../kernel/index.js';
import type { Authenticator } from './authenticator.js';
import type { RouteAccess } from './public.decorator.js';

declare module 'fastify' {
  interface FastifyRequest {
    interline: RequestContext | null;
  }
}

const NOBODY: Actor = { kind: 'system', name: 'anonymous', companyId: null };

/** The header with which our own pages prove that a request is theirs: other sites cannot set it without a preflight that is never granted. */
const CSRF_HEADER = 'x-interline-csrf';

/**
 * Puts authentication in front of every route. Whoever is found travels in the request context; a route that is not public refuses everybody else
 * before a byte of the body is read.
 */
export function authenticateRequests(app: FastifyInstance, authenticators: readonly Authenticator[]): void {
  app.decorateRequest('interline', null);
  app.addHook('onRequest', async (request, reply) => {
    // An answer is meant for whoever asked; a route whose answer anybody may keep says so itself.
    reply.header('cache-control', 'no-store');
    const access = (request.routeOptions.config as RouteAccess).public;
    try {
      const actor = access === true || request.is404 ? null : await identify(request, authenticators);
      if (!actor && !access && !request.is404) throw kernelErrors.UNAUTHENTICATED('sign in, or send an access token');
      request.interline = { traceId: request.id, actor: actor ?? NOBODY, ip: request.ip };
    } catch (error) {
      if (!(error instanceof InterlineError)) throw error;
      if (error.status === 401) reply.header('www-authenticate', 'Bearer realm="interline"');
      await reply.code(error.status).send(errorBody(error, request.id));
    }
  });
  // The context is opened after the body was read: body parsing runs in callbacks that would lose it.
  app.addHook('preHandler', (request, _reply, done) => {
    withContext(request.interline!, done);
  });
}

/** An error as every route outside GraphQL answers it; GraphQL's clients find it under `errors` too. */
export function errorBody(error: InterlineError, traceId: string): object {
  const extensions = { ...error.options.extensions, code: error.code, owner: error.owner, retryable: error.retryable, traceId };
  return { error: { ...extensions, message: error.message }, errors: [{ message: error.message, extensions }] };
}

async function identify(request: FastifyRequest, authenticators: readonly Authenticator[]): Promise<Actor | null> {
  const csrf = request.headers[CSRF_HEADER];
  const credentials = {
    authorization: request.headers.authorization ?? null,
    cookies: request.cookies as Record<string, string>,
    csrf: typeof csrf === 'string' ? csrf : null,
    origin: request.headers.origin ?? null,
    host: request.headers.host ?? null,
    unsafe: request.method !== 'GET' && request.method !== 'HEAD',
    ip: request.ip,
  };
  for (const authenticator of authenticators) {
    const actor = await authenticator.authenticate(credentials);
    if (actor) return actor;
  }
  return null;
}
