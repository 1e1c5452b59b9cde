/** Injection token of the `Clock` that business code reads the time from. */
export const CLOCK = Symbol('CLOCK');
