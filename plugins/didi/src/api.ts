import { textOf, vendorBug, type ConnectorContext, type Json, type JsonObject } from '@interline/sdk';
import type { DidiConfig } from './config.js';
import { objectOf, objectsOf } from './fields.js';

/** What a plugin's code of this connector is given. */
export type Didi = ConnectorContext<DidiConfig>;

/** The longest page DiDi gives. */
export const PAGE = 100;

/** Asks with parameters in the query. @returns the `data` of the answer @throws VendorError */
export async function get(ctx: Didi, path: string, query: Record<string, string>): Promise<JsonObject> {
  return dataOf((await ctx.http.request({ method: 'GET', path, query })).json, path);
}

/** Asks with a JSON body, for calls that only read. @returns the `data` of the answer @throws VendorError */
export async function query(ctx: Didi, path: string, json: Record<string, string | number>): Promise<JsonObject> {
  return dataOf((await ctx.http.request({ method: 'POST', path, json, idempotent: true })).json, path);
}

/** Writes with a JSON body; never repeated by itself. @returns the answer's `data` as it came @throws VendorError */
export async function write(ctx: Didi, path: string, json: Record<string, string | number>): Promise<Json> {
  const answer = objectOf((await ctx.http.request({ method: 'POST', path, json })).json);
  return answer?.data ?? null;
}

/** The list an answer must have, under the first of these names it uses; it may only be left out where `total` is zero. @throws VendorError */
export function rowsOf(data: JsonObject, ...names: string[]): JsonObject[] {
  const name = names.find((candidate) => Array.isArray(data[candidate]));
  if (name) return objectsOf(data[name]);
  if (textOf(data.total) === '0') return [];
  throw vendorBug('no_list', `the answer has no list ${names[0]}`);
}

/** A count DiDi writes as a number or a string; undefined when it is absent or no count. */
export function countOf(value: Json | undefined): number | undefined {
  const text = textOf(value);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function dataOf(json: Json, path: string): JsonObject {
  const data = objectOf(objectOf(json)?.data);
  if (!data) throw vendorBug('no_data', `the answer of ${path} has no data`);
  return data;
}

/**
 * Loads a page, and once more when it is the one before again.
 * @param keyOf the ids on a page; an empty page is never a repetition
 * @throws VendorError when DiDi insists on the page before
 */
export async function freshPage<T>(load: () => Promise<T>, keyOf: (page: T) => string, before: string): Promise<T> {
  const page = await load();
  if (before === '' || keyOf(page) !== before) return page;
  const again = await load();
  if (keyOf(again) === before) throw vendorBug('repeated_page', 'DiDi gives the same page again and again');
  return again;
}
