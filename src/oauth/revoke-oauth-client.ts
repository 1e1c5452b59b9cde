import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { currentCompany, isId, kernelErrors, type Clock, type Id } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork } from '../platform/database/index.js';
import { ClientCredentials } from './client-credentials.js';
import type { OAuthClient } from './oauth-client.js';
import { OAuthRepository } from './oauth.repository.js';
import { TokenAuthenticator } from './token-authenticator.js';

/** Takes an app's access away, with every token it holds. */
@Injectable()
export class RevokeOAuthClient {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: OAuthRepository,
    private readonly authenticator: TokenAuthenticator,
    private readonly credentials: ClientCredentials,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Revoking twice changes nothing. @throws NOT_FOUND */
  async revoke(id: Id, companyId: Id = currentCompany()): Promise<OAuthClient> {
    if (!isId(id)) throw kernelErrors.NOT_FOUND('there is no such app');
    return this.unitOfWork.run(
      async (tx) => {
        const now = this.clock.now();
        const client = await this.repository.revokeClient(companyId, id, now);
        if (!client) throw kernelErrors.NOT_FOUND('there is no such app');
        tx.afterCommit(() => {
          this.authenticator.forget();
          this.credentials.forget();
        });
        if (client.revokedAt?.getTime() === now.getTime())
          await this.audit.record({ action: 'oauth.client.revoked', target: `oauth_client:${client.clientId}` }, companyId);
        return client;
      },
      { company: companyId },
    );
  }
}
