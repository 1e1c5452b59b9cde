import { randomBytes } from 'node:crypto';

import { parseLocal } from '@interline/sdk/simulator';

import type { Account } from './account.js';
import { badParameter, CODES, refusal } from './errors.js';
import { needed, type Params } from './params.js';
import { md5, sameText, signatureOf } from './signature.js';

/** A token's life in seconds, as the published sample has it. */
const TOKEN_LIFE = 86_399;
/** A refresh token's life: in the published sample it ends 180 days after the token was given. */
const REFRESH_LIFE = 180 * 86_400_000;
/** How far a caller's clock may be off, either way. */
const CLOCK_TOLERANCE = 30 * 60_000;

/** Who may call: logins, refreshes, tokens. */
export class Gate {
  /** Token → when it dies. */
  private readonly tokens = new Map<string, number>();
  private readonly refreshTokens = new Map<string, number>();
  /** Whether a new token kills the others: not published, so both can be played. */
  singleToken = false;

  constructor(private readonly account: Account) {}

  /** `/oauth2/accessToken`. @throws Refusal */
  login(params: Params, now: number): Record<string, unknown> {
    const { account } = this;
    if (needed(params, 'client_id') !== account.clientId) throw refusal(CODES.unknownClient);
    const [timestamp, username, passwordMd5] = ['timestamp', 'username', 'password'].map((name) => needed(params, name)) as [
      string,
      string,
      string,
    ];
    const grantType = needed(params, 'grant_type');
    if (grantType !== 'access_token') throw badParameter('grant_type');
    const scope = params['scope'] ?? '';
    const wanted = signatureOf({
      clientSecret: account.clientSecret,
      timestamp,
      clientId: account.clientId,
      username,
      passwordMd5,
      grantType,
      scope,
    });
    if (!sameText(needed(params, 'sign'), wanted)) throw refusal(CODES.signature);
    const at = timestamp.length === 19 ? parseLocal(timestamp) : null;
    if (at === null) throw badParameter('timestamp格式为yyyy-MM-dd HH:mm:ss');
    if (Math.abs(at - now) > CLOCK_TOLERANCE) throw refusal(CODES.timestamp);
    if (username !== account.username || !sameText(passwordMd5, md5(account.password))) throw refusal(CODES.login);
    return this.give(now);
  }

  /** `/oauth2/refreshToken`: the secret travels plain, nothing is signed. A refresh token works once. @throws Refusal */
  refresh(params: Params, now: number): Record<string, unknown> {
    if (needed(params, 'client_id') !== this.account.clientId) throw refusal(CODES.unknownClient);
    if (!sameText(needed(params, 'client_secret'), this.account.clientSecret)) throw refusal(CODES.login);
    const token = needed(params, 'refresh_token');
    const dies = this.refreshTokens.get(token);
    if (dies === undefined || dies <= now) throw refusal(CODES.refreshToken);
    this.refreshTokens.delete(token);
    return this.give(now);
  }

  /** Lets a business call in. @throws Refusal 2007 for a token that is dead or none of ours */
  check(params: Params, now: number): void {
    const dies = this.tokens.get(params['token'] ?? '');
    if (dies === undefined || dies <= now) throw refusal(CODES.token);
  }

  /** Kills all tokens; refresh tokens live on. */
  expireTokens(): void {
    this.tokens.clear();
  }

  /** Kills everything that was ever given. */
  clear(): void {
    this.tokens.clear();
    this.refreshTokens.clear();
  }

  /** Three units in one object, as published: `time` in ms, `expires_in` in seconds, `refresh_token_expires` an instant in ms. */
  private give(now: number): Record<string, unknown> {
    if (this.singleToken) this.tokens.clear();
    for (const kept of [this.tokens, this.refreshTokens]) for (const [token, dies] of kept) if (dies <= now) kept.delete(token);
    const [token, refreshToken] = [randomBytes(14).toString('hex'), randomBytes(14).toString('hex')];
    this.tokens.set(token, now + TOKEN_LIFE * 1000);
    this.refreshTokens.set(refreshToken, now + REFRESH_LIFE);
    return {
      uid: this.account.uid,
      access_token: token,
      refresh_token: refreshToken,
      time: now,
      expires_in: TOKEN_LIFE,
      refresh_token_expires: now + REFRESH_LIFE,
    };
  }
}
