import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { readFlatJson } from './flat-json.js';
import { digest, signatureOf, textToSign } from './signature.js';

const VECTORS = '../shared/vendors/samples/didi/sign-vectors.json';

describe('signature', () => {
  it('gives the published digest of the published text', () => {
    expect(digest('a=1&b=2&c=3', 'MD5')).toBe('ce788ff9145c2260534889c454d437b8');
    expect(textToSign({ c: '3', a: '1', b: '2' })).toBe('a=1&b=2&c=3');
  });

  it('signs sorted, trimmed parameters with the key among them, without nulls and without the signature', () => {
    const params = { timestamp: '1566733837', client_id: 'app ', grant_type: 'client_credentials', phone: null, sign: 'old', b: undefined };
    const text = 'client_id=app&grant_type=client_credentials&sign_key=KEY&timestamp=1566733837';
    expect(textToSign(params, 'KEY')).toBe(text);
    expect(signatureOf(params, 'KEY', 'MD5')).toBe(createHash('md5').update(text).digest('hex'));
    expect(signatureOf(params, 'KEY', 'SHA256')).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('signs UTF-8', () => {
    expect(signatureOf({ name: '苏州' }, 'k', 'MD5')).toBe(createHash('md5').update('name=苏州&sign_key=k', 'utf8').digest('hex'));
  });

  const present = existsSync(VECTORS);
  if (!present) console.warn(`skipped: ${VECTORS} is not here, so the collected vectors were not compared`);
  (present ? it : it.skip)('gives the collected vectors', () => {
    interface Vector {
      string_to_sign: string;
      md5?: string;
      sha256?: string;
      params?: Record<string, string>;
      sign_key?: string;
    }
    const vectors = JSON.parse(readFileSync(VECTORS, 'utf8')) as Vector[];
    expect(vectors.length).toBeGreaterThan(0);
    for (const vector of vectors) {
      if (vector.params) expect(textToSign(vector.params, vector.sign_key)).toBe(vector.string_to_sign);
      if (vector.md5) expect(digest(vector.string_to_sign, 'MD5')).toBe(vector.md5);
      if (vector.sha256) expect(digest(vector.string_to_sign, 'SHA256')).toBe(vector.sha256);
    }
  });
});

describe('flat JSON', () => {
  it('keeps the text of numbers, since that was signed', () => {
    expect(readFlatJson('{ "a" : 1.50, "b":-2e3,"c":900719925474099105, "d":"x\\"y", "e":true, "f":null }')).toEqual({
      a: '1.50',
      b: '-2e3',
      c: '900719925474099105',
      d: 'x"y',
      e: 'true',
      f: null,
    });
    expect(readFlatJson('{}')).toEqual({});
  });

  it('refuses what is nested, cut or no object', () => {
    for (const text of ['{"a":{}}', '{"a":[1]}', '{"a":1', '[1]', '"a"', '']) expect(() => readFlatJson(text)).toThrow(SyntaxError);
  });
});
