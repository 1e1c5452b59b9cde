export { CreateOAuthClient, type CreateOAuthClientResult } from './create-oauth-client.js';
export type { OAuthClient } from './oauth-client.js';
export { OAuthModule } from './oauth.module.js';
export { SCOPES } from './scopes.js';
export { TokenAuthenticator } from './token-authenticator.js';
