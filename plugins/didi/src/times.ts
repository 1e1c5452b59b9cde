import { formatLocalTime, parseLocalTime } from '@interline/sdk';

/** DiDi writes times as `yyyy-MM-dd HH:mm:ss` without a zone; they are Beijing's. */
const OFFSET = '+08:00';

/** What a database writes for "no time". */
const NONE = /^(0000-00-00|0001-01-01|1970-01-01)/;

/** Reads a time of DiDi; undefined where the text stands for none. @throws RangeError when it is no time */
export function timeOf(text: string): Date | undefined {
  return NONE.test(text) ? undefined : parseLocalTime(text, OFFSET);
}

/** Writes an instant as DiDi wants it in a request. */
export function timeText(at: Date): string {
  return formatLocalTime(at, OFFSET);
}

/** The day of an instant in DiDi's zone. */
export function dayOf(at: Date): string {
  return timeText(at).slice(0, 10);
}

/** The first instant of a day in DiDi's zone. */
export function startOfDay(day: string): Date {
  return parseLocalTime(day, OFFSET);
}

/** The last second of a window whose end is exclusive: DiDi includes both ends. */
export function lastSecondBefore(to: Date): Date {
  return new Date(Math.ceil(to.getTime() / 1000) * 1000 - 1000);
}
