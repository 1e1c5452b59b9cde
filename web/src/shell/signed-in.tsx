import { Link } from 'react-router';
import { ViewerGate } from '../features/identity/viewer.js';
import { useTexts } from '../i18n/texts.js';
import { AntProvider } from '../theme/ant-provider.js';
import { EmptyState } from '../ui/notes.js';
import { Page } from '../ui/page.js';
import { Shell } from './shell.js';
import { shellTexts } from './shell.texts.js';

/** Everything behind the sign-in. */
export function SignedIn() {
  return (
    <ViewerGate>
      <AntProvider>
        <Shell />
      </AntProvider>
    </ViewerGate>
  );
}

/** An address that leads nowhere. */
export function NotFound() {
  const t = useTexts(shellTexts);
  return (
    <Page title={t.notFoundTitle}>
      <EmptyState title={t.notFoundText} action={<Link to="/">{t.backHome}</Link>} />
    </Page>
  );
}
