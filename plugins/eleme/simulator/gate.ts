import { parseLocal, type VendorCall } from '@interline/sdk/simulator';

import type { Account } from './account.js';
import { missing, refusal } from './errors.js';
import { isSignMethod, sameText, signatureOf } from './signature.js';

/** How far a caller's clock may be off, in milliseconds. */
const CLOCK_TOLERANCE = 10 * 60_000;

/** The parameters of a call, as sent: common and business ones together. */
export type Params = Readonly<Record<string, string>>;

/** The parameters of a form. The official SDKs put the common ones into the address, so both places are read. */
export function paramsOf(call: VendorCall): Params {
  return { ...call.query, ...Object.fromEntries(new URLSearchParams(call.body.toString('utf8'))) };
}

/** Lets a call in, or throws the gateway's refusal. @param now the gateway's time in milliseconds */
export function checkCall(params: Params, account: Account, now: number): void {
  if (!params['method']) throw refusal(21);
  if (!params['app_key']) throw refusal(28);
  if (params['app_key'] !== account.appKey) throw refusal(29);
  if (!params['v']) throw refusal(32);
  if (params['v'] !== '2.0') throw refusal(33);
  if ((params['format'] ?? 'json') !== 'json') throw refusal(23);
  checkClock(params, now);
  checkSignature(params, account);
  if (params['session'] !== undefined && !sameText(params['session'], account.session)) throw refusal(27);
}

function checkClock({ timestamp }: Params, now: number): void {
  if (!timestamp) throw refusal(30);
  const at = timestamp.length === 19 ? parseLocal(timestamp) : null;
  if (at === null || Math.abs(at - now) > CLOCK_TOLERANCE) throw refusal(31);
}

function checkSignature(params: Params, account: Account): void {
  const { sign, sign_method: method } = params;
  if (!sign) throw refusal(24);
  if (!method) throw missing('sign_method');
  if (!isSignMethod(method) || !sameText(sign, signatureOf(params, account.appSecret, method))) throw refusal(25);
}

/** A parameter that must be there. */
export function need(params: Params, name: string): string {
  const value = params[name];
  if (!value) throw missing(name);
  return value;
}
