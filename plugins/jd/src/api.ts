import { VendorError, type ConnectorContext, type Json } from '@interline/sdk';
import type { JdConfig } from './config.js';

/** What a plugin's code of this connector is given. */
export type Jd = ConnectorContext<JdConfig>;

/** The longest page JD gives. */
export const PAGE = 100;

/** Asks something that only reads, or that may be done twice. @returns the `result` of the answer @throws VendorError */
export async function ask(ctx: Jd, path: string, form: Record<string, string>): Promise<Json> {
  const { json } = await ctx.http.request({ method: 'POST', path, form, idempotent: true });
  return (json as { result?: Json } | null)?.result ?? null;
}

/**
 * Says which setting switches off what JD refuses for an unknown reason: its code for an account that has no such thing is not published.
 * @throws VendorError always
 */
export function switchedOffBy(setting: string, what: string, error: unknown): never {
  if (!(error instanceof VendorError) || error.fault.class !== 'vendor_bug') throw error;
  const { code, message } = error.fault;
  throw new VendorError({ class: 'config', code, message: `${what}, switch the setting "${setting}" off. ${message}` }, { cause: error });
}
