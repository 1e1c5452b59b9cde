import type { ComponentType } from 'react';
import { Navigate, createBrowserRouter, type RouteObject } from 'react-router';
import { Crash } from './shell/crash.js';
import type { Area } from './features/identity/areas.js';
import { Restricted, useViewer } from './features/identity/viewer.js';

/** A page whose code loads when it is first opened, for the roles that may use its area. */
function page(path: string, area: Area, load: () => Promise<ComponentType>): RouteObject {
  return {
    path,
    lazy: async () => {
      const Content = await load();
      return {
        Component: () => (
          <Restricted area={area}>
            <Content />
          </Restricted>
        ),
      };
    },
  };
}

/** Shown while the first page's code loads. */
function Blank() {
  return null;
}

/** The first page of a role. */
function Home() {
  const { can } = useViewer();
  if (can('overview')) return <Navigate to="/overview" replace />;
  return <Navigate to={can('connections') ? '/connections' : '/expenses'} replace />;
}

/** Every address of the console. The server answers all of them with the same document. */
export const routes: RouteObject[] = [
  {
    path: '/sign-in',
    HydrateFallback: Blank,
    lazy: async () => ({ Component: (await import('./features/identity/sign-in.page.js')).SignInPage }),
  },
  {
    path: '/links/:token',
    HydrateFallback: Blank,
    lazy: async () => ({ Component: (await import('./features/identity/link.page.js')).LinkPage }),
  },
  {
    path: '/',
    HydrateFallback: Blank,
    ErrorBoundary: Crash,
    lazy: async () => ({ Component: (await import('./shell/signed-in.js')).SignedIn }),
    children: [
      { index: true, Component: Home },
      page('overview', 'overview', async () => (await import('./features/analytics/overview.page.js')).OverviewPage),
      page('bills', 'bills', async () => (await import('./features/billing/bills.page.js')).BillsPage),
      page('bills/:period', 'bills', async () => (await import('./features/billing/bill.page.js')).BillPage),
      page('statements', 'statements', async () => (await import('./features/statements/board.page.js')).BoardPage),
      page(
        'statements/:period/:accountId/:entityId',
        'statements',
        async () => (await import('./features/statements/cell.page.js')).CellPage,
      ),
      page(
        'statement-imports',
        'statements',
        async () => (await import('./features/statement-files/imports.page.js')).StatementImportsPage,
      ),
      page(
        'statement-imports/new',
        'importStatements',
        async () => (await import('./features/statement-files/new-import.page.js')).NewStatementImportPage,
      ),
      page(
        'statement-imports/:id',
        'statements',
        async () => (await import('./features/statement-files/import.page.js')).StatementImportPage,
      ),
      page('statements/:id', 'statements', async () => (await import('./features/statements/statement.page.js')).StatementPage),
      page('expenses', 'expenses', async () => (await import('./features/expenses/expenses.page.js')).ExpensesPage),
      page('spend', 'spend', async () => (await import('./features/analytics/spend.page.js')).SpendPage),
      page('directory', 'directory', async () => (await import('./features/directory/directory.page.js')).DirectoryPage),
      page('directory-imports', 'importDirectory', async () => (await import('./features/directory/new-import.page.js')).NewImportPage),
      page('directory-imports/:id', 'importDirectory', async () => (await import('./features/directory/import.page.js')).ImportPage),
      page('connections', 'connections', async () => (await import('./features/connections/connections.page.js')).ConnectionsPage),
      page(
        'connections/new',
        'changeConnections',
        async () => (await import('./features/connections/new-connection.page.js')).NewConnectionPage,
      ),
      page('connections/:id', 'connections', async () => (await import('./features/connections/connection.page.js')).ConnectionPage),
      page('apps', 'apps', async () => (await import('./features/oauth/apps.page.js')).AppsPage),
      page('members', 'members', async () => (await import('./features/identity/members.page.js')).MembersPage),
      page('audit', 'audit', async () => (await import('./features/audit/audit.page.js')).AuditPage),
      { path: '*', lazy: async () => ({ Component: (await import('./shell/signed-in.js')).NotFound }) },
    ],
  },
];

/** The console's router. */
export function makeRouter() {
  return createBrowserRouter(routes);
}
