import { signWith, textOf, vendorBug, type JsonObject, type SigningInput, type TokenAuth, type VendorRequest } from '@interline/sdk';

/** How a token is asked for and where it stands in the answer. The credentials are not in sight here: `sign` adds them. */
export const token: TokenAuth = {
  request: () => ({ method: 'POST', path: '/oauth/token', form: { grant_type: 'client_credentials' } }),
  read({ json }) {
    const { access_token: accessToken, expires_in: seconds } = (json ?? {}) as JsonObject;
    const text = textOf(accessToken);
    if (text === undefined) throw vendorBug('NO_TOKEN', 'the answer has no access_token');
    return { accessToken: text, expiresInSeconds: Number(textOf(seconds) ?? 3600) };
  },
};

/**
 * The only function that is given secrets; it does no I/O. This vendor takes the credentials as a basic pair for a token and the token as a
 * bearer for everything else. A vendor with a signature of its own computes it here, over the request as it will be sent.
 */
export function sign(request: VendorRequest, input: SigningInput): VendorRequest {
  return input.token === null
    ? signWith({ name: 'basic', user: 'client_id', password: 'client_secret' }, request, input)
    : signWith({ name: 'bearer' }, request, input);
}
