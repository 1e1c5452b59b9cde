import { vendorBug, type JsonObject } from '@interline/sdk';
import type { Ctrip } from './config.js';
import { objectOf } from './fields.js';

/** What a call needs besides its body. */
export interface CallOptions {
  /** Another of Ctrip's addresses, see the manifest. */
  service?: string;
  /** Says `?type=json`: without it settlement and status calls may answer in XML. */
  typed?: boolean;
}

/** Asks something; every call of Ctrip's that reads is a POST and may be repeated. @returns the body @throws VendorError */
export async function query(
  ctx: Ctrip,
  path: string,
  json: JsonObject | Record<string, unknown>,
  options: CallOptions = {},
): Promise<JsonObject> {
  const { service, typed } = options;
  const response = await ctx.http.request({
    method: 'POST',
    path,
    ...(service === undefined ? {} : { service }),
    ...(typed ? { query: { type: 'json' } } : {}),
    json,
    idempotent: true,
  });
  const body = objectOf(response.json);
  if (!body) throw vendorBug('no_body', `the answer of ${path} is not an object`);
  return body;
}

/** How many requests stand ready at once; the host's budget lets them out. */
const LANES = 4;

/**
 * Does some work for each item, a few of them at a time.
 * @returns the results in the order of the items
 * @throws what the first failing work throws; no further work is begun
 */
export async function sideBySide<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    try {
      while (next < items.length) {
        const at = next++;
        results[at] = await work(items[at]!);
      }
    } catch (error) {
      next = items.length;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

/** Cuts a list into parts of at most so many items. */
export function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
