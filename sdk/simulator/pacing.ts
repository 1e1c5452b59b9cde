/** Timers and the network are not exact to the millisecond; a caller that keeps the gap must not be refused for that. */
const TOLERANCE = 10;

/** Published rate limits, in real time whatever the vendor's clock says. In `open` mode everything passes. */
export class Pacing {
  private readonly last = new Map<string, number>();
  private readonly recent = new Map<string, number[]>();

  constructor(
    private readonly mode: 'strict' | 'open',
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** True when at least `gap` milliseconds have passed since the last admitted call under this key. */
  gap(key: string, gap: number): boolean {
    const now = this.now();
    const last = this.last.get(key);
    if (this.mode === 'strict' && last !== undefined && now - last < gap - TOLERANCE) return false;
    this.last.set(key, now);
    return true;
  }

  /** True when fewer than `calls` were admitted under this key in the last `milliseconds`. */
  rate(key: string, calls: number, milliseconds: number): boolean {
    const now = this.now();
    const recent = (this.recent.get(key) ?? []).filter((at) => now - at < milliseconds - TOLERANCE);
    if (this.mode === 'strict' && recent.length >= calls) return false;
    recent.push(now);
    this.recent.set(key, recent);
    return true;
  }
}
