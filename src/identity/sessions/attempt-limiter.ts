import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { identityErrors } from '../identity.errors.js';
import { AttemptsRepository } from './attempts.repository.js';

/** How many attempts in how many seconds. */
export interface AttemptLimit {
  attempts: number;
  seconds: number;
}

const SWEEP_EVERY_MS = 600_000;

/**
 * Slows down guessing. Counts stand in Postgres, so that they hold over all processes and restarts of ours; the table is unlogged, so a crash of the
 * database forgets them. Keys are hashed: the table shows neither mail nor network addresses.
 */
@Injectable()
export class AttemptLimiter {
  private sweptAt = performance.now();

  constructor(private readonly repository: AttemptsRepository) {}

  /**
   * Counts an attempt before it is made, so that parallel ones cannot slip through together.
   * @param what kind and subject, such as `sign-in account:<mail>`
   * @throws RATE_LIMITED with `retryAfter` in seconds
   */
  async take(what: string, limit: AttemptLimit): Promise<void> {
    await this.count(what, 1, limit);
    if (performance.now() - this.sweptAt < SWEEP_EVERY_MS) return;
    this.sweptAt = performance.now();
    await this.repository.sweep();
  }

  /** Refuses when failures have reached the limit; counts nothing. @throws RATE_LIMITED */
  async check(what: string, limit: AttemptLimit): Promise<void> {
    await this.count(what, 0, { ...limit, attempts: limit.attempts - 1 });
  }

  /** Counts a failure without refusing. @returns how many there were in the window, and how long it lasts yet */
  fail(what: string, limit: AttemptLimit): Promise<{ attempts: number; secondsLeft: number }> {
    return this.repository.add(keyOf(what), 1, limit.seconds);
  }

  /** Forgets the attempts: the last one was right. */
  async clear(what: string): Promise<void> {
    await this.repository.clear(keyOf(what));
  }

  private async count(what: string, attempts: number, limit: AttemptLimit): Promise<void> {
    const counted = await this.repository.add(keyOf(what), attempts, limit.seconds);
    if (counted.attempts > limit.attempts) {
      throw identityErrors.RATE_LIMITED(`too many attempts; try again in ${counted.secondsLeft} seconds`, {
        extensions: { retryAfter: counted.secondsLeft },
      });
    }
  }
}

function keyOf(what: string): Buffer {
  return createHash('sha256').update(what).digest();
}
