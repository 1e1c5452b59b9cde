import type { ConnectorContext, EntryForm } from '../connector/connector.js';
import { PluginError } from './plugin-error.js';

/** What a browser has to post to be in at the vendor, signed in. Holds a sign-in ticket: for one person, at once, and for no log. */
export interface SignedEntry {
  url: string;
  method: 'POST';
  fields: Record<string, string>;
}

/** The context of `entry.open`: who goes in, and with what ticket, is written nowhere. */
export function withoutLog(ctx: ConnectorContext): ConnectorContext {
  return { ...ctx, log: { info: () => undefined, warn: () => undefined } };
}

/** @throws PluginError when a plugin gave no form, or a field that is no text */
export function checkedForm(form: EntryForm): EntryForm {
  const { fields } = form ?? {};
  if (typeof fields !== 'object' || fields === null || !Object.values(fields).every((value) => typeof value === 'string')) {
    throw new PluginError('PLUGIN_BROKE_CONTRACT', 'entry.open gave no form');
  }
  return form;
}

/** @throws PluginError when a field shows a secret: whoever opens the page source would have it */
export function checkedFields(fields: Record<string, string>, secrets: readonly string[]): Record<string, string> {
  const shown = Object.entries(fields).find(([, value]) => secrets.some((secret) => secret !== '' && value.includes(secret)));
  if (shown) throw new PluginError('PLUGIN_BROKE_CONTRACT', `the field ${shown[0]} of an entry shows a secret`);
  return fields;
}
