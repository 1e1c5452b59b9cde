/** @jest-environment jsdom */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { makeQueryClient } from '../../gateway/use-gateway.js';
import { LocaleProvider } from '../../i18n/locale.js';
import { SignInPage } from './sign-in.page.js';

jest.unstable_mockModule('../../shell/signed-in.js', () => ({}));

function Here() {
  const { pathname, search } = useLocation();
  return <p>{`at ${pathname}${search}`}</p>;
}

function open(address: string) {
  render(
    <LocaleProvider initial="en">
      <QueryClientProvider client={makeQueryClient()}>
        <MemoryRouter initialEntries={[address]}>
          <Routes>
            <Route path="/sign-in" element={<SignInPage />} />
            <Route path="*" element={<Here />} />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </LocaleProvider>,
  );
  return userEvent.setup();
}

const answers = (status: number, body: unknown) => {
  const fetching = jest.fn<typeof fetch>(() =>
    Promise.resolve({ ok: status < 400, status, text: () => Promise.resolve(JSON.stringify(body)) } as Response),
  );
  globalThis.fetch = fetching;
  return fetching;
};

async function signIn(user: ReturnType<typeof open>) {
  await user.type(screen.getByLabelText('Email'), 'a@example.com');
  await user.type(screen.getByLabelText('Password'), 'correct horse');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
}

afterEach(cleanup);

describe('signing in', () => {
  it('leads back to where one was', async () => {
    const fetching = answers(200, {});
    await signIn(open('/sign-in?next=%2Fbills%2F2026-03%3Ftab%3Dlines'));
    expect(await screen.findByText('at /bills/2026-03?tab=lines')).toBeDefined();
    expect(JSON.parse(fetching.mock.calls[0]![1]!.body as string)).toEqual({ email: 'a@example.com', password: 'correct horse' });
  });

  it('says when mail or password is wrong, and lets one try again', async () => {
    answers(401, { error: { code: 'SIGN_IN_FAILED', message: 'no' } });
    await signIn(open('/sign-in'));
    expect((await screen.findByRole('alert')).textContent).toBe('Email or password is wrong.');
    expect(screen.getByRole('button', { name: 'Sign in' })).toHaveProperty('disabled', false);
  });

  it('says when there were too many attempts', async () => {
    answers(429, { error: { code: 'RATE_LIMITED', message: 'wait' } });
    await signIn(open('/sign-in'));
    expect((await screen.findByRole('alert')).textContent).toBe('Too many attempts. Try again later.');
  });
});
