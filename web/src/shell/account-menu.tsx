import { useQueryClient } from '@tanstack/react-query';
import { App, Dropdown, type MenuProps } from 'antd';
import { useNavigate } from 'react-router';
import { useViewer } from '../features/identity/viewer.js';
import { call } from '../gateway/request.js';
import { useLocale } from '../i18n/locale.js';
import { useTexts } from '../i18n/texts.js';
import { useAppearance, type AppearanceChoice } from '../theme/appearance.js';
import { Icon } from '../ui/icon.js';
import { useFailureText } from '../ui/notes.js';
import styles from './shell.module.css';
import { shellTexts } from './shell.texts.js';

/** Who is signed in, with the choices that are theirs: company, language, appearance, signing out. */
export function AccountMenu({ compact, onHelp }: { compact?: boolean; onHelp: () => void }) {
  const t = useTexts(shellTexts);
  const { viewer } = useViewer();
  const items = useItems();
  const choose = useChoices(onHelp);
  const name = viewer.user?.name ?? viewer.company.name;
  return (
    <Dropdown
      menu={{ items, onClick: ({ key }) => choose(key) }}
      trigger={['click']}
      placement={compact ? 'bottomRight' : 'topLeft'}
      getPopupContainer={(button) => button.parentElement ?? document.body}
    >
      <button type="button" className={compact ? styles.accountCompact : styles.account}>
        <span className="visually-hidden">
          {t.account} {compact && name}
        </span>
        <span className={styles.avatar} aria-hidden="true">
          {name.slice(0, 1).toUpperCase()}
        </span>
        {!compact && (
          <>
            <span className={styles.who}>
              <span className={styles.name}>{name}</span>
              <span className={styles.companyName}>{viewer.company.name}</span>
            </span>
            <Icon name="more" size={14} />
          </>
        )}
      </button>
    </Dropdown>
  );
}

/** The menu. A key is what is chosen and, after a colon, its value. */
function useItems(): MenuProps['items'] {
  const t = useTexts(shellTexts);
  const { viewer } = useViewer();
  const { locale } = useLocale();
  const { choice } = useAppearance();
  const others = viewer.companies.filter((company) => company.id !== viewer.company.id);
  return [
    { key: 'who', type: 'group', label: viewer.user?.email },
    ...(others.length > 0
      ? [
          {
            key: 'companies',
            type: 'group' as const,
            label: t.switchCompany,
            children: others.map(({ id, name }) => ({ key: `company:${id}`, label: name })),
          },
        ]
      : []),
    {
      key: 'language',
      type: 'group',
      label: t.language,
      children: [
        { key: 'locale:zh-CN', label: <Choice chosen={locale === 'zh-CN'}>简体中文</Choice> },
        { key: 'locale:en', label: <Choice chosen={locale === 'en'}>English</Choice> },
      ],
    },
    {
      key: 'appearance',
      type: 'group',
      label: t.appearance,
      children: (['light', 'dark', 'system'] as const).map((one) => ({
        key: `appearance:${one}`,
        label: <Choice chosen={choice === one}>{t[one]}</Choice>,
      })),
    },
    { type: 'divider' },
    { key: 'help', label: t.shortcuts },
    { key: 'out', label: t.signOut },
  ];
}

function Choice({ chosen, children }: { chosen: boolean; children: string }) {
  return (
    <span className={styles.choice}>
      {children}
      {chosen && <Icon name="check" size={14} />}
    </span>
  );
}

/** What each key of the menu does. */
function useChoices(onHelp: () => void): (key: string) => void {
  const { setLocale } = useLocale();
  const { choose } = useAppearance();
  const { message } = App.useApp();
  const failureText = useFailureText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = (failure: unknown) => void message.error(failureText(failure));
  const signOut = async () => {
    await call('DELETE', '/session');
    client.clear();
    await navigate('/sign-in');
  };
  const switchTo = async (companyId: string) => {
    await call('POST', '/session/company', { companyId });
    await navigate('/');
    await client.resetQueries();
  };
  return (key) => {
    const [what, value = ''] = key.split(/:(.*)/);
    if (what === 'company') switchTo(value).catch(tell);
    if (what === 'locale') setLocale(value === 'en' ? 'en' : 'zh-CN');
    if (what === 'appearance') choose(value as AppearanceChoice);
    if (what === 'help') onHelp();
    if (what === 'out') signOut().catch(tell);
  };
}
