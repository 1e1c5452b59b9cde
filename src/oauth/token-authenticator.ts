import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { hashSecret } from '../identity/index.js';
import type { Actor, Clock } from '../kernel/index.js';
import type { Authenticator, IncomingCredentials } from '../platform/auth/index.js';
import { CLOCK } from '../platform/clock.js';
import type { AccessToken } from './oauth-client.js';
import { oauthErrors } from './oauth.errors.js';
import { OAuthRepository } from './oauth.repository.js';

/** How long a token that was found is trusted without looking again, in milliseconds: the longest a revoked token may still work. */
const TRUSTED_MS = 1_000;

/** Recognises apps by their access tokens (RFC 6750 §2.1). */
@Injectable()
export class TokenAuthenticator implements Authenticator {
  private readonly known = new LRUCache<string, AccessToken>({ max: 10_000, ttl: TRUSTED_MS });

  constructor(
    private readonly repository: OAuthRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws TOKEN_INVALID */
  async authenticate(credentials: IncomingCredentials): Promise<Actor | null> {
    const token = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(credentials.authorization ?? '')?.[1];
    if (!token) {
      if (credentials.authorization !== null) throw oauthErrors.TOKEN_INVALID('the Authorization header carries no bearer token');
      return null;
    }
    const hash = hashSecret(token);
    const key = hash.toString('base64');
    const found = this.known.get(key) ?? (await this.repository.token(hash));
    if (!found || found.expiresAt <= this.clock.now()) throw oauthErrors.TOKEN_INVALID('the access token is not valid any more');
    this.known.set(key, found, { noUpdateTTL: true });
    return { kind: 'app', clientId: found.clientId, companyId: found.companyId, scopes: found.scopes };
  }

  /** Lets a revocation take effect in this process at once; others follow within a second. */
  forget(): void {
    this.known.clear();
  }
}
