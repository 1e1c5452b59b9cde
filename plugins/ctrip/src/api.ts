import { vendorBug, objectOf, type JsonObject } from '@interline/sdk';
import type { Ctrip } from './config.js';

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

/** Cuts a list into parts of at most so many items. */
export function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
