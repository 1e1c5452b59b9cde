/** A refusal in the vendor's own words; HTTP stays 200. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** 302 and 309 are published; the others are this simulator's own, since the full table is not. */
export const CODES = { parameter: 100, credentials: 301, ticket: 302, permission: 309 } as const;

/** The words of codes, for `vendor_error` faults. */
export const MESSAGES: Readonly<Record<string, string>> = {
  [CODES.parameter]: '参数错误',
  [CODES.credentials]: 'AppKey 或 AppSecurity 错误',
  [CODES.ticket]: 'Ticket 无效或已过期',
  [CODES.permission]: '没有该接口的访问权限',
};

/** A parameter is missing, malformed, or beyond a limit. */
export const badParameter = (what: string): Refusal => new Refusal(CODES.parameter, `${MESSAGES[CODES.parameter]}: ${what}`);

/** The ticket is not one, or it has died. */
export const badTicket = (): Refusal => new Refusal(CODES.ticket, MESSAGES[CODES.ticket] as string);

/** `Status` of a data call's answer. */
export const status = (refusal?: Refusal): { Success: boolean; ErrorCode: number; Message: string } => ({
  Success: refusal === undefined,
  ErrorCode: refusal?.code ?? 0,
  Message: refusal?.message ?? '',
});
