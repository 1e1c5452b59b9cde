import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { GatewayFailure } from '../../gateway/failure.js';
import { call } from '../../gateway/request.js';
import { useTexts } from '../../i18n/texts.js';
import { ErrorNote, Note } from '../../ui/notes.js';
import { PlainButton } from '../../ui/plain-button.js';
import { DoorField } from './door-field.js';
import { FrontDoor } from './front-door.js';
import { identityTexts } from './identity.texts.js';
import { SignInFailure } from './sign-in-failure.js';

/** What a one-time link is for. */
interface LinkFacts {
  kind: 'owner' | 'invite' | 'reset';
  email: string;
  company: { name: string };
  /** The address has a user already, who proves it with the password they have. */
  knownUser: boolean;
}

const SHORTEST_PASSWORD = 10;

/** Accepts an invitation, an owner's first link or a password reset. */
export function LinkPage() {
  const t = useTexts(identityTexts);
  const { token = '' } = useParams();
  const path = `/links/${encodeURIComponent(token)}`;
  const link = useQuery<LinkFacts, GatewayFailure>({
    queryKey: ['link', token],
    queryFn: () => call<LinkFacts>('GET', path),
    retry: false,
  });
  const facts = link.data;
  const title = facts?.kind === 'reset' ? t.linkReset : facts?.knownUser ? t.linkJoin : t.linkTitle;
  if (link.error) {
    return (
      <FrontDoor title={title}>
        {link.error.code === 'LINK_INVALID' ? (
          <Note tone="bad" title={t.linkInvalid} />
        ) : (
          <ErrorNote error={link.error} onRetry={() => void link.refetch()} />
        )}
        <p>
          <Link to="/sign-in">{t.signIn}</Link>
        </p>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title={title} lead={facts && t.linkFor(facts.email, facts.company.name)}>
      {facts && <LinkForm facts={facts} path={path} />}
    </FrontDoor>
  );
}

/** Uses the link up, and goes in signed in. */
function useAccept(path: string) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const accept = async (answer: { name?: string; password: string }) => {
    setBusy(true);
    setError(null);
    try {
      await call('POST', path, answer);
      client.clear();
      await navigate('/', { replace: true });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return { accept, busy, error };
}

function LinkForm({ facts, path }: { facts: LinkFacts; path: string }) {
  const t = useTexts(identityTexts);
  const { accept, busy, error } = useAccept(path);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const asksName = !facts.knownUser && facts.kind !== 'reset';
  const tooShort = !facts.knownUser && [...password].length < SHORTEST_PASSWORD;
  const differs = !facts.knownUser && password !== repeat;

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (!tooShort && !differs) void accept({ ...(asksName ? { name: name.trim() } : {}), password });
  };

  return (
    <form onSubmit={submit}>
      {asksName && (
        <DoorField
          label={t.yourName}
          name="name"
          autoComplete="name"
          autoFocus
          required
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      )}
      <DoorField
        label={facts.knownUser ? t.yourPassword : t.newPassword}
        hint={facts.knownUser && t.yourPasswordWhy}
        problem={tried && tooShort ? t.tooShort : null}
        type="password"
        name="password"
        autoComplete={facts.knownUser ? 'current-password' : 'new-password'}
        required
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      {!facts.knownUser && (
        <DoorField
          label={t.repeat}
          problem={tried && !tooShort && differs ? t.notSame : null}
          type="password"
          name="repeat"
          autoComplete="new-password"
          required
          value={repeat}
          onChange={({ target }) => setRepeat(target.value)}
        />
      )}
      {error !== null && <SignInFailure error={error} />}
      <PlainButton type="submit" primary busy={busy}>
        {facts.kind === 'reset' ? t.setPassword : t.start}
      </PlainButton>
    </form>
  );
}
