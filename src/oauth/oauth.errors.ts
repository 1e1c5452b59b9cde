import { defineErrors } from '../kernel/index.js';

/** Codes of room `oauth`. Answers of the token endpoint itself use the codes of RFC 6749 §5.2. */
export const oauthErrors = defineErrors({
  SCOPE_UNKNOWN: { owner: 'user', retryable: false, status: 400, help: 'The scope does not exist. Query `scopes` lists all of them.' },
  TOKEN_INVALID: {
    owner: 'user',
    retryable: false,
    status: 401,
    help: 'The access token is malformed, has expired, or its app was revoked. Fetch a new one.',
  },
});
