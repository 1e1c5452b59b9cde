import { setMaxListeners } from 'node:events';
import { DoorError } from './door-error.js';

/** What one account may ask for. */
export interface Budget {
  /** Null: as fast as it goes. */
  requestsPerSecond: number | null;
  concurrency: number;
}

/** A turn: must be given back when the request has ended. */
export type Turn = () => void;

interface Waiting {
  start: () => void;
}

/** Lets requests of one account pass in the order they came, so many a second and so many at once. A second's worth may pass in one burst. */
export class BudgetGate {
  private readonly waiting: Waiting[] = [];
  private running = 0;
  private tokens: number;
  private filledAt: number;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private budget: Budget,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.tokens = this.burst;
    this.filledAt = now();
  }

  /** True when nothing runs or waits and the whole burst is there again: the gate can be forgotten. */
  get idle(): boolean {
    this.fill();
    return this.running === 0 && this.waiting.length === 0 && this.tokens >= this.burst;
  }

  /** Takes a new budget on, such as after a plugin's upgrade. */
  change(budget: Budget): void {
    this.budget = budget;
  }

  /** Waits for a turn. @throws DoorError `stopped` when the caller gives up first */
  take(signal: AbortSignal): Promise<Turn> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new DoorError('stopped', 'stopped before it was sent'));
      const waiting: Waiting = {
        start: () => {
          signal.removeEventListener('abort', leave);
          resolve(this.turn());
        },
      };
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(waiting), 1);
        reject(new DoorError('stopped', 'stopped before it was sent'));
      };
      this.waiting.push(waiting);
      this.admit();
      if (!this.waiting.includes(waiting)) return;
      // Many requests of one run may wait at once.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  private turn(): Turn {
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.running--;
      this.admit();
    };
  }

  private admit(): void {
    this.fill();
    while (this.waiting.length > 0 && this.running < this.budget.concurrency && this.tokens >= 1) {
      this.tokens--;
      this.running++;
      this.waiting.shift()!.start();
    }
    const rate = this.budget.requestsPerSecond;
    if (rate === null || this.timer || this.waiting.length === 0 || this.running >= this.budget.concurrency) return;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.admit();
      },
      Math.max(1, Math.ceil(((1 - this.tokens) / rate) * 1000)),
    );
  }

  private get burst(): number {
    return this.budget.requestsPerSecond === null ? Infinity : Math.max(1, this.budget.requestsPerSecond);
  }

  private fill(): void {
    const now = this.now();
    const rate = this.budget.requestsPerSecond;
    this.tokens = rate === null ? Infinity : Math.min(this.burst, this.tokens + ((now - this.filledAt) / 1000) * rate);
    this.filledAt = now;
  }
}
