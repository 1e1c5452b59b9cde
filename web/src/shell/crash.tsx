import { useTexts } from '../i18n/texts.js';
import { EmptyState } from '../ui/notes.js';
import { Page } from '../ui/page.js';
import { PlainButton } from '../ui/plain-button.js';
import { shellTexts } from './shell.texts.js';

/** A page that threw, or whose code could not be loaded because a release replaced it. */
export function Crash() {
  const t = useTexts(shellTexts);
  return (
    <main>
      <Page title={t.crashed}>
        <EmptyState title={t.crashedText} action={<PlainButton onClick={() => window.location.reload()}>{t.reload}</PlainButton>} />
      </Page>
    </main>
  );
}
