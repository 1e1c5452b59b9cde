import { createHash } from 'node:crypto';
import { formatLocalTime, textOf, type SigningInput, type VendorRequest } from '@interline/sdk';
import { OFFSET } from './times.js';

/** Where a token is fetched: the only call that is signed. */
export const TOKEN_PATH = '/oauth2/accessToken';

const GRANT_TYPE = 'access_token';
const SCOPE = '';

/**
 * Adds the token to a business call, or signs the request for one. The client secret enters the signature alone and the password goes as its
 * digest; the user name is signed as it is and encoded on the wire only. The time is Beijing's, whatever zone this machine is in.
 */
export function sign(request: VendorRequest, { secrets, config, token, now }: SigningInput): VendorRequest {
  if (request.path !== TOKEN_PATH) return { ...request, form: { ...request.form, token: token ?? '' } };
  const [client_id, username] = [textOf(config.client_id) ?? '', textOf(config.username) ?? ''];
  const { client_secret = '' } = secrets;
  const password = md5(secrets.password ?? '');
  const timestamp = formatLocalTime(now, OFFSET);
  const text = [client_secret, timestamp, client_id, username, password, GRANT_TYPE, SCOPE, client_secret].join('');
  return {
    ...request,
    form: { grant_type: GRANT_TYPE, client_id, username, password, timestamp, scope: SCOPE, sign: md5(text).toUpperCase() },
  };
}

function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}
