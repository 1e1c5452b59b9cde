import type { LocalText } from '@interline/sdk';
import type { Locale } from '../platform/graphql/index.js';

/** A manifest's text in the language that is asked for. */
export function localText(texts: LocalText, locale: Locale): string {
  return locale === 'zh_CN' ? texts['zh-CN'] : texts.en;
}
