import type { Id } from '../kernel/index.js';

/** An app of one company. */
export interface OAuthClient {
  id: Id;
  clientId: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  revokedAt: Date | null;
}

/** An access token as it is kept. */
export interface AccessToken {
  companyId: Id;
  clientId: string;
  scopes: string[];
  expiresAt: Date;
}
