/** A refusal of the gateway, answered as `error_response` with HTTP 200. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly subCode?: string,
    readonly subMessage?: string,
  ) {
    super(message);
  }
}

/** The gateway's published codes below 100 that can be met here, in its own words, with the sub-codes that were seen beside them. */
const CODES: Readonly<Record<number, readonly [message: string, subCode?: string, subMessage?: string]>> = {
  7: ['App Call Limited', 'accesscontrol.limited-by-app-api-access-count', 'This ban will last for 1 more seconds'],
  9: ['Http Action Not Allowed'],
  10: ['Service Currently Unavailable'],
  11: ['Insufficient isv permissions', 'isv.permission-api-package-limit', '应用没有此 API 的权限'],
  12: ['Insufficient user permissions'],
  15: ['Remote service error', 'isp.remote-service-error', '远程服务调用异常'],
  21: ['Missing Method'],
  22: ['Invalid Method'],
  23: ['Invalid Format'],
  24: ['Missing Signature'],
  25: ['Invalid signature', 'isv.invalid-signature', '签名错误'],
  26: ['Missing session'],
  27: ['Invalid session', 'sessionkey-not-generated-by-server', "RealSession don't belong app and user"],
  28: ['Missing App Key'],
  29: ['Invalid app Key', 'isv.appkey-not-exists'],
  30: ['Missing Timestamp'],
  31: ['Invalid Timestamp'],
  32: ['Missing Version'],
  33: ['Invalid Version'],
  40: ['Missing required arguments'],
  41: ['Invalid arguments'],
};

/** The refusal of a published code. */
export function refusal(code: number): Refusal {
  const [message, subCode, subMessage] = CODES[code] ?? ['Unknown error'];
  return new Refusal(code, message, subCode, subMessage);
}

/** Code 40: a required parameter is not there. */
export const missing = (name: string): Refusal =>
  new Refusal(40, `Missing required arguments:${name}`, `isv.missing-parameter:${name}`, `缺少必选参数 ${name}`);

/** Code 41: a parameter is malformed or beyond a published limit. */
export const invalid = (name: string, why: string): Refusal =>
  new Refusal(41, `Invalid arguments:${name}`, `isv.invalid-parameter:${name}`, why);

/** What `vendor_error` plays: a number is a code of the gateway, anything else the sub-code of a remote service (code 15). */
export function commanded(code: string): Refusal {
  if (/^\d+$/.test(code)) return refusal(Number(code));
  return new Refusal(15, 'Remote service error', code, 'refused on command');
}

/**
 * What a business call answers that found nothing: the reply is a success of the gateway, its envelope has no `enterprise_data`. The values
 * of `enterprise_code` are not published.
 */
export class NoData {
  readonly code = '404';
  readonly message = '订单不存在';
}
