import { App as AntApp, ConfigProvider, theme } from 'antd';
import type { Locale as AntLocale } from 'antd/es/locale';
import enGB from 'antd/es/locale/en_GB';
import zhCN from 'antd/es/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useMemo, type ReactNode } from 'react';
import { useLocale, type Locale } from '../i18n/locale.js';
import { useAppearance } from './appearance.js';
import { antTokens } from './tokens.js';

const ANT_LOCALES: Record<Locale, AntLocale> = { 'zh-CN': zhCN, en: enGB };

/** Whether the reader asked their device for less movement. */
function prefersStillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Lists and menus open inside the landmark of what opens them, where screen readers look for them, not at the end of the page. */
function landmarkOf(trigger?: HTMLElement): HTMLElement {
  return trigger?.closest<HTMLElement>('main') ?? document.body;
}

/** Ant Design in the language and appearance in force. The pages before the sign-in do without it, so that they load at once. */
export function AntProvider({ children }: { children: ReactNode }) {
  const { locale } = useLocale();
  const { appearance } = useAppearance();
  dayjs.locale(locale === 'en' ? 'en' : 'zh-cn');
  const config = useMemo(
    () => ({
      ...antTokens(appearance, prefersStillness()),
      algorithm: appearance === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
      hashed: false,
    }),
    [appearance],
  );
  return (
    <ConfigProvider
      locale={ANT_LOCALES[locale]}
      theme={config}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      getPopupContainer={landmarkOf}
    >
      <AntApp component={false}>{children}</AntApp>
    </ConfigProvider>
  );
}
