/** Where business code reads the time. SQL never calls `now()` for business time; it gets this as a parameter. */
export interface Clock {
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is told to move: for scenarios and for the demo, whose "today" is part of its world. */
export class MovingClock implements Clock {
  constructor(private at: Date) {}

  now(): Date {
    return new Date(this.at);
  }

  /** Moves to an instant; never backwards, since no code has to cope with that. */
  moveTo(at: Date): void {
    if (at < this.at) throw new RangeError('a clock does not run backwards');
    this.at = new Date(at);
  }

  /** Moves on by a number of milliseconds. */
  moveBy(milliseconds: number): void {
    this.moveTo(new Date(this.at.getTime() + milliseconds));
  }
}
