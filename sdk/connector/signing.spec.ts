import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { sameSignature, signWith, sortedSignature, type SortedParams } from './signing.js';
import type { SigningInput, VendorRequest } from './connector.js';

const input: SigningInput = {
  secrets: { app: 'app-1', key: 'k3y', user: 'anna', password: 'pä:ss' },
  config: { company: '42' },
  token: 'T0K3N',
  now: new Date('2026-11-20T03:04:05.678Z'),
};
const get: VendorRequest = { method: 'GET', path: '/orders', query: { page: '1' } };

describe('signing codecs', () => {
  it('puts a token, a credential or a pair where the vendor wants it', () => {
    expect(signWith({ name: 'bearer' }, get, input).headers).toEqual({ authorization: 'Bearer T0K3N' });
    expect(signWith({ name: 'bearer' }, get, { ...input, token: null })).toEqual(get);
    expect(signWith({ name: 'bearer', secret: 'key' }, get, input).headers).toEqual({ authorization: 'Bearer k3y' });
    expect(signWith({ name: 'header', header: 'X-Api-Key', secret: 'key' }, get, input).headers).toEqual({ 'x-api-key': 'k3y' });
    expect(signWith({ name: 'query', param: 'key', secret: 'key' }, get, input).query).toEqual({ page: '1', key: 'k3y' });
    const basic = signWith({ name: 'basic', user: 'user', password: 'password' }, get, input).headers!['authorization']!;
    expect(Buffer.from(basic.slice('Basic '.length), 'base64').toString('utf8')).toBe('anna:pä:ss');
  });

  const rule: SortedParams = {
    name: 'sorted_params',
    digest: 'md5',
    secret: 'key',
    place: { param: 'sign_key' },
    add: { client_id: { secret: 'app' }, company_id: { config: 'company' }, access_token: 'token', v: { text: '2' } },
    timestamp: { param: 'timestamp', format: 'seconds' },
  };

  it('signs the query of a GET; the secret only enters the text', () => {
    const { query } = signWith(rule, get, input);
    expect(query).toEqual({
      page: '1',
      client_id: 'app-1',
      company_id: '42',
      access_token: 'T0K3N',
      v: '2',
      timestamp: '1795143845',
      sign: sortedSignature(
        rule,
        { page: '1', client_id: 'app-1', company_id: '42', access_token: 'T0K3N', v: '2', timestamp: '1795143845' },
        'k3y',
      ),
    });
    expect(JSON.stringify(query)).not.toContain('k3y');
  });

  it('signs a JSON body over the texts of its values, and refuses nested ones', () => {
    const signed = signWith(rule, { method: 'POST', path: '/x', json: { count: 3, on: true } }, { ...input, token: null });
    expect(signed.json).toMatchObject({ count: 3, on: true, client_id: 'app-1', timestamp: '1795143845' });
    expect(signed.json).not.toHaveProperty('access_token');
    expect(() => signWith(rule, { method: 'POST', path: '/x', json: { filter: { a: 1 } } }, input)).toThrow(/filter/);
  });

  it('writes local times in the offset it is told', () => {
    const timestamp = { param: 'ts', format: 'local', offset: '+08:00' } as const;
    expect(signWith({ ...rule, timestamp }, get, input).query!['ts']).toBe('2026-11-20 11:04:05');
    expect(signWith({ ...rule, timestamp: { param: 'ts', format: 'milliseconds' } }, get, input).query!['ts']).toBe('1795143845678');
  });

  it.each<[string, Omit<SortedParams, 'name' | 'secret'>, string]>([
    ['around the text', { digest: 'md5', pair: 'kv', join: '', place: 'around', case: 'upper' }, '691D595FBC9ADAD98F22F4A2E725E188'],
    ['behind the text', { digest: 'md5', join: '', place: 'end' }, 'c0132ffc58f7448b937db725e45db7d8'],
    [
      'as one more parameter',
      { digest: 'sha256', place: { param: 'key' } },
      'f8a159a1b2fd28ad739ac69871954379281bd186a35dda0754e30c9c10e05b41',
    ],
    [
      'as the key of an HMAC',
      { digest: 'hmac-sha256', pair: 'kv', join: '', place: 'none' },
      '4db9f033389379ab4a3558fc96fa7a31100d1eb4f8552042d44ab49420e5a58a',
    ],
  ])('digests with the secret %s, as openssl does', (_, how, signature) => {
    expect(sortedSignature(how, { c: '张', a: '1', b2: '2', sign: 'left out' }, 'k3y')).toBe(signature);
  });

  it('compares signatures of any length', () => {
    expect(sameSignature('abc', 'abc')).toBe(true);
    expect(sameSignature('abc', 'abd')).toBe(false);
    expect(sameSignature('abc', 'ab')).toBe(false);
  });
});

describe('sorted parameters against published vectors', () => {
  const samples = new URL('../../../shared/vendors/samples/', import.meta.url);
  const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, samples), 'utf8'));
  if (!existsSync(samples)) {
    it.skip('need the folder of vendor samples beside this checkout', () => undefined);
    return;
  }

  it('gives the digest of a plain text', () => {
    const [first] = read('didi/sign-vectors.json') as { string_to_sign: string; md5: string }[];
    const params = Object.fromEntries(first!.string_to_sign.split('&').map((pair) => pair.split('=') as [string, string]));
    expect(sortedSignature({ digest: 'md5', place: 'none' }, params, '')).toBe(first!.md5);
  });

  it('takes the secret as one more parameter', () => {
    const vector = (
      read('didi/sign-vectors.json') as { params: Record<string, string>; sign_key: string; md5: string; sha256: string }[]
    )[1]!;
    const place = { param: 'sign_key' };
    expect(sortedSignature({ digest: 'md5', place }, vector.params, vector.sign_key)).toBe(vector.md5);
    expect(sortedSignature({ digest: 'sha256', place }, vector.params, vector.sign_key)).toBe(vector.sha256);
  });

  it('takes the secret around the text, or as the key of an HMAC, in capitals', () => {
    const vector = read('eleme/top-sign-vector.json') as Record<string, string> & { params: Record<string, string> };
    const rule = { pair: 'kv', join: '', case: 'upper' } as const;
    expect(sortedSignature({ ...rule, digest: 'md5', place: 'around' }, vector.params, vector['secret']!)).toBe(vector['sign_md5']);
    expect(sortedSignature({ ...rule, digest: 'hmac-md5', place: 'none' }, vector.params, vector['secret']!)).toBe(vector['sign_hmac_md5']);
    expect(sortedSignature({ ...rule, digest: 'hmac-sha256', place: 'none' }, vector.params, vector['secret']!)).toBe(
      vector['sign_hmac_sha256'],
    );
  });
});
