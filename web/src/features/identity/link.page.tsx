import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { GatewayFailure } from '../../gateway/failure.js';
import { call } from '../../gateway/request.js';
import { useTexts } from '../../i18n/texts.js';
import { ErrorNote, Note } from '../../ui/notes.js';
import { FrontDoor } from './front-door.js';
import { SignInFailure } from './sign-in-failure.js';
import { identityTexts } from './identity.texts.js';

/** What a one-time link is for. */
interface LinkFacts {
  kind: 'owner' | 'invite' | 'reset';
  email: string;
  company: { name: string };
  /** The address has a user already, who proves it with the password they have. */
  knownUser: boolean;
}

interface LinkForm {
  name?: string;
  password: string;
  repeat?: string;
}

const SHORTEST_PASSWORD = 10;

/** Accepts an invitation, an owner's first link or a password reset. */
export function LinkPage() {
  const t = useTexts(identityTexts);
  const { token = '' } = useParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const path = `/links/${encodeURIComponent(token)}`;
  const link = useQuery<LinkFacts, GatewayFailure>({
    queryKey: ['link', token],
    queryFn: () => call<LinkFacts>('GET', path),
    retry: false,
  });

  const accept = async ({ name, password }: LinkForm) => {
    setError(null);
    try {
      await call('POST', path, { ...(name ? { name } : {}), password });
      client.clear();
      await navigate('/', { replace: true });
    } catch (failure) {
      setError(failure);
    }
  };

  const facts = link.data;
  const reset = facts?.kind === 'reset';
  const title = reset ? t.linkReset : facts?.knownUser ? t.linkJoin : t.linkTitle;
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
      <Form<LinkForm> layout="vertical" requiredMark={false} onFinish={accept} disabled={!facts}>
        {facts?.knownUser ? <KnownUser /> : <NewPassword asksName={!reset} />}
        {error !== null && (
          <Form.Item>
            <SignInFailure error={error} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" size="large" block>
          {reset ? t.setPassword : t.start}
        </Button>
      </Form>
    </FrontDoor>
  );
}

function KnownUser() {
  const t = useTexts(identityTexts);
  return (
    <Form.Item name="password" label={t.yourPassword} extra={t.yourPasswordWhy} rules={[{ required: true, message: t.passwordNeeded }]}>
      <Input.Password autoComplete="current-password" autoFocus />
    </Form.Item>
  );
}

function NewPassword({ asksName }: { asksName: boolean }) {
  const t = useTexts(identityTexts);
  return (
    <>
      {asksName && (
        <Form.Item name="name" label={t.yourName} rules={[{ required: true, whitespace: true, message: t.nameNeeded }]}>
          <Input autoComplete="name" autoFocus />
        </Form.Item>
      )}
      <Form.Item name="password" label={t.newPassword} rules={[{ required: true, min: SHORTEST_PASSWORD, message: t.tooShort }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t.repeat}
        dependencies={['password']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) => (value === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(t.notSame))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
