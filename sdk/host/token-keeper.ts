import { randomUUID } from 'node:crypto';
import { VendorError } from '../connector/errors.js';
import { hostFault } from './host-faults.js';
import type { Sleep } from './repeat.js';
import { unlessStopped } from './stop.js';
import type { StoredToken, TokenStore } from './token-store.js';

/** A token that was fetched just now. */
export interface FetchedToken {
  accessToken: string;
  expiresInSeconds: number;
}

/** Asks the vendor for a token. Not tied to the run that needs it first: others wait for the same one. @throws VendorError */
export type FetchToken = () => Promise<FetchedToken>;

/** What a token keeper works with. */
export interface TokenKeeperOptions {
  store: TokenStore;
  /** Names the credentials the tokens are fetched with. */
  credentials: string;
  /** The clock tokens expire by. */
  now(): Date;
  sleep: Sleep;
}

/** A process that died while it fetched a token holds the others up for this long. */
const CLAIM_MS = 30_000;
/** How long a process waits for another's token. */
const PATIENCE_MS = 45_000;
const LOOK_AGAIN_MS = 150;
/** After a refusal the vendor is not asked again for this long: wrong credentials must not lock the account. */
const COOLDOWN_MS = 10_000;

/**
 * The token of one account's credentials. Whoever needs one gets the same, and however many need a new one at once, in whichever process, one of them
 * asks the vendor. A token is saved before it is used.
 */
export class TokenKeeper {
  private cached: StoredToken | null = null;
  private pending: Promise<string> | null = null;
  private refusal: { error: unknown; until: number } | null = null;
  private readonly holder = randomUUID();

  constructor(private readonly options: TokenKeeperOptions) {}

  /** Names the credentials this keeper's tokens were fetched with. */
  get credentials(): string {
    return this.options.credentials;
  }

  /** A token that should be valid. @throws VendorError when the vendor gives none */
  async current(fetch: FetchToken, signal: AbortSignal): Promise<string> {
    if (this.cached && this.isUsable(this.cached, null)) return this.cached.accessToken;
    return this.obtain(null, fetch, signal);
  }

  /** Another token than the one the vendor refused: the one somebody fetched meanwhile, or a new one. @throws VendorError */
  async renew(refused: string, fetch: FetchToken, signal: AbortSignal): Promise<string> {
    if (this.cached && this.isUsable(this.cached, refused)) return this.cached.accessToken;
    const token = await this.obtain(refused, fetch, signal);
    // What was under way already may have been for somebody who did not know of the refusal.
    return token === refused ? this.obtain(refused, fetch, signal) : token;
  }

  private isUsable(token: StoredToken, refused: string | null): boolean {
    return token.credentials === this.options.credentials && token.accessToken !== refused && token.expiresAt > this.options.now();
  }

  private obtain(refused: string | null, fetch: FetchToken, signal: AbortSignal): Promise<string> {
    this.pending ??= this.fetchOrAwait(refused, fetch).finally(() => (this.pending = null));
    return unlessStopped(this.pending, signal);
  }

  private async fetchOrAwait(refused: string | null, fetch: FetchToken): Promise<string> {
    const { store, sleep } = this.options;
    const never = new AbortController().signal;
    for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline;) {
      const known = await this.readUsable(refused);
      if (known) return known;
      if (this.refusal && performance.now() < this.refusal.until) throw this.refusal.error;
      if (await store.claim(this.holder, CLAIM_MS)) {
        const fetched = await this.fetchClaimed(refused, fetch);
        if (fetched) return fetched;
      } else {
        await sleep(LOOK_AGAIN_MS, never);
      }
    }
    throw new VendorError(hostFault('TOKEN_BUSY', 'another process is fetching the token and does not come back'));
  }

  private async readUsable(refused: string | null): Promise<string | null> {
    const stored = await this.options.store.read();
    if (!stored || !this.isUsable(stored, refused)) return null;
    this.cached = stored;
    return stored.accessToken;
  }

  /** Null when somebody was quicker after all. */
  private async fetchClaimed(refused: string | null, fetch: FetchToken): Promise<string | null> {
    const { store, credentials, now } = this.options;
    // Between the look and the claim another may have saved one and ended its claim.
    const stored = await store.read();
    if (stored && this.isUsable(stored, refused)) {
      await store.release(this.holder);
      return this.readUsable(refused);
    }
    try {
      const { accessToken, expiresInSeconds } = await fetch();
      // Given up a little early, so that it does not expire on its way.
      const usable = Math.max(1, expiresInSeconds - Math.min(60, expiresInSeconds / 10));
      const token = { accessToken, expiresAt: new Date(now().getTime() + usable * 1000), credentials };
      if (!(await store.save(this.holder, token, stored?.version ?? 0))) return null;
      this.cached = { ...token, version: (stored?.version ?? 0) + 1 };
      this.refusal = null;
      return accessToken;
    } catch (error) {
      if (error instanceof VendorError && (error.fault.class === 'auth' || error.fault.class === 'config')) {
        this.refusal = { error, until: performance.now() + COOLDOWN_MS };
      }
      await store.release(this.holder).catch(() => undefined);
      throw error;
    }
  }
}
