import { createHash, randomBytes } from 'node:crypto';

import type { VendorCall } from '@interline/sdk/simulator';

import type { Account } from './account.js';
import { badParameter, notAllowed, Refusal } from './errors.js';
import { readFlatJson } from './flat-json.js';
import { digest, sameText, textToSign } from './signature.js';

const TOKEN_LIFE = 1800;
/** How far a caller's clock may be off, in seconds: an assumption, nothing is published. */
const CLOCK_TOLERANCE = 300;

/** The parameters of a call, as sent. */
export type Params = Readonly<Record<string, string>>;

/** Who may call: tokens, signatures, clocks. */
export class Gate {
  /** Token → when it dies. Several live side by side: whether a new one kills the others is not published. */
  private readonly tokens = new Map<string, number>();

  constructor(private readonly account: Account) {}

  /** The answer of `authorize`: flat, without errno. */
  authorize(params: Params, now: number): Record<string, unknown> {
    // A wrong client or secret is answered 10001: 401 is published as a token gone, which there is none of yet.
    if (params['client_id'] !== this.account.clientId) throw notAllowed('client_id 不存在');
    this.checkSignature(params);
    if (!sameText(params['client_secret'] ?? '', this.account.clientSecret)) throw notAllowed('client_secret 错误');
    if (params['grant_type'] !== 'client_credentials') throw badParameter('grant_type');
    this.checkClock(params, now);
    for (const [token, dies] of this.tokens) if (dies <= now) this.tokens.delete(token);
    const token = randomBytes(20).toString('hex');
    this.tokens.set(token, now + TOKEN_LIFE * 1000);
    return { access_token: token, expires_in: TOKEN_LIFE, token_type: 'Bearer', scope: 'car|selfcar|river_member|river_order|river_bill' };
  }

  /** Lets a business call in, or throws the refusal. */
  check(params: Params, now: number): void {
    if (params['client_id'] !== this.account.clientId) throw notAllowed('client_id 不存在');
    this.checkSignature(params);
    const dies = this.tokens.get(params['access_token'] ?? '');
    if (dies === undefined || dies <= now) throw new Refusal(401, 'access_token 无效或已过期');
    this.checkClock(params, now);
    if (params['company_id'] !== this.account.companyId) throw notAllowed('company_id 不存在或未授权');
  }

  /** Kills all tokens. */
  expireAll(): void {
    this.tokens.clear();
  }

  private checkSignature(params: Params): void {
    const built = textToSign(params, this.account.signKey);
    if (sameText((params['sign'] ?? '').toLowerCase(), digest(built, this.account.signMethod))) return;
    // What was built is shown with the key in it: whether the real one does is not known, and callers must not log it either way.
    throw new Refusal(19999, '签名错误', { params_sign_str: built });
  }

  private checkClock(params: Params, now: number): void {
    const sent = params['timestamp'] ?? '';
    if (!/^\d{10}$/.test(sent)) throw badParameter('timestamp');
    if (Math.abs(Number(sent) * 1000 - now) > CLOCK_TOLERANCE * 1000) throw badParameter('timestamp 与服务器时间相差过大');
  }
}

/** A call's parameters: the query of a GET, the flat JSON body of a POST; null values were never signed and are left out. */
export function paramsOf(call: VendorCall): Params {
  if (call.method === 'GET') return call.query;
  try {
    const body = readFlatJson(call.body.toString('utf8'));
    return Object.fromEntries(Object.entries(body).filter((pair): pair is [string, string] => pair[1] !== null));
  } catch {
    throw badParameter('请求体不是扁平的 JSON 对象');
  }
}

/** A number for the answer's `request_id`. */
export const requestId = (call: VendorCall): string =>
  createHash('md5').update(`${call.path} ${call.now} ${performance.now()}`).digest('hex');

/** A whole number among the parameters. @throws Refusal when it is none or out of range */
export function intParam(params: Params, name: string, low: number, high: number, absent?: number): number {
  const text = params[name];
  if (text === undefined || text === '') {
    if (absent === undefined) throw badParameter(`${name} 必填`);
    return absent;
  }
  const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= low && value <= high)) throw badParameter(`${name} 应为 ${low} 到 ${high}`);
  return value;
}

/** `offset` and `length` of a paged call: at most 100 rows, and the offset a multiple of the length. */
export function pageParams(params: Params): { offset: number; length: number } {
  const length = intParam(params, 'length', 1, 100);
  const offset = intParam(params, 'offset', 0, Number.MAX_SAFE_INTEGER);
  if (offset % length !== 0) throw badParameter('offset 必须能被 length 整除');
  return { offset, length };
}
