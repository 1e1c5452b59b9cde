import { vendorBug, objectOf, type ConnectorContext, type JsonObject } from '@interline/sdk';
import type { ElemeConfig } from './config.js';

/** What a plugin's code of this connector is given. */
export type Eleme = ConnectorContext<ElemeConfig>;

/**
 * Calls a method of the open platform. Every call of this connector may be repeated: it reads, takes messages that come again, acknowledges, or writes
 * by employee number.
 * @returns the reply inside the envelope that is named after the method
 * @throws VendorError
 */
export async function call(ctx: Eleme, method: string, params: Readonly<Record<string, string>>): Promise<JsonObject> {
  const form = { method, ...params };
  const { json } = await ctx.http.request({ method: 'POST', path: '/router/rest', form, idempotent: true });
  // Methods of the platform itself leave its name out.
  const name = `${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`;
  const reply = objectOf(objectOf(json)?.[name]);
  if (!reply) throw vendorBug('no_reply', `the answer has no ${name}`);
  return reply;
}
