import { describe, expect, it } from '@jest/globals';
import { filled, settingsOf } from './settings.js';

const SCHEMA = {
  type: 'object',
  required: ['key'],
  properties: {
    method: { type: 'string', enum: ['MD5', 'SHA256'], default: 'MD5', title: { 'zh-CN': '签名方式', en: 'Method' } },
    days: { type: 'integer', title: 'Days' },
    key: { type: 'string', secret: true, maxLength: 64, title: { en: 'Key' }, description: { 'zh-CN': '只用于签名' } },
    broken: { type: 'string', pattern: '(' },
  },
};

describe('settings a plugin asks for', () => {
  it('puts required ones first and reads titles in the language', () => {
    const settings = settingsOf(SCHEMA, 'zh-CN');
    expect(settings.map(({ name, title, kind, required, secret }) => [name, title, kind, required, secret])).toEqual([
      ['key', 'Key', 'text', true, true],
      ['method', '签名方式', 'text', false, false],
      ['days', 'Days', 'number', false, false],
      ['broken', 'broken', 'text', false, false],
    ]);
    expect(settings[0]?.description).toBe('只用于签名');
    expect(settings[1]).toMatchObject({ choices: ['MD5', 'SHA256'], initial: 'MD5' });
    expect(settings[3]?.pattern).toBeUndefined();
  });

  it('asks for nothing when there is no schema', () => {
    expect(settingsOf(null, 'en')).toEqual([]);
  });

  it('sends no empty values', () => {
    expect(filled({ a: '', b: null, c: 0, d: false, e: 'x', f: undefined })).toEqual({ c: 0, d: false, e: 'x' });
    expect(filled(undefined)).toEqual({});
  });
});
