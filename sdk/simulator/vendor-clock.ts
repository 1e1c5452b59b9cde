/** What time a vendor believes it is: the source's time, moved by control so that it goes on ticking from where it was set. */
export class VendorClock {
  private shift = 0;

  constructor(private readonly source: () => Date = () => new Date()) {}

  /** The vendor's now, in milliseconds since 1970. */
  now(): number {
    return this.source().getTime() + this.shift;
  }

  /** Sets the vendor's now. */
  set(now: Date): void {
    this.shift = now.getTime() - this.source().getTime();
  }

  /** Back to the source's time. */
  reset(): void {
    this.shift = 0;
  }
}
