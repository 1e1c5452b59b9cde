import { createHash, timingSafeEqual } from 'node:crypto';
import { isLosslessNumber, type JsonObject, type SigningInput, type VendorRequest } from '@interline/sdk';

/** The two digests DiDi's console offers. */
export type SignMethod = 'MD5' | 'SHA256';

/** Where a token is fetched; the only call that carries the client secret and neither token nor company. */
export const AUTHORIZE_PATH = '/river/Auth/authorize';

/**
 * The text of one parameter, the same in the signed string and on the wire.
 * @throws TypeError for an object or list (it has to travel as a JSON string, and that very string is signed) and for a number JSON cannot say
 */
export function scalarText(name: string, value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (isLosslessNumber(value)) return value.value;
  throw new TypeError(`parameter ${name} is not a plain value; nested data has to be sent as a JSON string`);
}

/** The string DiDi's algorithm digests: all parameters but `sign`, with the sign key, sorted, un-encoded. Holds the key: never log it. */
export function stringToSign(params: Readonly<Record<string, string>>, signKey: string): string {
  return Object.entries({ ...params, sign_key: signKey })
    .filter(([name]) => name !== 'sign')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value.trim()}`)
    .join('&');
}

/** The lower-case hex digest of a text. */
export function digest(text: string, method: SignMethod): string {
  return createHash(method === 'SHA256' ? 'sha256' : 'md5')
    .update(text, 'utf8')
    .digest('hex');
}

/** The signature over a set of parameters. */
export function signatureOf(params: Readonly<Record<string, string>>, signKey: string, method: SignMethod): string {
  return digest(stringToSign(params, signKey), method);
}

/**
 * Whether a signature is right. The method is read off its length, because a callback is verified without the connection's settings;
 * whoever does not hold the sign key can forge neither.
 */
export function isSignedBy(params: Readonly<Record<string, string>>, signature: string, signKey: string): boolean {
  const method: SignMethod | null = signature.length === 32 ? 'MD5' : signature.length === 64 ? 'SHA256' : null;
  if (!method || !signKey) return false;
  const expected = Buffer.from(signatureOf(params, signKey, method));
  const given = Buffer.from(signature.toLowerCase());
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/**
 * Adds client id, company, token, time and signature to a request, as ordinary parameters: in the query of a GET, in the JSON body of a POST.
 * @throws TypeError when a parameter is not a plain value
 */
export function sign(request: VendorRequest, { secrets, config, token, now }: SigningInput): VendorRequest {
  const authorizing = request.path === AUTHORIZE_PATH;
  const common: JsonObject = {
    client_id: secrets.client_id ?? config.client_id ?? null,
    ...(authorizing ? { client_secret: secrets.client_secret ?? null } : { company_id: config.company_id ?? null, access_token: token }),
  };
  const inBody = request.method !== 'GET';
  const given = inBody ? asRecord(request.json) : (request.query ?? {});
  const all: Record<string, unknown> = { ...given, ...common, timestamp: Math.floor(now.getTime() / 1000) };
  const params: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value !== null && value !== undefined && name !== 'sign') params[name] = typeof value === 'string' ? value.trim() : value;
  }
  const texts = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, scalarText(name, value)]));
  const signature = signatureOf(texts, secrets.sign_key ?? '', config.sign_method === 'SHA256' ? 'SHA256' : 'MD5');
  return inBody ? { ...request, json: { ...params, sign: signature } } : { ...request, query: { ...texts, sign: signature } };
}

function asRecord(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) throw new TypeError('a DiDi request body is a flat object');
  return body as Record<string, unknown>;
}
