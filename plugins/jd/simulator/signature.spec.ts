import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { desCbc, PrivateFields } from './des.js';
import { md5, signatureOf, textToSign } from './signature.js';

const VECTORS = '../shared/vendors/samples/jd/access-token-sign-vector.json';

describe('the signature of a login', () => {
  const claim = {
    clientSecret: 'S',
    timestamp: '2026-08-01 12:00:00',
    clientId: 'C',
    username: '测试',
    passwordMd5: md5('p'),
    grantType: 'access_token',
    scope: '',
  };

  it('covers the claim between two copies of the secret, as UTF-8, in upper case', () => {
    const text = `S2026-08-01 12:00:00C测试${md5('p')}access_tokenS`;
    expect(textToSign(claim)).toBe(text);
    expect(signatureOf(claim)).toBe(md5(text).toUpperCase());
    expect(md5('p')).toBe('83878c91171338902e0fe0fb97a8c47a');
  });

  const present = existsSync(VECTORS);
  if (!present) console.warn(`skipped: ${VECTORS} is not here, so the collected vectors were not compared`);
  (present ? it : it.skip)('gives the collected vectors', () => {
    const vectors = JSON.parse(readFileSync(VECTORS, 'utf8')) as Record<string, string>[];
    expect(vectors.length).toBeGreaterThan(0);
    for (const vector of vectors) {
      const collected = {
        clientSecret: vector['client_secret']!,
        timestamp: vector['timestamp']!,
        clientId: vector['client_id']!,
        username: vector['username']!,
        passwordMd5: md5(vector['password_plain']!),
        grantType: 'access_token',
        scope: '',
      };
      expect(textToSign(collected)).toBe(vector['string_to_sign']);
      expect(signatureOf(collected)).toBe(vector['sign']);
    }
  });
});

describe('private fields', () => {
  it('are DES/CBC: the example of FIPS 81', () => {
    const [key, iv] = [Buffer.from('0123456789abcdef', 'hex'), Buffer.from('1234567890abcdef', 'hex')];
    const written = desCbc(key, iv, Buffer.from('Now is the time for all ', 'ascii')).toString('hex');
    expect(written.slice(0, 48)).toBe('e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6');
    // A whole block of padding, since the text fills its blocks.
    expect(written).toHaveLength(64);
  });

  it('differ by field and client, and are the same each time', () => {
    const [one, other] = [new PrivateFields('abcdef0123'), new PrivateFields('bbcdef0123')];
    expect(one.write('name', '林一')).toMatch(/^[0-9A-F]{16}$/);
    expect(one.write('name', '林一')).toBe(new PrivateFields('abcdefXXXX').write('name', '林一'));
    expect(one.write('mobile', '林一')).not.toBe(one.write('name', '林一'));
    expect(other.write('name', '林一')).not.toBe(one.write('name', '林一'));
  });
});
