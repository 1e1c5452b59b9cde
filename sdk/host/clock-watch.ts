/** A difference below this is no trouble anywhere; vendors that check the time allow minutes. */
export const SKEW_SECONDS = 60;

/** Measures how far the vendor's clock is from ours, by the `Date` of its answers. */
export class ClockWatch {
  /** Seconds the vendor's clock is ahead; negative when behind, null before the first answer with a date. */
  ahead: number | null = null;

  /** Notes an answer. Those out of a cache tell an old time. */
  note(headers: Readonly<Record<string, string>>, now: Date): void {
    const date = Date.parse(headers['date'] ?? '');
    if (!Number.isNaN(date) && headers['age'] === undefined) this.ahead = Math.round((date - now.getTime()) / 1000);
  }

  /** The difference in words when it is large enough to make a vendor refuse signatures; else null. */
  get trouble(): string | null {
    if (this.ahead === null || Math.abs(this.ahead) <= SKEW_SECONDS) return null;
    return `the vendor's clock is ${Math.abs(this.ahead)} s ${this.ahead > 0 ? 'ahead of' : 'behind'} ours`;
  }
}
