/** A vendor's token as it is kept between uses. The keeper seals it; it is a secret. */
export interface StoredToken {
  accessToken: string;
  expiresAt: Date;
  /** Names the credentials the token was fetched with, so that new credentials never use an old token. Not a secret. */
  credentials: string;
  /** Counts up with every token saved; 0 is no token. */
  version: number;
}

/**
 * Where the token of one account's credentials is kept, for all processes. The server keeps it in a row, sealed.
 * No transaction and no lock is held while the vendor is asked: the right to ask is a claim with an end, so that a process that died
 * with it stops nobody for long.
 */
export interface TokenStore {
  /** The token that was saved last, or null. */
  read(): Promise<StoredToken | null>;
  /**
   * Claims the right to fetch the next token for some milliseconds of real time.
   * @returns false while another holder's claim has not ended
   */
  claim(holder: string, milliseconds: number): Promise<boolean>;
  /**
   * Saves a token and ends the holder's claim.
   * @param after the version that was read before; 0 for none
   * @returns false when another version stands there by now: nothing was saved, read again
   */
  save(holder: string, token: Omit<StoredToken, 'version'>, after: number): Promise<boolean>;
  /** Ends the holder's claim without a token. */
  release(holder: string): Promise<void>;
}

/** A token store in memory: for a process of its own, such as the contract suite or a command. */
export function memoryTokenStore(): TokenStore {
  let token: StoredToken | null = null;
  let claim: { holder: string; until: number } | null = null;
  return {
    read: async () => token,
    async claim(holder, milliseconds) {
      if (claim && claim.holder !== holder && performance.now() < claim.until) return false;
      claim = { holder, until: performance.now() + milliseconds };
      return true;
    },
    async save(holder, next, after) {
      if (claim?.holder === holder) claim = null;
      if ((token?.version ?? 0) !== after) return false;
      token = { ...next, version: after + 1 };
      return true;
    },
    async release(holder) {
      if (claim?.holder === holder) claim = null;
    },
  };
}
