import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../../platform/auth/index.js';
import type { Config } from '../../platform/config/index.js';
import { CONFIG } from '../../platform/config-token.js';
import { DescribeSession, type SessionDescription } from '../sessions/describe-session.js';
import { originOf, readBody } from '../sessions/public-routes.js';
import { refuseForeignOrigin } from '../sessions/same-site.js';
import { sessionCookie } from '../sessions/session-cookie.js';
import { AcceptLink, type LinkDescription } from './accept-link.js';

const acceptBody = z.strictObject({ name: z.string().max(400).nullish(), password: z.string().max(1000) });

/** One-time links. A browser that follows one gets the console, which then asks here for JSON under the same address. */
@Controller('links')
export class LinksController {
  constructor(
    private readonly links: AcceptLink,
    private readonly description: DescribeSession,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  @Public()
  @Get(':token')
  async describe(@Res({ passthrough: true }) reply: FastifyReply, @Param('token') token: string): Promise<LinkDescription> {
    // The address carries a secret: it must not travel on in a referrer, nor stay in a cache.
    void reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store');
    return this.links.describe(token);
  }

  @Public()
  @Post(':token')
  @HttpCode(200)
  async accept(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('token') token: string,
    @Body() body: unknown,
  ): Promise<SessionDescription> {
    refuseForeignOrigin(originOf(request), this.config.publicUrl);
    const { name, password } = readBody(acceptBody, body);
    const userAgent = request.headers['user-agent'] ?? null;
    const begun = await this.links.accept(token, { name: name ?? null, password }, userAgent);
    const cookie = sessionCookie(this.config.publicUrl);
    void reply.header('cache-control', 'no-store').setCookie(cookie.name, begun.token, cookie.options);
    return this.description.describe(begun.actor);
  }
}
