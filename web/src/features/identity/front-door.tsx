import { useEffect, type ReactNode } from 'react';
import { useLocale } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { Brand } from '../../shell/brand.js';
import { shellTexts } from '../../shell/shell.texts.js';
import styles from './front-door.module.css';

const LANGUAGES = [
  { locale: 'zh-CN', name: '中文' },
  { locale: 'en', name: 'English' },
] as const;

/** The frame of the pages one sees before being signed in. */
export function FrontDoor({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const t = useTexts(shellTexts);
  const { locale, setLocale } = useLocale();
  useEffect(() => {
    document.title = `${title} · Interline`;
  }, [title]);
  return (
    <div className={styles.door}>
      <header className={styles.head}>
        <Brand />
        <div role="group" aria-label={t.language} className={styles.languages}>
          {LANGUAGES.map((language) => (
            <button
              key={language.locale}
              type="button"
              lang={language.locale}
              aria-pressed={locale === language.locale}
              onClick={() => setLocale(language.locale)}
            >
              {language.name}
            </button>
          ))}
        </div>
      </header>
      <main className={styles.main}>
        <div className={styles.card}>
          <h1 className={styles.title}>{title}</h1>
          {lead && <p className={styles.lead}>{lead}</p>}
          {children}
        </div>
      </main>
    </div>
  );
}
