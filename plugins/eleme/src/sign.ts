import { signWith, type SigningInput, type SortedParams, type VendorRequest } from '@interline/sdk';

/** How the platform lets a request be signed. */
export type SignMethod = 'md5' | 'hmac' | 'hmac-sha256';

/** The digest of each method, and where the secret stands: MD5 has it around the text, the HMACs are keyed by it. */
const RULES: Readonly<Record<SignMethod, Pick<SortedParams, 'digest' | 'place'>>> = {
  md5: { digest: 'md5', place: 'around' },
  hmac: { digest: 'hmac-md5', place: 'none' },
  'hmac-sha256': { digest: 'hmac-sha256', place: 'none' },
};

/** The method of a setting; HMAC-SHA256 unless it names another. */
export function signMethodOf(setting: unknown): SignMethod {
  return typeof setting === 'string' && Object.hasOwn(RULES, setting) ? (setting as SignMethod) : 'hmac-sha256';
}

/**
 * Adds the parameters every call carries, and its signature: all parameters sorted by name, written `k1v1k2v2…` without separators, digested in
 * upper-case hex (TOP protocol 2.0).
 */
export function sign(request: VendorRequest, input: SigningInput): VendorRequest {
  const method = signMethodOf(input.config.sign_method);
  const codec: SortedParams = {
    name: 'sorted_params',
    ...RULES[method],
    pair: 'kv',
    join: '',
    case: 'upper',
    secret: 'app_secret',
    add: {
      app_key: { secret: 'app_key' },
      ...(input.secrets.session ? { session: { secret: 'session' } } : {}),
      format: { text: 'json' },
      v: { text: '2.0' },
      sign_method: { text: method },
    },
    timestamp: { param: 'timestamp', format: 'local', offset: '+08:00' },
  };
  return signWith(codec, request, input);
}
