import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { SigningInput, VendorRequest } from '@interline/sdk';
import { sign, signMethodOf } from './sign.js';

const input: SigningInput = {
  secrets: { app_key: '12345678', app_secret: 'shh' },
  config: {},
  token: null,
  now: new Date('2026-08-01T04:00:00.900Z'),
};
const request: VendorRequest = { method: 'POST', path: '/router/rest', form: { method: 'a.b.get', order_id: '3', name: '你 好&=' } };
const text = (method: string): string =>
  `app_key12345678formatjsonmethoda.b.getname你 好&=order_id3sign_method${method}timestamp2026-08-01 12:00:00v2.0`;

describe('a signed request', () => {
  it.each([
    [
      'md5',
      createHash('md5')
        .update(`shh${text('md5')}shh`)
        .digest('hex'),
    ],
    ['hmac', createHmac('md5', 'shh').update(text('hmac')).digest('hex')],
    ['hmac-sha256', createHmac('sha256', 'shh').update(text('hmac-sha256')).digest('hex')],
  ])('carries the common parameters and the signature by %s over all of them', (sign_method, digest) => {
    expect(sign(request, { ...input, config: { sign_method } })).toEqual({
      ...request,
      form: {
        ...request.form,
        app_key: '12345678',
        format: 'json',
        v: '2.0',
        sign_method,
        timestamp: '2026-08-01 12:00:00',
        sign: digest.toUpperCase(),
      },
    });
  });

  it('is signed by HMAC-SHA256 unless the settings say otherwise', () => {
    for (const setting of [undefined, null, 'sha1', 'constructor']) expect(signMethodOf(setting)).toBe('hmac-sha256');
    expect(sign(request, input).form).toMatchObject({ sign_method: 'hmac-sha256' });
  });

  it('carries the session key where there is one, and never the secret', () => {
    const { form } = sign(request, { ...input, secrets: { ...input.secrets, session: 'sess-1' } });
    expect(form).toMatchObject({ session: 'sess-1' });
    expect(form!.sign).not.toBe(sign(request, input).form!.sign);
    expect(sign(request, { ...input, secrets: { ...input.secrets, session: '' } })).toEqual(sign(request, input));
    expect(JSON.stringify(form)).not.toContain('shh');
  });

  it('is signed anew when it is sent again', () => {
    const later = { ...input, now: new Date('2026-08-01T04:00:05Z') };
    expect(sign(sign(request, input), later)).toEqual(sign(request, later));
  });
});
