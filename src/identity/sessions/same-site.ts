import { identityErrors } from '../identity.errors.js';

/** What a request says about the page it came from. */
export interface RequestOrigin {
  /** The `Origin` header; browsers send it with every unsafe request. */
  origin?: string | null;
  /** The `Host` header. */
  host?: string | null;
  /** The header that only our own page can set. */
  csrf?: string | null;
}

/**
 * Refuses a request that another site's page made the browser send: it names an origin that is neither the host it was sent to nor the public address.
 * Programs send no origin.
 * @throws CSRF_REFUSED
 */
export function refuseForeignOrigin(request: RequestOrigin, publicUrl: string): void {
  if (!request.origin || request.origin === publicUrl) return;
  const host = URL.canParse(request.origin) ? new URL(request.origin).host : null;
  if (host === null || host !== request.host) throw identityErrors.CSRF_REFUSED('the request comes from a page of another site');
}

/** The same for a request that a cookie speaks for: it must also carry the header that no page of another site can set. @throws CSRF_REFUSED */
export function refuseForeignPage(request: RequestOrigin, publicUrl: string): void {
  if (!request.csrf) throw identityErrors.CSRF_REFUSED('the header x-interline-csrf is missing');
  refuseForeignOrigin(request, publicUrl);
}
