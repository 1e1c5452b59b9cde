import { LosslessNumber, isLosslessNumber, parse, stringify } from 'lossless-json';

/** A JSON value whose numbers keep the digits the vendor sent: ids beyond 2^53 and `10.50` survive unchanged. */
export type Json = null | boolean | string | LosslessNumber | Json[] | JsonObject;
/** A JSON object of lossless values. */
export interface JsonObject {
  [key: string]: Json;
}

export { LosslessNumber, isLosslessNumber };

/** Parses JSON without touching numbers. @throws SyntaxError on malformed or cut text, and on a key that stands twice with two values */
export function parseJson(text: string): Json {
  return parse(text) as Json;
}

/** Writes lossless JSON, numbers as they came. Plain numbers and bigints are accepted too. */
export function stringifyJson(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/** Writes lossless JSON with sorted keys: two records are the same exactly when these texts are. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object' || isLosslessNumber(value)) return stringifyJson(value);
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key]!)}`);
  return `{${parts.join(',')}}`;
}

/** The text of a value a vendor sends sometimes as a number and sometimes as a string; undefined when absent, null or empty. */
export function textOf(value: Json | undefined): string | undefined {
  if (isLosslessNumber(value)) return value.value;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  return undefined;
}
