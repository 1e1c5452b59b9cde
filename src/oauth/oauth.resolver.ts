import { Args, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { currentCompany } from '../kernel/index.js';
import type { Locale, MutationCreateOAuthClientArgs, MutationRevokeOAuthClientArgs } from '../platform/graphql/index.js';
import { CreateOAuthClient } from './create-oauth-client.js';
import type { OAuthClient } from './oauth-client.js';
import { OAuthRepository } from './oauth.repository.js';
import { RevokeOAuthClient } from './revoke-oauth-client.js';
import { SCOPES, type ScopeText } from './scopes.js';

/** Apps at the gateway. */
@Resolver()
export class OAuthResolver {
  constructor(
    private readonly repository: OAuthRepository,
    private readonly createClient: CreateOAuthClient,
    private readonly revokeClient: RevokeOAuthClient,
  ) {}

  @Query('scopes')
  scopes(): readonly ScopeText[] {
    return SCOPES;
  }

  @Query('oauthClients')
  oauthClients(): Promise<OAuthClient[]> {
    return this.repository.clients(currentCompany());
  }

  @Mutation('createOAuthClient')
  async createOAuthClient(@Args() { input }: MutationCreateOAuthClientArgs): Promise<object> {
    const result = await this.createClient.create(input);
    if ('problem' in result)
      return { __typename: 'InputProblem', code: result.problem.code, message: result.problem.message, field: result.field };
    return { __typename: 'OAuthClientCreated', ...result };
  }

  @Mutation('revokeOAuthClient')
  revokeOAuthClient(@Args() { input }: MutationRevokeOAuthClientArgs): Promise<OAuthClient> {
    return this.revokeClient.revoke(input.id);
  }
}

/** A scope in the asker's language. */
@Resolver('Scope')
export class ScopeResolver {
  @ResolveField('description')
  description(scope: ScopeText, { locale }: { locale: Locale }): string {
    return scope.text[locale];
  }
}
