import { LosslessNumber, isLosslessNumber, stringify } from 'lossless-json';
import { readJson } from './json-reader.js';
import type { Json, JsonObject } from './json-value.js';

export type { Json, JsonObject } from './json-value.js';
export { LosslessNumber, isLosslessNumber };

/**
 * Parses JSON without touching numbers.
 * @throws SyntaxError on malformed or cut text, on a key that stands twice with two values, and on nesting deeper than 500
 */
export function parseJson(text: string): Json {
  return readJson(text);
}

/** Writes lossless JSON, numbers as they came. Plain numbers and bigints are accepted too. */
export function stringifyJson(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

/** Writes lossless JSON with sorted keys: two records are the same exactly when these texts are. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null) return 'null';
  if (typeof value !== 'object') return String(value);
  if (isLosslessNumber(value)) return value.value;
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${text}]`;
  }
  for (const key of Object.keys(value).sort()) text += `${text === '' ? '' : ','}${quotedKey(key)}:${canonicalJson(value[key]!)}`;
  return `{${text}}`;
}

/** Keys of records are few and come again with every record; quoting them is a third of the work. Bounded against keys that are data. */
const quotedKeys = new Map<string, string>();

function quotedKey(key: string): string {
  let quoted = quotedKeys.get(key);
  if (quoted === undefined) {
    quoted = JSON.stringify(key);
    if (quotedKeys.size < 10_000) quotedKeys.set(key, quoted);
  }
  return quoted;
}

/** The text of a value a vendor sends sometimes as a number and sometimes as a string; undefined when absent, null or empty. */
export function textOf(value: Json | undefined): string | undefined {
  if (isLosslessNumber(value)) return value.value;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  return undefined;
}

/** The value as an object; undefined for anything else. */
export function objectOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value) ? value : undefined;
}
