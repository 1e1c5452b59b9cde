import type { Manifest, SettingsSchema } from '@interline/sdk';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** Settings and credentials as somebody typed them. */
export interface GivenSettings {
  config: unknown;
  credentials: unknown;
}

/** One value that was not accepted. `field` starts with `config` or `credentials`. */
export interface FieldProblem {
  field: string;
  problem: string;
}

/** Settings that fit the manifest, defaults filled in, secrets apart. */
export interface CheckedSettings {
  /** Without secrets; may be shown. */
  config: Record<string, unknown>;
  /** Credentials and secret settings, all texts: what `sign` is given. */
  secrets: Record<string, string>;
}

// Titles are texts in two languages, which the meta-schema does not know; the manifest's own schema has checked the rest.
const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strict: false, validateSchema: false });
addFormats.default(ajv);

const validators = new WeakMap<SettingsSchema, ValidateFunction>();

/** Checks settings against the manifest. Unknown names are refused too: a mistyped setting must not be dropped in silence. */
export function checkSettings(manifest: Manifest, given: GivenSettings): { checked: CheckedSettings } | { problems: FieldProblem[] } {
  const config = structuredClone(given.config);
  const credentials = structuredClone(given.credentials);
  const problems = [...problemsOf(manifest.config, config, 'config'), ...problemsOf(manifest.auth.credentials, credentials, 'credentials')];
  for (const [field, value] of Object.entries({ config, credentials })) {
    if (JSON.stringify(value)?.includes('\\u0000')) problems.push({ field, problem: 'has a character that cannot be kept (U+0000)' });
  }
  if (problems.length > 0) return { problems };
  const open: Record<string, unknown> = {};
  const secrets: Record<string, string> = {};
  for (const [name, value] of Object.entries(credentials as object)) secrets[name] = String(value);
  for (const [name, value] of Object.entries(config as object)) {
    if (manifest.config.properties[name]?.['secret'] === true) secrets[name] = String(value);
    else open[name] = value;
  }
  return { checked: { config: open, secrets } };
}

function problemsOf(schema: SettingsSchema, value: unknown, root: string): FieldProblem[] {
  let validate = validators.get(schema);
  if (!validate) {
    validate = ajv.compile({ additionalProperties: false, ...schema });
    validators.set(schema, validate);
  }
  return validate(value) ? [] : validate.errors!.map((error) => fieldProblem(error, root));
}

/** The words of the validator without the value: a secret must not come back in an answer. */
function fieldProblem(error: ErrorObject, root: string): FieldProblem {
  const named = (error.params as { missingProperty?: string; additionalProperty?: string }) ?? {};
  const path = error.instancePath.split('/').slice(1);
  if (named.missingProperty !== undefined) return { field: [root, ...path, named.missingProperty].join('.'), problem: 'is missing' };
  if (named.additionalProperty !== undefined)
    return { field: [root, ...path, named.additionalProperty].join('.'), problem: 'is not a setting of this connector' };
  const allowed = (error.params as { allowedValues?: unknown[] }).allowedValues;
  return {
    field: [root, ...path].join('.'),
    problem: allowed ? `must be one of ${allowed.join(', ')}` : (error.message ?? 'is not accepted'),
  };
}
