import { textOf, vendorBug, objectOf, type TokenAuth } from '@interline/sdk';
import { countOf } from './fields.js';
import { TOKEN_PATH } from './sign.js';

/** How long JD says a token lives; used when an answer does not repeat it. */
const LIFE_SECONDS = 86_400;

/**
 * The token of the company's account. Of the three times in the answer, each in a unit of its own, only `expires_in` (seconds) counts. The refresh
 * token is left alone: refreshing would send the client secret in the clear, and a new login gives the same.
 */
export const token: TokenAuth = {
  request: () => ({ method: 'POST', path: TOKEN_PATH, form: {}, idempotent: true }),
  read(response) {
    const result = objectOf(objectOf(response.json)?.result);
    const accessToken = textOf(result?.access_token);
    if (accessToken === undefined) throw vendorBug('no_access_token', 'the answer to the token request carries no access_token');
    return { accessToken, expiresInSeconds: countOf(result?.expires_in) || LIFE_SECONDS };
  },
};
