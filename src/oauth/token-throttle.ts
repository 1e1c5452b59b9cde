import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AttemptLimiter, type AttemptLimit } from '../identity/index.js';

/** Wrong secrets of one network address. They cannot be guessed; this keeps whoever tries from costing anything. */
const FAILURES: AttemptLimit = { attempts: 20, seconds: 300 };

/** How many tokens one app gets. An app needs one an hour. */
export class TokenLimits {
  constructor(
    /** Per app and process, in a window. */
    readonly tokens = 600,
    /** The window's length in milliseconds. */
    readonly windowMs = 60_000,
  ) {}
}

/**
 * Limits the token endpoint. What goes right is counted in this process alone, so that it costs no write; what goes wrong is counted in Postgres for all
 * processes, and an address that has failed too often is turned away from memory.
 */
@Injectable()
export class TokenThrottle {
  private readonly blocked = new LRUCache<string, number>({ max: 10_000 });
  private readonly given = new LRUCache<string, { count: number; endsAt: number }>({ max: 10_000 });

  constructor(
    private readonly limiter: AttemptLimiter,
    private readonly limits: TokenLimits,
  ) {}

  /** Seconds the address must wait, or 0. */
  waitOf(address: string): number {
    const until = this.blocked.get(address) ?? 0;
    return Math.max(0, Math.ceil((until - performance.now()) / 1000));
  }

  /** Counts a wrong secret. @returns seconds the address must wait from now on, or 0 */
  async failed(address: string): Promise<number> {
    const { attempts, secondsLeft } = await this.limiter.fail(`token address ${address}`, FAILURES);
    if (attempts <= FAILURES.attempts) return 0;
    this.blocked.set(address, performance.now() + secondsLeft * 1000);
    return secondsLeft;
  }

  /** Counts a token about to be given to an app. @returns seconds the app must wait, or 0 */
  take(clientId: string): number {
    const now = performance.now();
    let window = this.given.get(clientId);
    if (!window || window.endsAt <= now) {
      window = { count: 0, endsAt: now + this.limits.windowMs };
      this.given.set(clientId, window);
    }
    window.count += 1;
    return window.count > this.limits.tokens ? Math.max(1, Math.ceil((window.endsAt - now) / 1000)) : 0;
  }
}
