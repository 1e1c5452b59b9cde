import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutWindow, planWindows, type PlanInput, type Window } from './plan-windows.js';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000);
const stream = (window: Partial<PlanInput['manifest']['window']>, more: Partial<PlanInput['manifest']> = {}): PlanInput['manifest'] => ({
  kind: 'orders',
  deletion: 'never',
  window: { maxDays: 7, overlapMinutes: 0, ...window },
  ...more,
});
const days = (windows: Window[]): [number, number][] =>
  windows.map(({ from, to }) => [from.getTime(), to.getTime()].map((at) => (at - day(0).getTime()) / 86_400_000) as [number, number]);

describe('planning of windows', () => {
  it('cuts history into spans the vendor answers, without a gap', () => {
    expect(days(planWindows({ manifest: stream({}), since: day(0), plannedTo: day(0), now: day(16) }))).toEqual([
      [0, 7],
      [7, 14],
      [14, 16],
    ]);
  });

  it('reaches back by the overlap, but not before the beginning', () => {
    const manifest = stream({ overlapMinutes: 1440 });
    expect(days(planWindows({ manifest, since: day(0), plannedTo: day(10), now: day(11) }))).toEqual([[9, 11]]);
    expect(days(planWindows({ manifest, since: day(0), plannedTo: day(0.5), now: day(1) }))).toEqual([[0, 1]]);
  });

  it('leaves out what has not settled yet, and plans nothing when that is all', () => {
    const manifest = stream({ settleSeconds: 43_200 });
    expect(days(planWindows({ manifest, since: day(0), plannedTo: day(0), now: day(1) }))).toEqual([[0, 0.5]]);
    expect(planWindows({ manifest, since: day(0), plannedTo: day(0), now: day(0.25) })).toEqual([]);
  });

  it('does not ask for what the vendor no longer gives', () => {
    const manifest = stream({ maxAgeDays: 10, maxDays: 30 });
    expect(days(planWindows({ manifest, since: day(0), plannedTo: day(0), now: day(20) }))).toEqual([[10, 20]]);
  });

  it('keeps to one grid where a missing record means that it is gone, so that each span is read again as a whole', () => {
    const manifest = stream({ maxDays: 10, overlapMinutes: 15 * 1440 }, { deletion: 'vanishes' });
    expect(days(planWindows({ manifest, since: day(0), plannedTo: day(32), now: day(33) }))).toEqual([
      [10, 20],
      [20, 30],
      [30, 33],
    ]);
    expect(days(planWindows({ manifest, since: day(0), plannedTo: day(33), now: day(34) }))).toEqual([
      [10, 20],
      [20, 30],
      [30, 34],
    ]);
  });

  it('reads people in one window', () => {
    const manifest = stream({ maxDays: 1 }, { kind: 'people', deletion: 'vanishes' });
    expect(days(planWindows({ manifest, since: day(0), plannedTo: day(5), now: day(9) }))).toEqual([[8, 9]]);
  });

  it('cuts a span somebody asked for', () => {
    expect(days(cutWindow(stream({}), { from: day(3), to: day(12) }))).toEqual([
      [3, 10],
      [10, 12],
    ]);
  });

  it('never leaves a gap, never cuts longer than allowed and ends when it must, whatever the numbers', () => {
    const input = fc.record({
      maxDays: fc.integer({ min: 1, max: 400 }),
      overlapMinutes: fc.integer({ min: 0, max: 100_000 }),
      settleSeconds: fc.integer({ min: 0, max: 100_000 }),
      planned: fc.double({ min: 0, max: 800, noNaN: true }),
      ahead: fc.double({ min: 0, max: 100, noNaN: true }),
      deletion: fc.constantFrom<'never' | 'vanishes'>('never', 'vanishes'),
    });
    fc.assert(
      fc.property(input, ({ maxDays, overlapMinutes, settleSeconds, planned, ahead, deletion }) => {
        const now = day(planned + ahead);
        const windows = planWindows({
          manifest: stream({ maxDays, overlapMinutes, settleSeconds }, { deletion }),
          since: day(0),
          plannedTo: day(planned),
          now,
        });
        const end = now.getTime() - settleSeconds * 1000;
        if (windows.length === 0) return end < day(planned).getTime() + 1000;
        const joined = windows.every((window, at) => at === 0 || window.from.getTime() === windows[at - 1]!.to.getTime());
        const short = windows.every(({ from, to }) => to > from && to.getTime() - from.getTime() <= maxDays * 86_400_000);
        const reachesBack = windows[0]!.from.getTime() <= Math.max(day(0).getTime(), day(planned).getTime() - overlapMinutes * 60_000);
        return joined && short && reachesBack && Math.abs(windows.at(-1)!.to.getTime() - end) < 1000;
      }),
    );
  });
});
