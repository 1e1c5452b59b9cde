import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider, theme } from 'antd';
import type { Locale as AntLocale } from 'antd/es/locale';
import enGB from 'antd/es/locale/en_GB';
import zhCN from 'antd/es/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useMemo, useState, type ReactNode } from 'react';
import { RouterProvider } from 'react-router';
import { makeQueryClient } from './gateway/use-gateway.js';
import { LocaleProvider, useLocale, type Locale } from './i18n/locale.js';
import { makeRouter } from './routes.js';
import { AppearanceProvider, useAppearance } from './theme/appearance.js';
import { antTokens } from './theme/tokens.js';

const ANT_LOCALES: Record<Locale, AntLocale> = { 'zh-CN': zhCN, en: enGB };

/** Ant Design in the language and appearance in force. */
function AntProvider({ children }: { children: ReactNode }) {
  const { locale } = useLocale();
  const { appearance } = useAppearance();
  dayjs.locale(locale === 'en' ? 'en' : 'zh-cn');
  const config = useMemo(
    () => ({ ...antTokens(appearance), algorithm: appearance === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm, hashed: false }),
    [appearance],
  );
  return (
    <ConfigProvider locale={ANT_LOCALES[locale]} theme={config} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      <AntApp component={false}>{children}</AntApp>
    </ConfigProvider>
  );
}

/** The console. */
export function App() {
  const [client] = useState(makeQueryClient);
  const [router] = useState(makeRouter);
  return (
    <LocaleProvider>
      <AppearanceProvider>
        <AntProvider>
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </AntProvider>
      </AppearanceProvider>
    </LocaleProvider>
  );
}
