import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const folder = new URL('../../../schema/events/', import.meta.url);

let validators: Map<string, ValidateFunction> | null = null;

/** The contract of every event, from `schema/events/`: what its `data` holds. */
export function eventContract(): ReadonlyMap<string, ValidateFunction> {
  if (validators) return validators;
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  addFormats.default(ajv);
  validators = new Map();
  for (const file of readdirSync(folder)) {
    const schema = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { title: string };
    validators.set(schema.title, ajv.compile(schema));
  }
  return validators;
}

/** What of an event breaks its contract; empty when nothing does. */
export function eventProblems(type: string, data: unknown): string[] {
  const validate = eventContract().get(type);
  if (!validate) return [`schema/events/ has nothing of ${type}`];
  return validate(data) ? [] : validate.errors!.map(({ instancePath, message }) => `${type}${instancePath} ${message}`);
}
