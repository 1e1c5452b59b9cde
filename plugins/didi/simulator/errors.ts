/** A refusal in the vendor's own words: `errno` and `errmsg` of the envelope. HTTP stays 200. */
export class Refusal extends Error {
  constructor(
    readonly errno: number,
    message: string,
    readonly data: unknown = {},
  ) {
    super(message);
  }
}

/** errno 400: a parameter is missing, malformed, or beyond a published limit. */
export const badParameter = (what: string): Refusal => new Refusal(400, `参数错误: ${what}`);

/** errno 10001: a parameter does not fit this company's data. */
export const notAllowed = (what: string): Refusal => new Refusal(10001, what);

/** The published codes, for `vendor_error` faults. */
export const MESSAGES: Readonly<Record<string, string>> = {
  '400': '参数错误',
  '401': 'access_token 无效或已过期',
  '10001': '参数错误或企业未开通该功能',
  '10002': '请求 IP 不在白名单内',
  '19999': '签名错误',
  '50506': 'out_approval_id 已存在',
};
