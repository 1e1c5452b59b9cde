import { createContext, useCallback, useContext, useLayoutEffect, useMemo, useState, type ReactNode } from 'react';

/** The languages of the console. */
export type Locale = 'zh-CN' | 'en';

const STORED_AS = 'interline.locale';

/** The stored choice, else Chinese for a Chinese browser, else English. */
export function initialLocale(stored: string | null, languages: readonly string[]): Locale {
  if (stored === 'zh-CN' || stored === 'en') return stored;
  const known = languages.find((language) => /^(zh|en)\b/i.test(language));
  return known && /^en/i.test(known) ? 'en' : 'zh-CN';
}

interface LocaleState {
  locale: Locale;
  setLocale: (locale: Locale) => void;
}

const LocaleContext = createContext<LocaleState | null>(null);

/** Gives everything inside a language, and keeps the choice in this browser. */
export function LocaleProvider({ children, initial }: { children: ReactNode; initial?: Locale }) {
  const [locale, setState] = useState<Locale>(() => initial ?? initialLocale(localStorage.getItem(STORED_AS), navigator.languages));
  const setLocale = useCallback((next: Locale) => {
    localStorage.setItem(STORED_AS, next);
    setState(next);
  }, []);
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const state = useMemo(() => ({ locale, setLocale }), [locale, setLocale]);
  return <LocaleContext value={state}>{children}</LocaleContext>;
}

/** The language in force, and how to change it. */
export function useLocale(): LocaleState {
  const state = useContext(LocaleContext);
  if (!state) throw new Error('useLocale stands outside LocaleProvider');
  return state;
}

/** The name of a thing that the gateway was asked for in both languages. */
export function useLocalName(): (named: { zh: string; en: string }) => string {
  const { locale } = useLocale();
  return useCallback((named) => (locale === 'en' ? named.en : named.zh), [locale]);
}
