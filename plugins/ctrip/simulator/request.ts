import { parseLocal } from '@interline/sdk/simulator';

import { badParameter } from './errors.js';

/** The JSON object a call came with. */
export type Body = Readonly<Record<string, unknown>>;

const DAY = 86_400_000;
/** The longest span of days a call may ask for; assumed, none is published. */
const MAX_DAYS = 31;

/**
 * Reads a JSON body. Whole numbers of sixteen digits and more keep their digits as text: order numbers go beyond 2^53.
 * @throws Refusal when it is no JSON object
 */
export function readBody(bytes: Buffer): Body {
  const text = bytes
    .toString('utf8')
    .replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (token) => (token.startsWith('"') ? token : `"${token}"`));
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // Falls through to the same refusal.
  }
  throw badParameter('请求体不是 JSON 对象');
}

/** True for a JSON object. */
export const isObject = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field, whatever the case of its name: callers of the live API write `appKey` as well as `AppKey`. */
export function field(body: Body, name: string): unknown {
  const value = body[name];
  if (value !== undefined) return value ?? undefined;
  const wanted = name.toLowerCase();
  const found = Object.keys(body).find((key) => key.toLowerCase() === wanted);
  return found === undefined ? undefined : (body[found] ?? undefined);
}

/** A field as text; empty and missing are the same. @throws Refusal when it is neither text nor number */
export function textField(body: Body, name: string): string {
  const value = field(body, name);
  if (value === undefined) return '';
  if (typeof value !== 'string' && typeof value !== 'number') throw badParameter(name);
  return String(value).trim();
}

/** A whole number within bounds. @throws Refusal when it is none or out of range */
export function wholeField(body: Body, name: string, low: number, high: number, absent: number): number {
  const text = textField(body, name);
  if (text === '') return absent;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (!(value >= low && value <= high)) throw badParameter(`${name} 应为 ${low} 到 ${high}`);
  return value;
}

/** A field that is a list of texts or numbers; empty when it is missing. @throws Refusal when it is something else */
export function listField(body: Body, name: string): string[] {
  const value = field(body, name);
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string' || typeof item === 'number'))
    throw badParameter(`${name} 应为数组`);
  return value.map((item) => String(item).trim());
}

/** A comma-separated list of numbers; empty when the field is missing. @throws Refusal when one is none, or there are too many */
export function numbersField(body: Body, name: string, most: number): string[] {
  const numbers = textField(body, name)
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  if (numbers.length > most) throw badParameter(`${name} 最多 ${most} 个`);
  if (!numbers.every((number) => /^\d{1,20}$/.test(number))) throw badParameter(name);
  return numbers;
}

/** A span of time, both ends included, in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** Two local days or times, at most 31 days apart; a day alone lasts to its end. @throws Refusal when they are none, or one is missing */
export function spanFields(body: Body, first: string, last: string): Span | undefined {
  const [start, end] = [textField(body, first), textField(body, last)];
  if (start === '' && end === '') return undefined;
  const [from, until] = [parseLocal(start), parseLocal(end)];
  if (from === null || until === null) throw badParameter(`${first}/${last} 格式应为 yyyy-MM-dd`);
  const to = end.length === 10 ? until + DAY - 1000 : until;
  if (to < from) throw badParameter(`${last} 早于 ${first}`);
  if (to - from >= MAX_DAYS * DAY) throw badParameter(`${first}/${last} 最大跨度 ${MAX_DAYS} 天`);
  return { from, to };
}
