import { Button } from 'antd';
import { Link } from 'react-router';
import { ViewerGate } from '../features/identity/viewer.js';
import { useTexts } from '../i18n/texts.js';
import { EmptyState } from '../ui/notes.js';
import { Page } from '../ui/page.js';
import { Shell } from './shell.js';
import { shellTexts } from './shell.texts.js';

/** Everything behind the sign-in. */
export function SignedIn() {
  return (
    <ViewerGate>
      <Shell />
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

/** A page that threw, or whose code could not be loaded after a release. */
export function Crash() {
  const t = useTexts(shellTexts);
  return (
    <main>
      <Page title={t.crashed}>
        <EmptyState title={t.crashedText} action={<Button onClick={() => window.location.reload()}>{t.reload}</Button>} />
      </Page>
    </main>
  );
}
