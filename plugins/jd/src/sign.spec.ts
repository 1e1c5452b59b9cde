import { describe, expect, it } from '@jest/globals';
import type { SigningInput } from '@interline/sdk';
import { responseOf, success } from '../fixtures/vendor.js';
import { TOKEN_PATH, sign } from './sign.js';
import { token } from './token.js';

const input: SigningInput = {
  secrets: { client_secret: 'shh', password: 'pass' },
  config: { client_id: 'id', username: '测试 企业' },
  token: null,
  now: new Date('2026-08-01T04:00:00.900Z'),
};

describe('the request for a token', () => {
  it('is signed over the raw user name and the time in Beijing, and holds neither secret', () => {
    const { form, ...request } = sign(token.request({}), input);
    expect(request).toEqual({ method: 'POST', path: TOKEN_PATH, idempotent: true });
    expect(form).toEqual({
      grant_type: 'access_token',
      client_id: 'id',
      username: '测试 企业',
      password: '1a1dc91c907325c69271ddf0c944bc72',
      timestamp: '2026-08-01 12:00:00',
      scope: '',
      sign: '8A90D1400A91AA3C0D324E9A7664866A',
    });
    expect(JSON.stringify(form)).not.toMatch(/shh|"pass"/);
  });
});

it('a business call carries the token beside its own parameters, and nothing else', () => {
  const request = { method: 'POST', path: '/api/message/get', form: { type: '1' } } as const;
  expect(sign(request, { ...input, token: 'tok' }).form).toEqual({ type: '1', token: 'tok' });
  expect(sign(sign(request, { ...input, token: 'old' }), { ...input, token: 'new' }).form!.token).toBe('new');
});

describe('the token', () => {
  it('lives as many seconds as the answer says, else a day', () => {
    expect(
      token.read(success({ access_token: 'abc', time: 1785556800000, expires_in: 86399, refresh_token_expires: 1801108800000 })),
    ).toEqual({
      accessToken: 'abc',
      expiresInSeconds: 86_399,
    });
    expect(token.read(success({ access_token: 'abc' })).expiresInSeconds).toBe(86_400);
  });

  it('that is not there is the fault of JD', () => {
    for (const body of [{ success: true, result: null }, { success: true, result: { access_token: '' } }, '<html>'])
      expect(() => token.read(responseOf(body))).toThrow(
        expect.objectContaining({ fault: expect.objectContaining({ code: 'no_access_token' }) }),
      );
  });
});
