import { Segmented } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { useLocale, type Locale } from '../../i18n/locale.js';
import { useTexts } from '../../i18n/texts.js';
import { Brand } from '../../shell/brand.js';
import { shellTexts } from '../../shell/shell.texts.js';
import styles from './front-door.module.css';

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
        <Segmented<Locale>
          aria-label={t.language}
          size="small"
          value={locale}
          onChange={setLocale}
          options={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
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
