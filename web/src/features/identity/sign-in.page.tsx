import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { call } from '../../gateway/request.js';
import { useTexts } from '../../i18n/texts.js';
import { FrontDoor } from './front-door.js';
import { identityTexts } from './identity.texts.js';
import { safeNext } from './safe-next.js';
import { SignInFailure } from './sign-in-failure.js';

interface Credentials {
  email: string;
  password: string;
}

/** Signs a user in and leads back to where they were going. */
export function SignInPage() {
  const t = useTexts(identityTexts);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [params] = useSearchParams();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const signIn = async (credentials: Credentials) => {
    setBusy(true);
    setError(null);
    try {
      await call('POST', '/session', credentials);
      client.clear();
      await navigate(safeNext(params.get('next')), { replace: true });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <FrontDoor title={t.signIn} lead={t.signInLead}>
      <Form<Credentials> layout="vertical" requiredMark={false} onFinish={(values) => void signIn(values)} disabled={busy}>
        <Form.Item name="email" label={t.email} rules={[{ required: true, message: t.emailNeeded }]}>
          <Input type="email" autoComplete="username" autoFocus size="large" />
        </Form.Item>
        <Form.Item name="password" label={t.password} rules={[{ required: true, message: t.passwordNeeded }]}>
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        {error !== null && (
          <Form.Item>
            <SignInFailure error={error} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" size="large" block loading={busy}>
          {t.signIn}
        </Button>
      </Form>
      <p className="muted">{t.forgot}</p>
    </FrontDoor>
  );
}
