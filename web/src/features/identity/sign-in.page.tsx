import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { call } from '../../gateway/request.js';
import { useTexts } from '../../i18n/texts.js';
import { PlainButton } from '../../ui/plain-button.js';
import { DoorField } from './door-field.js';
import { FrontDoor } from './front-door.js';
import { identityTexts } from './identity.texts.js';
import { safeNext } from './safe-next.js';
import { SignInFailure } from './sign-in-failure.js';

/** Signs a user in and leads back to where they were going. */
export function SignInPage() {
  const t = useTexts(identityTexts);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [params] = useSearchParams();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  // The console's frame loads while the password is typed.
  useEffect(() => void import('../../shell/signed-in.js'), []);

  const signIn = async (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await call('POST', '/session', { email, password });
      client.clear();
      await navigate(safeNext(params.get('next')), { replace: true });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <FrontDoor title={t.signIn} lead={t.signInLead}>
      <form onSubmit={(event) => void signIn(event)}>
        <DoorField
          label={t.email}
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          required
          value={email}
          onChange={({ target }) => setEmail(target.value)}
        />
        <DoorField
          label={t.password}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
        {error !== null && <SignInFailure error={error} />}
        <PlainButton type="submit" primary busy={busy}>
          {t.signIn}
        </PlainButton>
      </form>
      <p className="muted">{t.forgot}</p>
    </FrontDoor>
  );
}
