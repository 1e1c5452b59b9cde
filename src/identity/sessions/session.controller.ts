import { Body, Controller, Delete, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { currentContext, isId, kernelErrors } from '../../kernel/index.js';
import { Public } from '../../platform/auth/index.js';
import type { Config } from '../../platform/config/index.js';
import { CONFIG } from '../../platform/config-token.js';
import { DescribeSession, type SessionDescription } from './describe-session.js';
import { originOf, readBody } from './public-routes.js';
import { refuseForeignOrigin, refuseForeignPage } from './same-site.js';
import { sessionCookie } from './session-cookie.js';
import { SessionKeeper, type BegunSession } from './session-keeper.js';
import { SignIn } from './sign-in.js';
import { SwitchCompany } from './switch-company.js';

const signInBody = z.strictObject({ email: z.string().max(300), password: z.string().max(1000), companyId: z.string().max(100).nullish() });
const switchBody = z.strictObject({ companyId: z.string().max(100) });

/** Signing in and out, for pages of our own. */
@Controller('session')
export class SessionController {
  constructor(
    private readonly signIns: SignIn,
    private readonly switching: SwitchCompany,
    private readonly sessions: SessionKeeper,
    private readonly description: DescribeSession,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  /** A session that was there before is left as it is: its cookie is replaced, and it ends by itself. */
  @Public()
  @Post()
  @HttpCode(200)
  async signIn(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: unknown,
  ): Promise<SessionDescription> {
    refuseForeignOrigin(originOf(request), this.config.publicUrl);
    const { email, password, companyId } = readBody(signInBody, body);
    const input = { email, password, companyId: companyId ?? null, userAgent: request.headers['user-agent'] ?? null };
    return this.answer(reply, await this.signIns.signIn(input));
  }

  @Post('company')
  @HttpCode(200)
  async switchCompany(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: unknown,
  ): Promise<SessionDescription> {
    const actor = currentContext()?.actor;
    if (actor?.kind !== 'person') throw kernelErrors.FORBIDDEN('only a person switches companies');
    const { companyId } = readBody(switchBody, body);
    if (!isId(companyId)) throw kernelErrors.NOT_FOUND('there is no such company among yours');
    return this.answer(reply, await this.switching.switch(actor, companyId, request.headers['user-agent'] ?? null));
  }

  /** Public, so that the cookie of a session that has ended already can be dropped too. */
  @Public()
  @Delete()
  @HttpCode(204)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    refuseForeignPage(originOf(request), this.config.publicUrl);
    const { name, options } = sessionCookie(this.config.publicUrl);
    const token = request.cookies[name];
    const actor = token ? await this.sessions.find(token) : null;
    if (actor) await this.sessions.end(actor);
    void reply.header('cache-control', 'no-store').setCookie(name, '', { ...options, maxAge: 0 });
  }

  private async answer(reply: FastifyReply, begun: BegunSession): Promise<SessionDescription> {
    const { name, options } = sessionCookie(this.config.publicUrl);
    void reply.header('cache-control', 'no-store').setCookie(name, begun.token, options);
    return this.description.describe(begun.actor);
  }
}
