import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { AuditTrail } from '../audit/index.js';
import { hashSecret, newSecret } from '../identity/index.js';
import { currentCompany, currentContext, kernelErrors, newId, type Clock, type Id, type InterlineError } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';
import type { OAuthClient } from './oauth-client.js';
import { oauthErrors } from './oauth.errors.js';
import { OAuthRepository } from './oauth.repository.js';
import { isScope } from './scopes.js';

/** The new app with its secret, which is shown this once; or what is wrong with the input. */
export type CreateOAuthClientResult = { client: OAuthClient; clientSecret: string } | { problem: InterlineError; field: string };

/** Makes an app that acts for the company by itself. */
@Injectable()
export class CreateOAuthClient {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: OAuthRepository,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns problem BAD_INPUT for the name, SCOPE_UNKNOWN for a scope */
  async create(input: { name: string; scopes: readonly string[] }, companyId: Id = currentCompany()): Promise<CreateOAuthClientResult> {
    const name = input.name.trim();
    if (name === '' || name.length > 100) return { problem: kernelErrors.BAD_INPUT('a name has 1 to 100 characters'), field: 'name' };
    const unknown = input.scopes.find((scope) => !isScope(scope));
    if (unknown !== undefined)
      return { problem: oauthErrors.SCOPE_UNKNOWN(`there is no scope ${JSON.stringify(unknown)}`), field: 'scopes' };
    if (input.scopes.length === 0) return { problem: kernelErrors.BAD_INPUT('at least one scope is needed'), field: 'scopes' };
    const actor = currentContext()?.actor;
    const clientSecret = newSecret();
    const client: OAuthClient = {
      id: newId(),
      clientId: `app_${randomBytes(12).toString('hex')}`,
      name,
      scopes: [...new Set(input.scopes)].sort(),
      createdAt: this.clock.now(),
      revokedAt: null,
    };
    await this.unitOfWork.run(
      async () => {
        await this.repository.insertClient(companyId, client, hashSecret(clientSecret), actor?.kind === 'person' ? actor.userId : null);
        await this.audit.record(
          { action: 'oauth.client.created', target: `oauth_client:${client.clientId}`, detail: { name, scopes: client.scopes } },
          companyId,
        );
      },
      { company: companyId },
    );
    return { client, clientSecret };
  }
}
