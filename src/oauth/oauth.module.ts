import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { IdentityModule } from '../identity/index.js';
import { ClientCredentials } from './client-credentials.js';
import { CreateOAuthClient } from './create-oauth-client.js';
import { OAuthRepository } from './oauth.repository.js';
import { OAuthResolver, ScopeResolver } from './oauth.resolver.js';
import { RevokeOAuthClient } from './revoke-oauth-client.js';
import { TokenAuthenticator } from './token-authenticator.js';
import { TokenController } from './token.controller.js';
import { TokenLimits, TokenThrottle } from './token-throttle.js';

/** Apps and their access tokens. */
@Module({
  imports: [AuditModule, IdentityModule],
  controllers: [TokenController],
  providers: [
    OAuthRepository,
    ClientCredentials,
    CreateOAuthClient,
    RevokeOAuthClient,
    TokenAuthenticator,
    { provide: TokenLimits, useValue: new TokenLimits() },
    TokenThrottle,
    OAuthResolver,
    ScopeResolver,
  ],
  exports: [CreateOAuthClient, RevokeOAuthClient, TokenAuthenticator],
})
export class OAuthModule {}
