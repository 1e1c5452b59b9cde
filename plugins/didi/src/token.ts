import { VendorError, textOf, vendorBug, type TokenAuth } from '@interline/sdk';
import { faultOf } from './errors.js';
import { objectOf } from './fields.js';
import { AUTHORIZE_PATH } from './sign.js';

/** How long DiDi says a token lives; used when an answer does not repeat it. */
const LIFE_SECONDS = 1800;

/**
 * The client credentials grant. A success is a flat object without DiDi's envelope; a refusal comes in the envelope.
 * `sign` adds client id and secret to the request.
 */
export const token: TokenAuth = {
  request: () => ({ method: 'POST', path: AUTHORIZE_PATH, json: { grant_type: 'client_credentials' }, idempotent: true }),
  read(response) {
    const fault = faultOf(response);
    // "Token gone" as the answer to a request for a token can only mean that the credentials are wrong.
    if (fault)
      throw new VendorError(fault.class === 'token' ? { ...fault, class: 'auth', message: 'DiDi refused the client id or secret' } : fault);
    const body = objectOf(response.json);
    const accessToken = textOf(body?.access_token);
    if (!accessToken) throw vendorBug('no_access_token', 'the answer of authorize carries no access_token');
    const expiresIn = Number(textOf(body?.expires_in) ?? LIFE_SECONDS);
    return { accessToken, expiresInSeconds: Number.isFinite(expiresIn) && expiresIn > 0 ? expiresIn : LIFE_SECONDS };
  },
};
