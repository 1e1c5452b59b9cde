import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import OAuth2Server, { OAuthError } from '@node-oauth/oauth2-server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { AttemptLimiter } from '../identity/index.js';
import { InterlineError } from '../kernel/index.js';
import { Public } from '../platform/auth/index.js';
import { LOGGER } from '../platform/logger.js';
import { ClientCredentials, TOKEN_LIFETIME } from './client-credentials.js';

/** Wrong secrets that one client id, and one address, may send before it has to wait. */
const FAILURES = { attempts: 20, seconds: 300 };

/** `POST /oauth/token` (RFC 6749 §4.4, client credentials by `client_secret_basic` or `client_secret_post`). */
@Controller('oauth')
export class TokenController {
  private readonly server: OAuth2Server;

  constructor(
    credentials: ClientCredentials,
    private readonly limiter: AttemptLimiter,
    @Inject(LOGGER) private readonly log: Logger,
  ) {
    this.server = new OAuth2Server({ model: credentials, accessTokenLifetime: TOKEN_LIFETIME });
  }

  @Post('token')
  @Public()
  async token(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // RFC 6749 §5.1: the answer must not be kept anywhere.
    reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
    const body = (request.body ?? {}) as Record<string, unknown>;
    const client = `token client:${clientIdOf(request, body)}`;
    const address = `token ip:${request.ip}`;
    try {
      await this.limiter.check(client, FAILURES);
      await this.limiter.check(address, FAILURES);
      const answer = new OAuth2Server.Response();
      await this.server.token(new OAuth2Server.Request({ method: request.method, headers: headersOf(request), query: {}, body }), answer);
      await reply.send(answer.body);
    } catch (error) {
      if (error instanceof OAuthError && error.name === 'invalid_client') {
        await this.limiter.fail(client, FAILURES);
        await this.limiter.fail(address, FAILURES);
      }
      await this.refuse(error, request, reply);
    }
  }

  /** RFC 6749 §5.2. */
  private async refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (error instanceof InterlineError && error.code === 'RATE_LIMITED') {
      await reply
        .code(429)
        .header('retry-after', String(error.options.extensions?.['retryAfter'] ?? 60))
        .send({ error: 'temporarily_unavailable', error_description: error.message });
    } else if (error instanceof OAuthError && error.code < 500) {
      // A client that used the Authorization header has to be told the scheme with its 401.
      if (error.name === 'invalid_client' && request.headers.authorization)
        reply.code(401).header('www-authenticate', 'Basic realm="interline"');
      else reply.code(error.name === 'invalid_client' ? 401 : 400);
      await reply.send({ error: error.name, error_description: error.message });
    } else {
      this.log.error({ err: error, traceId: request.id }, 'the token endpoint failed');
      await reply
        .code(error instanceof InterlineError ? error.status : 500)
        .send({ error: 'server_error', error_description: `report ${request.id}` });
    }
  }
}

function clientIdOf(request: FastifyRequest, body: Record<string, unknown>): string {
  if (typeof body['client_id'] === 'string') return body['client_id'].slice(0, 200);
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return basic ? Buffer.from(basic, 'base64').toString('utf8').split(':')[0]!.slice(0, 200) : '';
}

function headersOf(request: FastifyRequest): Record<string, string> {
  const pairs = Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
