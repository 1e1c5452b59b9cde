import { textOf, type FaultClass, type VendorFault, type VendorResponse } from '@interline/sdk';
import { objectOf } from './fields.js';

/**
 * The documented part of DiDi's error table. 10002 and 19999 carry a text of ours, because what DiDi adds may hold addresses or the signed
 * string, and that string may hold the sign key.
 */
const KNOWN: Readonly<Record<string, { class: FaultClass; message: string }>> = {
  '400': { class: 'config', message: 'DiDi refused a parameter' },
  '401': { class: 'token', message: 'the access token is gone' },
  '10001': { class: 'config', message: 'DiDi refused a parameter, or the company has not bought this feature' },
  '10002': { class: 'config', message: "the calling address is not on the white list in DiDi's console" },
  '19999': { class: 'auth', message: 'DiDi refused the signature: check the sign key and the signature method' },
  '50506': { class: 'duplicate', message: 'this id was used before' },
};

/** Refusals whose code is not published but whose text says what they are. */
const BY_TEXT: readonly [RegExp, FaultClass][] = [
  [/频繁|频率|限流|过快|too many|too frequent|rate limit/i, 'throttled'],
  [/已存在|重复|already exist|duplicate/i, 'duplicate'],
  [/不存在|未找到|not exist|not found/i, 'not_found'],
  [/系统(繁忙|异常|错误)|服务(繁忙|不可用)|超时|稍后|busy|timeout|unavailable/i, 'transient'],
];

/**
 * Reads the fault out of an answer; null for a success. DiDi answers business errors with status 200 and an `errno`, a number or a string.
 *
 * An unknown errno is a `vendor_bug`: DiDi's table is not published in whole, and a refusal for an unknown reason does not go away by being
 * repeated. Only where the text says "busy", "too often", "exists already" or "not there" is it taken for that. A body that is not JSON is
 * `transient`: a cut answer or a proxy's page.
 */
export function faultOf(response: VendorResponse): VendorFault | null {
  if (response.status === 429) return { class: 'throttled', code: '429', message: 'DiDi asks to slow down', ...retryAfter(response) };
  if (response.status >= 500)
    return { class: 'transient', code: String(response.status), message: `DiDi answered ${response.status}`, ...retryAfter(response) };
  const body = objectOf(response.json);
  const errno = textOf(body?.errno);
  if (errno !== undefined) return errno === '0' ? null : refusal(errno, textOf(body?.errmsg) ?? '');
  if (response.status === 401) return { class: 'token', code: '401', message: KNOWN['401']!.message };
  if (response.status >= 400)
    return {
      class: response.status === 404 ? 'not_found' : 'config',
      code: String(response.status),
      message: `DiDi answered ${response.status}`,
    };
  if (!body) return { class: 'transient', code: 'not_json', message: 'the answer is not a JSON object' };
  // The answer of authorize is the only one without an envelope.
  return textOf(body.access_token)
    ? null
    : { class: 'vendor_bug', code: 'no_envelope', message: 'the answer has neither errno nor access_token' };
}

function refusal(errno: string, errmsg: string): VendorFault {
  const known = KNOWN[errno];
  if (known) return { class: known.class, code: errno, message: known.message };
  const guessed = BY_TEXT.find(([pattern]) => pattern.test(errmsg));
  return { class: guessed?.[1] ?? 'vendor_bug', code: errno, message: speakable(errmsg) };
}

/** DiDi's own words, unless they could repeat parameters of the request. */
function speakable(errmsg: string): string {
  if (errmsg === '' || /sign|token|secret|[?&]\w+=/i.test(errmsg)) return 'DiDi refused the request';
  return `DiDi says: ${errmsg.slice(0, 200)}`;
}

function retryAfter(response: VendorResponse): { retryAfter?: number } {
  const seconds = Number(response.headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfter: seconds * 1000 } : {};
}
