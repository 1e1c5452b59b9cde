import type { Actor } from '../../kernel/index.js';

/** What authentication may look at. */
export interface IncomingCredentials {
  /** The `Authorization` header. */
  authorization: string | null;
  /** Cookies by name. */
  cookies: Readonly<Record<string, string>>;
  /** The header that proves a browser request came from our own page. */
  csrf: string | null;
  /** The `Origin` header, with which browsers name the page an unsafe request comes from. */
  origin?: string | null;
  /** The `Host` header. */
  host?: string | null;
  /** Whether the request may change something. */
  unsafe: boolean;
  ip: string | null;
}

/**
 * The port by which platform's doors learn who is calling. `identity` (sessions) and `oauth` (access tokens) implement it; `app.module.ts` lists them.
 * Each answers null when the credentials are not of its kind.
 * @throws UNAUTHENTICATED when they are of its kind and not valid
 */
export interface Authenticator {
  authenticate(credentials: IncomingCredentials): Promise<Actor | null>;
}
