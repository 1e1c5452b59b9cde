import type { StreamManifest } from '@interline/sdk';

/** A span of time to read: `from` inclusive, `to` exclusive. */
export interface Window {
  from: Date;
  to: Date;
}

/** What planning looks at. */
export interface PlanInput {
  manifest: Pick<StreamManifest, 'kind' | 'window' | 'deletion'>;
  /** Where the stream's history begins. */
  since: Date;
  /** Up to here windows were planned before; `since` at first. */
  plannedTo: Date;
  now: Date;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Cuts what is new, and the overlap before it, into windows the vendor answers.
 *
 * Where a missing record means that it is gone, windows are cut on a fixed grid from `since`: only a later reading of the same span, or a longer one,
 * can tell that a record of that span is missing.
 */
export function planWindows({ manifest, since, plannedTo, now }: PlanInput): Window[] {
  const { maxDays, overlapMinutes, settleSeconds = 0, maxAgeDays } = manifest.window;
  // Whole seconds: no vendor asks for finer ones, and some round them.
  const end = Math.floor(now.getTime() / 1000 - settleSeconds) * 1000;
  const longest = maxDays * DAY;
  const start = since.getTime();
  const oldest = maxAgeDays === undefined ? start : now.getTime() - maxAgeDays * DAY;
  // People and departments are read whole each time, however the vendor takes the window.
  if (manifest.kind === 'people' || manifest.kind === 'departments') return spans(Math.max(start, end - longest), end, longest, start);
  let from = Math.max(start, plannedTo.getTime() - overlapMinutes * MINUTE);
  if (manifest.deletion === 'vanishes') from = start + Math.floor((from - start) / longest) * longest;
  return spans(Math.max(from, oldest), end, longest, manifest.deletion === 'vanishes' ? start : from);
}

/** Cuts a span that somebody asked to read again. */
export function cutWindow(manifest: Pick<StreamManifest, 'window'>, window: Window): Window[] {
  return spans(window.from.getTime(), window.to.getTime(), manifest.window.maxDays * DAY, window.from.getTime());
}

function spans(from: number, to: number, longest: number, grid: number): Window[] {
  const windows: Window[] = [];
  for (let at = from; at < to;) {
    const next = Math.min(to, grid + (Math.floor((at - grid) / longest) + 1) * longest);
    windows.push({ from: new Date(at), to: new Date(next) });
    at = next;
  }
  return windows;
}
