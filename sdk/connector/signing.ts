import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { formatLocalTime } from '../canonical/index.js';
import type { SigningInput, VendorRequest } from './connector.js';
import { isLosslessNumber } from './json.js';

/**
 * The way of signing most open platforms share: all parameters but the signature, sorted by name, joined, digested with a secret.
 * What differs between them is here as data.
 */
export interface SortedParams {
  name: 'sorted_params';
  digest: 'md5' | 'sha256' | 'hmac-md5' | 'hmac-sha256';
  /** How a parameter is written: `k=v` or `kv`. Default `k=v`. */
  pair?: 'k=v' | 'kv';
  /** What stands between two parameters. Default `&`. */
  join?: string;
  /** Which credential signs. */
  secret: string;
  /** Where it enters the text: around it, behind it, as one more parameter of this name, or not at all (the HMACs are keyed by it). */
  place: 'around' | 'end' | 'none' | { param: string };
  /** Default `lower`. */
  case?: 'upper' | 'lower';
  /** The parameter that carries the signature. Default `sign`. */
  signature?: string;
  /** Parameters every request carries, by name: a credential, a setting, the token or a fixed text. The token is left out while it is fetched. */
  add?: Record<string, { secret: string } | { config: string } | 'token' | { text: string }>;
  /** The parameter with the time, and how it is written; local time is in the offset given. */
  timestamp?: { param: string; format: 'seconds' | 'milliseconds' | 'local'; offset?: string };
}

/** A signing method of the host, named in a manifest's `auth.codec`: for vendors that need no code of their own to sign. */
export type SigningCodec =
  /** `Authorization: Bearer <token>`; with `secret` a fixed credential instead of the fetched token. */
  | { name: 'bearer'; secret?: string }
  | { name: 'basic'; user: string; password: string }
  | { name: 'header'; header: string; secret: string }
  | { name: 'query'; param: string; secret: string }
  | SortedParams;

/** Signs a request with one of the host's codecs. */
export function signWith(codec: SigningCodec, request: VendorRequest, input: SigningInput): VendorRequest {
  const withHeader = (name: string, value: string): VendorRequest => ({ ...request, headers: { ...request.headers, [name]: value } });
  switch (codec.name) {
    case 'bearer': {
      const token = codec.secret === undefined ? input.token : input.secrets[codec.secret];
      return token ? withHeader('authorization', `Bearer ${token}`) : request;
    }
    case 'basic': {
      const pair = `${input.secrets[codec.user] ?? ''}:${input.secrets[codec.password] ?? ''}`;
      return withHeader('authorization', `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`);
    }
    case 'header':
      return withHeader(codec.header.toLowerCase(), input.secrets[codec.secret] ?? '');
    case 'query':
      return { ...request, query: { ...request.query, [codec.param]: input.secrets[codec.secret] ?? '' } };
    case 'sorted_params':
      return signSorted(codec, request, input);
  }
}

/** The signature of parameters under {@link SortedParams}: for verifying a vendor's pushes with the same rule. */
export function sortedSignature(
  rule: Omit<SortedParams, 'name' | 'secret'>,
  params: Readonly<Record<string, string>>,
  secret: string,
): string {
  const all = typeof rule.place === 'object' ? { ...params, [rule.place.param]: secret } : params;
  const text = Object.keys(all)
    .filter((name) => name !== (rule.signature ?? 'sign'))
    .sort()
    .map((name) => `${name}${rule.pair === 'kv' ? '' : '='}${all[name]}`)
    .join(rule.join ?? '&');
  const signed = `${rule.place === 'around' ? secret : ''}${text}${rule.place === 'around' || rule.place === 'end' ? secret : ''}`;
  const keyed = /^hmac-(.*)$/.exec(rule.digest);
  const hash = keyed ? createHmac(keyed[1]!, secret) : createHash(rule.digest);
  const hex = hash.update(signed, 'utf8').digest('hex');
  return rule.case === 'upper' ? hex.toUpperCase() : hex;
}

/** Compares two signatures without telling by the time it takes where they differ. */
export function sameSignature(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8')];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Signs in the query of a GET and in the body of anything else: its form, or the flat object of its `json`. */
function signSorted(codec: SortedParams, request: VendorRequest, input: SigningInput): VendorRequest {
  const { add = {}, timestamp, signature = 'sign' } = codec;
  const carrier = request.method === 'GET' ? 'query' : request.json === undefined ? 'form' : 'json';
  const params: Record<string, unknown> = { ...(request[carrier] as Record<string, unknown> | undefined) };
  for (const [name, source] of Object.entries(add)) {
    const value = addedValue(source, input);
    if (value !== undefined) params[name] = value;
  }
  if (timestamp) params[timestamp.param] = timeText(timestamp, input.now);
  const texts = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, plainText(name, value)]));
  const sign = sortedSignature(codec, texts, input.secrets[codec.secret] ?? '');
  // A JSON body keeps its own types; the signature is over the texts the vendor will make of them.
  return { ...request, [carrier]: { ...(carrier === 'json' ? params : texts), [signature]: sign } };
}

function addedValue(source: NonNullable<SortedParams['add']>[string], input: SigningInput): string | undefined {
  if (source === 'token') return input.token ?? undefined;
  if ('text' in source) return source.text;
  if ('secret' in source) return input.secrets[source.secret];
  const setting = input.config[source.config];
  return setting === undefined || setting === null ? undefined : plainText(source.config, setting);
}

function timeText({ format, offset = '+08:00' }: NonNullable<SortedParams['timestamp']>, now: Date): string {
  if (format === 'local') return formatLocalTime(now, offset);
  return String(format === 'seconds' ? Math.floor(now.getTime() / 1000) : now.getTime());
}

function plainText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(value)) return String(value);
  if (isLosslessNumber(value)) return value.value;
  throw new TypeError(`parameter ${name} is no plain value: nested data has to be sent as a JSON text to be signed`);
}
