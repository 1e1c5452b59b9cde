/** Where to go after signing in: only a path of this console, never another site. */
export function safeNext(next: string | null): string {
  // Browsers drop tabs and line ends out of addresses: "/<tab>/site" would be another site.
  return next && /^\/(?![/\\])\P{Cc}*$/u.test(next) && !next.startsWith('/sign-in') ? next : '/';
}
