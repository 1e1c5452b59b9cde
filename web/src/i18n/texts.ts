import { useLocale, type Locale } from './locale.js';

/** A text, or a text with holes. */
type Entry = string | ((...values: never[]) => string);
type Dictionary = Record<string, Entry>;
type SameKeys<Dict extends Dictionary> = { [Key in keyof Dict]: Dict[Key] extends string ? string : Dict[Key] };

/** The texts of one feature in both languages. */
export type Texts<Dict extends Dictionary> = Record<Locale, SameKeys<Dict>>;

/**
 * Declares the texts of one feature in its `<feature>.texts.ts`. A key that one language lacks does not compile.
 * @param zh the Chinese texts, which fix the keys and the holes
 */
export function defineTexts<Dict extends Dictionary>(zh: Dict, en: SameKeys<Dict>): Texts<Dict> {
  return { 'zh-CN': zh as SameKeys<Dict>, en };
}

/** A count with its English noun. The count comes formatted. */
export function plural(count: string, one: string, many = `${one}s`): string {
  return `${count} ${count === '1' ? one : many}`;
}

/** The texts of a feature in the language in force. */
export function useTexts<Dict extends Dictionary>(texts: Texts<Dict>): SameKeys<Dict> {
  return texts[useLocale().locale];
}
