import { GatewayFailure } from '../../gateway/failure.js';
import { useTexts } from '../../i18n/texts.js';
import { ErrorNote, Note } from '../../ui/notes.js';
import { identityTexts } from './identity.texts.js';

/** Why somebody was not let in, in plain words. */
export function SignInFailure({ error }: { error: unknown }) {
  const t = useTexts(identityTexts);
  const code = error instanceof GatewayFailure ? error.code : '';
  const known: Record<string, string> = {
    SIGN_IN_FAILED: t.wrong,
    RATE_LIMITED: t.tooMany,
    PASSWORD_WEAK: t.weak,
    LINK_INVALID: t.linkInvalid,
  };
  if (!(code in known)) return <ErrorNote error={error} />;
  return (
    <div role="alert">
      <Note tone="bad" title={known[code]} />
    </div>
  );
}
