import { LONGEST_MS } from './session-keeper.js';

/** Name and attributes of the session's cookie. Over https its name makes browsers enforce Secure, the path and that no subdomain set it. */
export function sessionCookie(publicUrl: string): { name: string; options: CookieOptions } {
  const secure = publicUrl.startsWith('https:');
  return {
    name: secure ? '__Host-interline_session' : 'interline_session',
    options: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: LONGEST_MS / 1000 },
  };
}

/** What Fastify's cookie plugin is told. */
export interface CookieOptions {
  httpOnly: true;
  sameSite: 'lax';
  secure: boolean;
  path: '/';
  /** Seconds. */
  maxAge: number;
}
