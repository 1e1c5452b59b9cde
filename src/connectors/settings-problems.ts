import { stringifyJson, type JsonObject, type Manifest, type SettingsSchema } from '@interline/sdk';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** A setting this version of the plugin does not accept. Never carries a value. */
export interface SettingProblem {
  field: string;
  problem: string;
}

// Titles are texts in two languages, which the meta-schema does not know; the manifest's own schema has checked the rest.
const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: false });
addFormats.default(ajv);
const validators = new WeakMap<SettingsSchema, ValidateFunction>();

/** What is wrong with stored settings for this version of the plugin; a newer one may want more than was typed in for an older one. */
export function settingsProblems(manifest: Manifest, config: JsonObject, secrets: Readonly<Record<string, string>>): SettingProblem[] {
  const missing = (manifest.auth.credentials.required ?? []).filter((name) => !secrets[name]);
  const validate = validatorOf(manifest.config);
  const valid = validate(JSON.parse(stringifyJson(config)));
  const problems = valid
    ? []
    : validate.errors!.map(({ instancePath, params, message }) => {
        const name = (params as { missingProperty?: string }).missingProperty ?? instancePath.slice(1);
        return { field: `config.${name}`, problem: message ?? 'is not accepted' };
      });
  return [...missing.map((name) => ({ field: `credentials.${name}`, problem: 'is missing' })), ...problems];
}

/** Settings that are secret are kept with the credentials, so they are not demanded here. */
function validatorOf(schema: SettingsSchema): ValidateFunction {
  let validate = validators.get(schema);
  if (!validate) {
    const required = (schema.required ?? []).filter((name) => schema.properties[name]?.['secret'] !== true);
    validators.set(schema, (validate = ajv.compile({ ...schema, required })));
  }
  return validate;
}
