import type { Locale } from '../../i18n/locale.js';

/** One setting that a plugin asks for. */
export interface Setting {
  name: string;
  title: string;
  description: string | undefined;
  kind: 'text' | 'number' | 'boolean';
  required: boolean;
  /** Never shown again once saved. */
  secret: boolean;
  choices: string[] | null;
  initial: unknown;
  maxLength: number | undefined;
  pattern: RegExp | undefined;
}

/** A text, or the same text in several languages, as manifests write them. */
function localText(value: unknown, locale: Locale): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return undefined;
  const texts = value as Record<string, unknown>;
  const text = texts[locale] ?? texts.en;
  return typeof text === 'string' ? text : undefined;
}

function patternOf(value: unknown): RegExp | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return new RegExp(value, 'u');
  } catch {
    return undefined;
  }
}

/** The settings a JSON Schema of an object asks for, required ones first. What the console cannot ask for plainly is asked for as text. */
export function settingsOf(schema: unknown, locale: Locale): Setting[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, Record<string, unknown>>;
    required?: string[];
  };
  return Object.entries(properties)
    .map(([name, property]): Setting => {
      const choices = Array.isArray(property.enum) ? property.enum.map(String) : null;
      return {
        name,
        title: localText(property.title, locale) ?? name,
        description: localText(property.description, locale),
        kind:
          property.type === 'boolean'
            ? 'boolean'
            : (property.type === 'number' || property.type === 'integer') && !choices
              ? 'number'
              : 'text',
        required: required.includes(name),
        secret: property.secret === true,
        choices,
        initial: property.default,
        maxLength: typeof property.maxLength === 'number' ? property.maxLength : undefined,
        pattern: patternOf(property.pattern),
      };
    })
    .sort((a, b) => Number(b.required) - Number(a.required));
}

/** Settings without those left empty. */
export function filled(values: Record<string, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== ''));
}
