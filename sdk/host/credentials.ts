import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../connector/json.js';
import type { Manifest } from '../connector/manifest.js';

/**
 * Names who asks the vendor for a token: the same for all connections that ask as the same. Made of the secrets and of the settings without a default, such as
 * a user name; one with a default is a choice of what is read, or how, and says nothing of who reads.
 */
export function credentialsOf({ config: { properties } }: Manifest, config: JsonObject, secrets: Readonly<Record<string, string>>): string {
  const asked = Object.entries(config).filter(([name]) => properties[name]?.['default'] === undefined);
  return createHash('sha256')
    .update(JSON.stringify(Object.entries(secrets).sort()))
    .update(canonicalJson(Object.fromEntries(asked)))
    .digest('base64url')
    .slice(0, 22);
}
