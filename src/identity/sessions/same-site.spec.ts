import { describe, expect, it } from '@jest/globals';
import { refuseForeignOrigin, refuseForeignPage, type RequestOrigin } from './same-site.js';
import { sessionCookie } from './session-cookie.js';

const PUBLIC = 'https://hub.example.com';
const passes = (check: typeof refuseForeignPage, request: RequestOrigin): boolean => {
  try {
    check(request, PUBLIC);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'CSRF_REFUSED', status: 403 });
    return false;
  }
};

describe('requests that browsers make', () => {
  it('must come from our own page', () => {
    expect(passes(refuseForeignOrigin, { origin: PUBLIC, host: 'inner:4000' })).toBe(true);
    expect(passes(refuseForeignOrigin, { origin: 'http://localhost:4000', host: 'localhost:4000' })).toBe(true);
    expect(passes(refuseForeignOrigin, { origin: null, host: 'localhost:4000' })).toBe(true);
    for (const origin of [
      'https://evil.example',
      'null',
      'http://localhost:5000',
      'not an origin',
      'https://hub.example.com.evil.example',
    ]) {
      expect(passes(refuseForeignOrigin, { origin, host: 'localhost:4000' })).toBe(false);
    }
  });

  it('carry the header when a cookie speaks for them', () => {
    expect(passes(refuseForeignPage, { origin: PUBLIC, host: 'hub.example.com', csrf: '1' })).toBe(true);
    expect(passes(refuseForeignPage, { origin: PUBLIC, host: 'hub.example.com', csrf: null })).toBe(false);
    expect(passes(refuseForeignPage, { origin: 'https://evil.example', host: 'hub.example.com', csrf: '1' })).toBe(false);
  });
});

it('the cookie is Secure and bound to its host wherever there is https', () => {
  expect(sessionCookie('https://hub.example.com')).toMatchObject({
    name: '__Host-interline_session',
    options: { secure: true, httpOnly: true, sameSite: 'lax', path: '/' },
  });
  expect(sessionCookie('http://127.0.0.1:4000')).toMatchObject({ name: 'interline_session', options: { secure: false, httpOnly: true } });
});
