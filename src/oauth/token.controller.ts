import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import OAuth2Server, { OAuthError } from '@node-oauth/oauth2-server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { InterlineError } from '../kernel/index.js';
import { Public } from '../platform/auth/index.js';
import type { Config } from '../platform/config/index.js';
import { CONFIG } from '../platform/config-token.js';
import { LOGGER } from '../platform/logger.js';
import { ClientCredentials, TOKEN_LIFETIME } from './client-credentials.js';
import { SCOPES } from './scopes.js';
import { TokenThrottle } from './token-throttle.js';

/** `POST /oauth/token` (RFC 6749 §4.4, client credentials by `client_secret_basic` or `client_secret_post`) and what describes it. */
@Controller()
export class TokenController {
  private readonly server: OAuth2Server;

  constructor(
    credentials: ClientCredentials,
    private readonly throttle: TokenThrottle,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {
    this.server = new OAuth2Server({ model: credentials, accessTokenLifetime: TOKEN_LIFETIME });
  }

  @Post('oauth/token')
  @Public(true, { errors: 'oauth' })
  @HttpCode(200)
  async token(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // RFC 6749 §5.1: the answer must not be kept anywhere.
    reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
    const body = typeof request.body === 'object' && request.body !== null ? (request.body as Record<string, unknown>) : {};
    const wait = this.throttle.waitOf(request.ip) || this.throttle.take(clientIdOf(request, body));
    if (wait > 0) return refuseForNow(reply, wait);
    if (Object.values(body).some((value) => typeof value !== 'string')) {
      await reply.code(400).send({ error: 'invalid_request', error_description: 'a parameter may be given once' });
      return;
    }
    try {
      const answer = new OAuth2Server.Response();
      await this.server.token(new OAuth2Server.Request({ method: request.method, headers: headersOf(request), query: {}, body }), answer);
      await reply.code(200).send(answer.body);
    } catch (error) {
      await this.refuse(error, request, reply);
    }
  }

  /** What an OAuth library finds out by itself: RFC 8414. */
  @Get('.well-known/oauth-authorization-server')
  @Public()
  metadata(): object {
    const issuer = this.config.publicUrl;
    return {
      issuer,
      token_endpoint: `${issuer}/oauth/token`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      scopes_supported: SCOPES.map((scope) => scope.name),
    };
  }

  /** RFC 6749 §5.2. */
  private async refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (!(error instanceof OAuthError) || error.code >= 500) {
      // The library wraps what its model throws.
      const cause = error instanceof OAuthError && 'inner' in error ? error.inner : error;
      this.log.error({ err: cause, traceId: request.id }, 'the token endpoint failed');
      const status = cause instanceof InterlineError ? cause.status : 500;
      await reply.code(status).send({ error: 'server_error', error_description: `report ${request.id}` });
      return;
    }
    if (error.name === 'invalid_client') {
      const wait = await this.throttle.failed(request.ip);
      if (wait > 0) return refuseForNow(reply, wait);
      // A client that used the Authorization header has to be told the scheme with its 401.
      if (request.headers.authorization) reply.header('www-authenticate', 'Basic realm="interline"');
    }
    await reply.code(error.name === 'invalid_client' ? 401 : 400).send({ error: error.name, error_description: error.message });
  }
}

async function refuseForNow(reply: FastifyReply, seconds: number): Promise<void> {
  const description = `too many requests; try again in ${seconds} seconds`;
  await reply.code(429).header('retry-after', String(seconds)).send({ error: 'temporarily_unavailable', error_description: description });
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
