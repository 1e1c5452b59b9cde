import { Drawer, Modal } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import type { Area } from '../features/identity/areas.js';
import { useViewer } from '../features/identity/viewer.js';
import { useTexts } from '../i18n/texts.js';
import { Icon, type IconName } from '../ui/icon.js';
import { useSearchShortcut, useShortcut } from '../ui/shortcuts.js';
import { AccountMenu } from './account-menu.js';
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
      { area: 'statements', to: '/statements', icon: 'statements' },
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
