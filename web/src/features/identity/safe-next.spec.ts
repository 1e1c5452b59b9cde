import { describe, expect, it } from '@jest/globals';
import { safeNext } from './safe-next.js';

describe('where signing in leads', () => {
  it('leads back into the console', () => {
    expect(safeNext('/bills/2026-03?tab=lines')).toBe('/bills/2026-03?tab=lines');
    expect(safeNext(null)).toBe('/');
  });

  it('never leads to another site', () => {
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '/\n\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
    ])
      expect(safeNext(next)).toBe('/');
    expect(safeNext('/sign-in?next=/x')).toBe('/');
  });
});
