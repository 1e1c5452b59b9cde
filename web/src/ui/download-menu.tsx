import { Button, Dropdown } from 'antd';
import { useLocale } from '../i18n/locale.js';
import { useTexts } from '../i18n/texts.js';
import { Icon } from './icon.js';
import { uiTexts } from './ui.texts.js';

/** A file made by the server, and what it is called. */
export interface Download {
  url: string;
  label: string;
}

/** Downloads behind one button, in the language in force. */
export function DownloadMenu({ files }: { files: readonly Download[] }) {
  const t = useTexts(uiTexts);
  const { locale } = useLocale();
  if (files.length === 0) return null;
  const inLanguage = (url: string) => `${url}${url.includes('?') ? '&' : '?'}locale=${locale}`;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: files.map(({ url, label }) => ({
          key: url,
          label: (
            <a href={inLanguage(url)} download>
              {label}
            </a>
          ),
        })),
      }}
    >
      <Button icon={<Icon name="download" />}>{t.download}</Button>
    </Dropdown>
  );
}
