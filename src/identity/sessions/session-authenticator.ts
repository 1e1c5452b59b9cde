import { Inject, Injectable } from '@nestjs/common';
import { kernelErrors, type Actor } from '../../kernel/index.js';
import type { Authenticator, IncomingCredentials } from '../../platform/auth/index.js';
import type { Config } from '../../platform/config/index.js';
import { CONFIG } from '../../platform/config-token.js';
import { refuseForeignPage } from './same-site.js';
import { sessionCookie } from './session-cookie.js';
import { SessionKeeper } from './session-keeper.js';

/** Knows people by the cookie of their session. */
@Injectable()
export class SessionAuthenticator implements Authenticator {
  private readonly cookie: string;
  private readonly publicUrl: string;

  constructor(
    private readonly sessions: SessionKeeper,
    @Inject(CONFIG) config: Pick<Config, 'publicUrl'>,
  ) {
    this.publicUrl = config.publicUrl;
    this.cookie = sessionCookie(config.publicUrl).name;
  }

  /**
   * Leaves requests with an `Authorization` header to the others, also when a cookie came along.
   * @throws UNAUTHENTICATED for a session that has ended, CSRF_REFUSED for an unsafe request of another site's page
   */
  async authenticate(credentials: IncomingCredentials): Promise<Actor | null> {
    const token = credentials.cookies[this.cookie];
    if (!token || credentials.authorization) return null;
    if (credentials.unsafe) refuseForeignPage(credentials, this.publicUrl);
    const actor = await this.sessions.find(token);
    if (!actor) throw kernelErrors.UNAUTHENTICATED('the session has ended; sign in again');
    return actor;
  }
}
