/** A refusal in the envelope: `success` false, a `resultCode` and its message. HTTP stays 200. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The codes this simulator answers with. Only 2007 is published; no table of the others was ever found, so they are its own, and an
 * adapter must not rest on them.
 */
export const CODES = {
  parameter: '1001',
  unknownClient: '2001',
  signature: '2002',
  timestamp: '2003',
  login: '2004',
  refreshToken: '2005',
  token: '2007',
  noOrder: '3001',
  noBalanceDetail: '4001',
  noInvoice: '5001',
} as const;

/** What the codes say, for `vendor_error` on command. */
export const MESSAGES: Readonly<Record<string, string>> = {
  [CODES.parameter]: '参数错误',
  [CODES.unknownClient]: 'client_id不存在',
  [CODES.signature]: '签名错误',
  [CODES.timestamp]: '时间戳超出允许范围',
  [CODES.login]: '用户名或密码错误',
  [CODES.refreshToken]: 'refresh_token无效或已过期',
  [CODES.token]: 'token已过期',
  [CODES.noOrder]: '订单不存在',
  [CODES.noBalanceDetail]: '该账户不支持查询余额明细',
  [CODES.noInvoice]: '未查询到开票申请',
};

/** A refusal in this simulator's words; `more` says what exactly. */
export const refusal = (code: (typeof CODES)[keyof typeof CODES], more?: string): Refusal =>
  new Refusal(code, more === undefined ? MESSAGES[code]! : `${MESSAGES[code]}：${more}`);

/** A parameter is missing, malformed, or beyond a published limit. */
export const badParameter = (what: string): Refusal => refusal(CODES.parameter, what);
