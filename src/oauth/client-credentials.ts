import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import OAuth2Server from '@node-oauth/oauth2-server';
import { LRUCache } from 'lru-cache';
import { hashSecret, newSecret } from '../identity/index.js';
import type { Clock, Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { OAuthRepository } from './oauth.repository.js';

/** How long an access token lives, in seconds. */
export const TOKEN_LIFETIME = 3600;

interface KnownClient extends OAuth2Server.Client {
  oauthClientId: Id;
  companyId: Id;
  scopes: string[];
}

const NO_HASH = Buffer.alloc(32);
/** How long an app is known without looking again. A token for an app that was revoked meanwhile is not kept: writing it looks again. */
const KNOWN_MS = 1_000;

/** The model by which oauth2-server issues tokens for apps (RFC 6749 §4.4): opaque, 256 random bits, kept as SHA-256. */
@Injectable()
export class ClientCredentials implements OAuth2Server.ClientCredentialsModel {
  private readonly known = new LRUCache<string, NonNullable<Awaited<ReturnType<OAuthRepository['clientForToken']>>>>({
    max: 10_000,
    ttl: KNOWN_MS,
  });

  constructor(
    private readonly repository: OAuthRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async getClient(clientId: string, clientSecret: string): Promise<KnownClient | false> {
    const client = this.known.get(clientId) ?? (await this.repository.clientForToken(clientId));
    if (client) this.known.set(clientId, client, { noUpdateTTL: true });
    const right = timingSafeEqual(client?.secretHash ?? NO_HASH, hashSecret(clientSecret ?? ''));
    if (!client || !right) return false;
    return {
      id: client.clientId,
      grants: ['client_credentials'],
      accessTokenLifetime: TOKEN_LIFETIME,
      oauthClientId: client.id,
      companyId: client.companyId,
      scopes: client.scopes,
    };
  }

  /** RFC 6749 §3.3: nothing asked for means all the app may have; more than that is refused, not cut. */
  async validateScope(_user: OAuth2Server.User, client: OAuth2Server.Client, asked?: string[]): Promise<string[] | false> {
    const { scopes } = client as KnownClient;
    if (!asked || asked.length === 0) return Promise.resolve(scopes);
    return Promise.resolve(asked.every((scope) => scopes.includes(scope)) ? asked : false);
  }

  /** The app itself is the subject. */
  async getUserFromClient(client: OAuth2Server.Client): Promise<OAuth2Server.User> {
    return Promise.resolve({ clientId: client.id });
  }

  async generateAccessToken(): Promise<string> {
    return Promise.resolve(newSecret());
  }

  async saveToken(token: OAuth2Server.Token, client: OAuth2Server.Client, user: OAuth2Server.User): Promise<OAuth2Server.Token> {
    const { companyId, oauthClientId } = client as KnownClient;
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + TOKEN_LIFETIME * 1000);
    const scopes = token.scope ?? [];
    const kept = await this.repository.insertToken(companyId, oauthClientId, {
      hash: hashSecret(token.accessToken),
      scopes,
      createdAt,
      expiresAt,
    });
    if (!kept) throw new OAuth2Server.InvalidClientError('Invalid client: client is invalid');
    // The library counts `expires_in` by the machine's clock, so its own expiry goes back to it; ours follows the business clock.
    return { ...token, scope: scopes, client, user };
  }

  /** Lets a revocation take effect in this process at once. */
  forget(): void {
    this.known.clear();
  }

  /** Part of the model's interface; our doors authenticate through `TokenAuthenticator`. */
  async getAccessToken(): Promise<false> {
    return Promise.resolve(false);
  }
}
