import { parseLocal, type VendorCall } from '@interline/sdk/simulator';

import { badParameter } from './errors.js';

/** The form fields of a call, as sent. */
export type Params = Readonly<Record<string, string>>;

/** Reads the url-encoded form of a call. */
export const formOf = (call: VendorCall): Params => Object.fromEntries(new URLSearchParams(call.body.toString('utf8')));

/** A field that must not be empty. @throws Refusal when it is */
export function needed(params: Params, name: string): string {
  const text = params[name];
  if (text === undefined || text === '') throw badParameter(`${name}不能为空`);
  return text;
}

/** A whole number among the fields. @throws Refusal when it is none or out of range */
export function wholeNumber(params: Params, name: string, low: number, high: number, absent: number): number {
  const text = params[name];
  if (text === undefined || text === '') return absent;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= low && value <= high)) throw badParameter(`${name}取值范围[${low},${high}]`);
  return value;
}

/** First instant of a day written `2018-11-7`, `2018-11-07` or `20181107`, in China. @throws Refusal when it is no day */
export function dayStart(text: string, name: string): number {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  const at = parseLocal(`${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`);
  if (at === null) throw badParameter(`${name}格式不正确`);
  return at;
}

/** Number and size of a page. @throws Refusal when they are beyond the published limits */
export function pageOf(params: Params, number = 'pageNo'): { page: number; size: number } {
  return { page: wholeNumber(params, number, 1, 1_000_000, 1), size: wholeNumber(params, 'pageSize', 1, 100, 20) };
}
