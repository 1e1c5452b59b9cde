import { Refused } from '../../gateway/failure.js';
import type { Locale } from '../../i18n/locale.js';
import { settingsOf } from './settings.js';

/** An error at one field of the form. */
export interface FieldError {
  name: ['config' | 'credentials', string];
  errors: string[];
}

/**
 * What a refusal says about fields that the form shows, to be shown beside them.
 * @returns nothing when any part of it is about something else, so that no problem goes unseen
 */
export function fieldErrors(
  failure: unknown,
  schemas: { configSchema: unknown; credentialsSchema: unknown },
  locale: Locale,
): FieldError[] {
  if (!(failure instanceof Refused)) return [];
  const { field, message, problems } = failure.refusal;
  const all = problems?.length ? problems : field ? [{ field, problem: message }] : [];
  const errors = all.map(({ field: path, problem }): FieldError | null => {
    const [under, name] = path.split('.');
    if ((under !== 'config' && under !== 'credentials') || !name) return null;
    const known = settingsOf(schemas[`${under}Schema`], locale).some((setting) => setting.name === name);
    return known ? { name: [under, name], errors: [problem] } : null;
  });
  return errors.includes(null) ? [] : (errors as FieldError[]);
}
