import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { LosslessNumber, parseJson, stringifyJson, type SigningInput, type VendorRequest } from '@interline/sdk';
import fc from 'fast-check';
import { digest, isSignedBy, scalarText, sign, signatureOf, stringToSign } from './sign.js';

const input: SigningInput = {
  secrets: { client_id: 'app-1', client_secret: 'shh', sign_key: 'KEY' },
  config: { company_id: '77', sign_method: 'MD5' },
  token: 'tok',
  now: new Date('2026-04-10T04:00:00.900Z'),
};

describe('the signed string', () => {
  it('is sorted, trimmed, un-encoded, and holds the sign key but not the signature', () => {
    expect(stringToSign({ b: ' 2 ', a: '1', sign: 'old', c: '你 好&=' }, 'KEY')).toBe('a=1&b=2&c=你 好&=&sign_key=KEY');
  });

  it('is digested as lower-case hex of MD5 or SHA-256 over UTF-8', () => {
    const text = 'a=你好';
    expect(digest(text, 'MD5')).toBe(createHash('md5').update(text).digest('hex'));
    expect(digest(text, 'SHA256')).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('gives these digests for a set of our own', () => {
    const params = { company_id: '77', offset: '0', timestamp: '1775793600' };
    expect(stringToSign(params, 'KEY')).toBe('company_id=77&offset=0&sign_key=KEY&timestamp=1775793600');
    expect(signatureOf(params, 'KEY', 'MD5')).toBe('f613839ff26ff1446083be1f564c4036');
    expect(signatureOf(params, 'KEY', 'SHA256')).toBe('f6d219f0ceb52de59eb8c62bc85bf750fdeeba17bd971825fb60a93f2081b982');
  });
});

describe('a signed request', () => {
  it('carries everything in the query of a GET', () => {
    const { query, json } = sign({ method: 'GET', path: '/river/Order/get', query: { offset: '0', name: ' 周一 ' } }, input);
    const { sign: signature, ...rest } = query!;
    expect(json).toBeUndefined();
    expect(rest).toEqual({ offset: '0', name: '周一', client_id: 'app-1', company_id: '77', access_token: 'tok', timestamp: '1775793600' });
    expect(signature).toBe(signatureOf(rest, 'KEY', 'MD5'));
  });

  it('carries everything in the body of a POST, by the method of the settings', () => {
    const request: VendorRequest = { method: 'POST', path: '/x', json: { cur_page: 1, gone: null, absent: undefined, flag: true } };
    const body = sign(request, { ...input, config: { company_id: '77', sign_method: 'SHA256' } }).json as Record<string, unknown>;
    const { sign: signature, ...rest } = body;
    expect(rest).toEqual({ cur_page: 1, flag: true, client_id: 'app-1', company_id: '77', access_token: 'tok', timestamp: 1775793600 });
    const texts = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
    expect(signature).toBe(signatureOf(texts, 'KEY', 'SHA256'));
  });

  it('carries the client secret only where a token is asked for, and the sign key never', () => {
    const request: VendorRequest = { method: 'POST', path: '/river/Auth/authorize', json: { grant_type: 'client_credentials' } };
    const body = sign(request, { ...input, token: null }).json as Record<string, unknown>;
    expect(body).toMatchObject({ client_id: 'app-1', client_secret: 'shh', grant_type: 'client_credentials', timestamp: 1775793600 });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['company_id']));
    expect(JSON.stringify(body)).not.toContain('KEY');
    expect(JSON.stringify(sign({ method: 'GET', path: '/x' }, input))).not.toContain('shh');
  });

  it('replaces a signature that is there, so that signing again after a new token is right', () => {
    const once = sign({ method: 'GET', path: '/x', query: { a: '1' } }, input);
    const again = sign(once, { ...input, token: 'new' });
    expect(again).toEqual(sign({ method: 'GET', path: '/x', query: { a: '1' } }, { ...input, token: 'new' }));
  });

  it('refuses nested data, which has to travel as a JSON string', () => {
    expect(() => sign({ method: 'POST', path: '/x', json: { data: { a: 1 } } }, input)).toThrow(/data is not a plain value/);
    expect(() => sign({ method: 'POST', path: '/x', json: { list: [1] } }, input)).toThrow(TypeError);
    expect(() => sign({ method: 'POST', path: '/x', json: [1] }, input)).toThrow(TypeError);
    expect(() => scalarText('n', Number.NaN)).toThrow(TypeError);
  });

  it('writes every number on the wire exactly as it was signed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.bigInt(), fc.double({ noNaN: true, noDefaultInfinity: true })), (value) => {
        const body = sign({ method: 'POST', path: '/x', json: { value } }, input).json;
        const wire = (parseJson(stringifyJson(body)) as { value: LosslessNumber }).value.value;
        expect(Number(wire)).toBe(Number(scalarText('value', value)));
        expect(wire === '-0' ? '0' : wire).toBe(scalarText('value', value));
      }),
    );
    expect(scalarText('id', new LosslessNumber('1125990000000000101'))).toBe('1125990000000000101');
  });
});

describe('checking a signature', () => {
  const params = { client_id: 'app-1', order_id: '9' };

  it.each(['MD5', 'SHA256'] as const)('accepts one made by %s, in either case of letters', (method) => {
    const signature = signatureOf(params, 'KEY', method);
    expect(isSignedBy(params, signature, 'KEY')).toBe(true);
    expect(isSignedBy(params, signature.toUpperCase(), 'KEY')).toBe(true);
  });

  it('refuses another key, a changed field, another length, and an empty key', () => {
    const signature = signatureOf(params, 'KEY', 'MD5');
    expect(isSignedBy(params, signature, 'OTHER')).toBe(false);
    expect(isSignedBy({ ...params, order_id: '8' }, signature, 'KEY')).toBe(false);
    expect(isSignedBy(params, signature.slice(1), 'KEY')).toBe(false);
    expect(isSignedBy(params, signatureOf(params, '', 'MD5'), '')).toBe(false);
    expect(isSignedBy({ ...params, sign_key: 'MINE' }, signatureOf(params, 'MINE', 'MD5'), 'KEY')).toBe(false);
  });
});
