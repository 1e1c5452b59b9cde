import { kernelErrors } from '../../kernel/index.js';

/** Languages of exports. */
export const EXPORT_LOCALES = ['zh_CN', 'en'] as const;
export type ExportLocale = (typeof EXPORT_LOCALES)[number];

/** Reads `?locale=` of an export; Chinese where none is given. @throws BAD_INPUT for any other */
export function exportLocale(text: string | undefined): ExportLocale {
  const wanted = text?.replace('-', '_') ?? 'zh_CN';
  const known = EXPORT_LOCALES.find((locale) => locale === wanted);
  if (!known)
    throw kernelErrors.BAD_INPUT(`locale is one of ${EXPORT_LOCALES.join(', ')}`, {
      extensions: { problems: [{ field: 'locale', problem: 'unknown' }] },
    });
  return known;
}
