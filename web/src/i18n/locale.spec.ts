import { describe, expect, it } from '@jest/globals';
import { initialLocale } from './locale.js';

describe('the first language', () => {
  it('is the one chosen before', () => {
    expect(initialLocale('en', ['zh-CN'])).toBe('en');
    expect(initialLocale('zh-CN', ['en-US'])).toBe('zh-CN');
  });

  it('is the first of the browser’s that the console knows, else Chinese', () => {
    expect(initialLocale(null, ['fr-FR', 'en-GB', 'zh-TW'])).toBe('en');
    expect(initialLocale(null, ['zh-HK', 'en'])).toBe('zh-CN');
    expect(initialLocale('de', ['fr'])).toBe('zh-CN');
    expect(initialLocale(null, [])).toBe('zh-CN');
  });
});
