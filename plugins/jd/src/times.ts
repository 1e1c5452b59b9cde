import { formatLocalTime, parseLocalTime, type ReadWindow } from '@interline/sdk';

/** JD writes times without a zone; they are Beijing's. */
export const OFFSET = '+08:00';

const DAY = 86_400_000;

/** A window that ends so near to now is the newest: it also takes the messages, which tell of things of any age. In milliseconds. */
const NEWEST = 24 * 3_600_000;

/** Whether a window is the newest, which also takes the messages. */
export function isNewest(now: Date, { to }: Pick<ReadWindow, 'to'>): boolean {
  return now.getTime() - to.getTime() < NEWEST;
}

/** The day of an instant at JD, `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  return formatLocalTime(at, OFFSET).slice(0, 10);
}

/** The first instant of a day at JD. */
export function startOf(day: string): Date {
  return parseLocalTime(day, OFFSET);
}

/** The day so many days after another. */
export function plusDays(day: string, days: number): string {
  return dayOf(new Date(startOf(day).getTime() + days * DAY));
}

/**
 * The days that end within a window. Neighbouring windows share the days out between them without gap or overlap, however their bounds fall
 * within the day, and a day that still goes on, which JD does not list, belongs to none.
 */
export function daysEndingIn({ from, to }: Pick<ReadWindow, 'from' | 'to'>): string[] {
  const days: string[] = [];
  for (let day = dayOf(from); startOf(plusDays(day, 1)) <= to; day = plusDays(day, 1)) days.push(day);
  return days;
}

/** A span of days, both inclusive. */
export interface Days {
  first: string;
  last: string;
}

/** How many days a span has. */
export function daysIn({ first, last }: Days): number {
  return Math.round((startOf(last).getTime() - startOf(first).getTime()) / DAY) + 1;
}

/** Cuts a span of days into parts of at most so many days; none where `last` is before `first`. */
export function cutDays({ first, last }: Days, most: number): Days[] {
  const parts: Days[] = [];
  for (let day = first; day <= last; day = plusDays(day, most)) {
    const end = plusDays(day, most - 1);
    parts.push({ first: day, last: end < last ? end : last });
  }
  return parts;
}
