import { Drawer, Dropdown, Modal, type MenuProps } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { call } from '../gateway/request.js';
import type { Area } from '../features/identity/areas.js';
import { useViewer } from '../features/identity/viewer.js';
import { useLocale } from '../i18n/locale.js';
import { useTexts } from '../i18n/texts.js';
import { useAppearance, type AppearanceChoice } from '../theme/appearance.js';
import { Icon, type IconName } from '../ui/icon.js';
import { useSearchShortcut, useShortcut } from '../ui/shortcuts.js';
import { Brand } from './brand.js';
import styles from './shell.module.css';
import { shellTexts } from './shell.texts.js';

type Item = { area: Area & keyof typeof shellTexts.en; to: string; icon: IconName };

const NAVIGATION: { group: 'money' | 'people' | 'wiring' | 'company'; items: Item[] }[] = [
  {
    group: 'money',
    items: [
      { area: 'overview', to: '/overview', icon: 'overview' },
      { area: 'bills', to: '/bills', icon: 'bill' },
      { area: 'expenses', to: '/expenses', icon: 'expenses' },
      { area: 'spend', to: '/spend', icon: 'spend' },
    ],
  },
  {
    group: 'people',
    items: [
      { area: 'directory', to: '/directory', icon: 'directory' },
      { area: 'importDirectory', to: '/directory-imports', icon: 'import' },
    ],
  },
  {
    group: 'wiring',
    items: [
      { area: 'connections', to: '/connections', icon: 'connections' },
      { area: 'apps', to: '/apps', icon: 'apps' },
    ],
  },
  {
    group: 'company',
    items: [
      { area: 'members', to: '/members', icon: 'members' },
      { area: 'audit', to: '/audit', icon: 'audit' },
    ],
  },
];

/** The frame around every page of a signed-in user: navigation, account, and the page itself. */
export function Shell() {
  const t = useTexts(shellTexts);
  const [menuOpen, setMenuOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const { pathname } = useLocation();
  useSearchShortcut();
  useShortcut('?', () => setHelpOpen(true));
  useEffect(() => setMenuOpen(false), [pathname]);

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t.skip}
      </a>
      <header className={styles.bar}>
        <button
          type="button"
          className={styles.menuButton}
          aria-label={t.openMenu}
          aria-expanded={menuOpen}
          onClick={() => setMenuOpen(true)}
        >
          <Icon name="menu" size={20} />
        </button>
        <Brand />
        <AccountMenu compact onHelp={() => setHelpOpen(true)} />
      </header>
      <aside className={styles.side}>
        <Brand />
        <Navigation />
        <AccountMenu onHelp={() => setHelpOpen(true)} />
      </aside>
      <Drawer
        open={menuOpen}
        onClose={() => setMenuOpen(false)}
        placement="left"
        size={270}
        title={<Brand />}
        styles={{ body: { padding: 12 } }}
      >
        <Navigation />
      </Drawer>
      <main id="content" className={styles.main} tabIndex={-1}>
        <Suspense fallback={<div className={styles.loading} aria-busy="true" />}>
          <Outlet />
        </Suspense>
      </main>
      <ShortcutHelp open={helpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

function Navigation() {
  const t = useTexts(shellTexts);
  const { can } = useViewer();
  return (
    <nav className={styles.nav} aria-label={t.navigation}>
      {NAVIGATION.map(({ group, items }) => {
        const allowed = items.filter((item) => can(item.area));
        if (allowed.length === 0) return null;
        return (
          <div key={group}>
            <p className={styles.group}>{t[group]}</p>
            <ul>
              {allowed.map(({ area, to, icon }) => (
                <li key={to}>
                  <NavLink to={to} className={({ isActive }) => (isActive ? `${styles.item} ${styles.active}` : styles.item)}>
                    <Icon name={icon} size={17} />
                    {t[area]}
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

function AccountMenu({ compact, onHelp }: { compact?: boolean; onHelp: () => void }) {
  const t = useTexts(shellTexts);
  const { viewer } = useViewer();
  const { locale, setLocale } = useLocale();
  const { choice, choose } = useAppearance();
  const client = useQueryClient();
  const navigate = useNavigate();

  const signOut = async () => {
    await call('DELETE', '/session');
    client.clear();
    void navigate('/sign-in');
  };
  const switchTo = async (companyId: string) => {
    await call('POST', '/session/company', { companyId });
    void navigate('/');
    await client.resetQueries();
  };

  const others = viewer.companies.filter((company) => company.id !== viewer.company.id);
  const items: MenuProps['items'] = [
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
  const chosen: MenuProps['onClick'] = ({ key }) => {
    const [what, value = ''] = key.split(/:(.*)/);
    if (what === 'company') void switchTo(value);
    if (what === 'locale') setLocale(value === 'en' ? 'en' : 'zh-CN');
    if (what === 'appearance') choose(value as AppearanceChoice);
    if (what === 'help') onHelp();
    if (what === 'out') void signOut();
  };
  const name = viewer.user?.name ?? viewer.company.name;
  return (
    <Dropdown
      menu={{ items, onClick: chosen }}
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
          <span className={styles.who}>
            <span className={styles.name}>{name}</span>
            <span className={styles.companyName}>{viewer.company.name}</span>
          </span>
        )}
        {!compact && <Icon name="more" size={14} />}
      </button>
    </Dropdown>
  );
}

function Choice({ chosen, children }: { chosen: boolean; children: string }) {
  return (
    <span className={styles.choice}>
      {children}
      {chosen && <Icon name="check" size={14} />}
    </span>
  );
}

function ShortcutHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts(shellTexts);
  const rows: [string[], string][] = [
    [['/'], t.shortcutSearch],
    [['[', ']'], t.shortcutMonth],
    [['↑', '↓'], t.shortcutRows],
    [['Enter'], t.shortcutOpen],
    [['Esc'], t.shortcutClose],
    [['?'], t.shortcutHelp],
  ];
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t.shortcuts} width={420}>
      <dl className={styles.keys}>
        {rows.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
