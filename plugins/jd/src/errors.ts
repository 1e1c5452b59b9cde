import { statusFault, textOf, objectOf, type FaultClass, type VendorFault, type VendorResponse } from '@interline/sdk';

/** The one code that is published: the token is over. */
const TOKEN_EXPIRED = '2007';

/** What a refusal's text says where its code is not published; the first that fits. */
const BY_TEXT: readonly [RegExp, FaultClass][] = [
  [/频繁|频次|限流|过快|too (many|fast|frequent)|rate limit/i, 'throttled'],
  [/白名单|\bIP\b|white ?list/i, 'config'],
  [/token|令牌/i, 'token'],
  [/签名|密码|用户名|账号|帐号|授权|鉴权|时间戳|sign\b|signature|password|user ?name|client|secret|timestamp|unauthori[sz]ed/i, 'auth'],
  [/系统(繁忙|异常|错误)|服务(繁忙|异常|不可用)|超时|稍后|busy|time ?out|unavailable/i, 'transient'],
  [/不存在|未找到|无此|not (exist|found)/i, 'not_found'],
];

/** Codes beside the published one, which say who asks is not who they say. */
const AUTH_CODES = /^2\d{3}$/;

/**
 * Reads the fault out of an answer; null for a success. `success` decides, the code only names the reason, and "no success" is never read as
 * "nothing there".
 *
 * JD's table of codes is not published. A refusal is judged by its text where that is plain, codes 2… are held to be about the credentials as 2007
 * is, and everything else is a `vendor_bug`: a refusal for an unknown reason does not go away by being repeated.
 */
export function faultOf(response: VendorResponse): VendorFault | null {
  const body = objectOf(response.json);
  if (response.status >= 400 && body?.success === undefined) return statusFault(response);
  if (!body) return { class: 'transient', code: 'not_json', message: 'the answer is not a JSON object' };
  if (textOf(body.success) === 'true' || body.success === true) return null;
  if (body.success === undefined)
    return { class: 'vendor_bug', code: 'no_envelope', message: 'the answer does not say whether it is a success' };
  const code = textOf(body.resultCode) ?? 'no_code';
  const message = textOf(body.resultMessage) ?? '';
  if (code === TOKEN_EXPIRED) return { class: 'token', code, message: 'the access token is over' };
  const told = BY_TEXT.find(([pattern]) => pattern.test(message))?.[1];
  return { class: told ?? (AUTH_CODES.test(code) ? 'auth' : 'vendor_bug'), code, message: speakable(message) };
}

/** JD's own words, unless they could repeat parameters of the request. */
function speakable(message: string): string {
  if (message === '' || /=|[0-9a-f]{24}/i.test(message)) return 'JD refused the request';
  return `JD says: ${message.slice(0, 200)}`;
}
