import type { JudgedFault } from './faults.js';

/** How often and how long the host repeats one request before it gives the fault to the plugin. */
export interface RepeatRule {
  /** Requests at most, the first one among them. */
  attempts: number;
  /** The first pause, in milliseconds; each further one is twice as long, less a random part. */
  pause: number;
  /** The longest the host waits within one run. A vendor that asks for more ends the run; it is planned again for then. */
  longestPause: number;
}

export const REPEAT_RULE: RepeatRule = { attempts: 4, pause: 500, longestPause: 60_000 };

/**
 * How long to wait before the next attempt, or null to give up.
 * @param attempt how many requests were made
 * @param random from 0 to 1
 */
export function pauseBefore(rule: RepeatRule, judged: JudgedFault, idempotent: boolean, attempt: number, random: number): number | null {
  if (judged.repeat === 'never' || (judged.repeat === 'idempotent' && !idempotent) || attempt >= rule.attempts) return null;
  // Half of the pause is random, so that many runs which failed together do not come back together.
  const backoff = Math.min(rule.longestPause, rule.pause * 2 ** (attempt - 1)) * (0.5 + random / 2);
  const asked = judged.fault.retryAfter ?? 0;
  if (asked > rule.longestPause) return null;
  return Math.max(asked, backoff);
}

/** Waits; ends early when the signal is aborted. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Waits real time. */
export const realSleep: Sleep = (milliseconds, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
