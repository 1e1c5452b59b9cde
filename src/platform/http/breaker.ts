import { DoorError } from './door-error.js';

/** When a host is left alone. */
export interface BreakerRule {
  /** Failures in a row. */
  failures: number;
  /** The first rest, in milliseconds; each further one is twice as long, up to `longestRest`. */
  rest: number;
  longestRest: number;
}

export const BREAKER_RULE: BreakerRule = { failures: 8, rest: 10_000, longestRest: 120_000 };

/**
 * Leaves a host alone that fails again and again: while it rests every request is refused at once; then one goes through as a trial, and its
 * outcome decides for all.
 */
export class Breaker {
  private failures = 0;
  private rests = 0;
  private restUntil = 0;
  private trial = false;

  constructor(
    private readonly rule: BreakerRule = BREAKER_RULE,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Lets a request pass.
   * @returns what to tell how it went; null says nothing about the host, such as a request that was stopped
   * @throws DoorError `resting`
   */
  pass(host: string): (healthy: boolean | null) => void {
    if (this.rests === 0) return (healthy) => this.note(healthy);
    const left = this.restUntil - this.now();
    if (left > 0 || this.trial) {
      const why = `${host} failed ${this.failures} times in a row and is left alone for a while`;
      throw new DoorError('resting', why, Math.max(1_000, Math.ceil(left)));
    }
    this.trial = true;
    return (healthy) => {
      this.trial = false;
      if (healthy === false) this.rest();
      this.note(healthy);
    };
  }

  private note(healthy: boolean | null): void {
    if (healthy === null) return;
    this.failures = healthy ? 0 : this.failures + 1;
    if (healthy) this.rests = 0;
    else if (this.rests === 0 && this.failures >= this.rule.failures) this.rest();
  }

  private rest(): void {
    this.restUntil = this.now() + Math.min(this.rule.longestRest, this.rule.rest * 2 ** this.rests);
    this.rests++;
  }
}
