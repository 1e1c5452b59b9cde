import { formatLocalTime, parseLocalTime } from '@interline/sdk';

/** Ctrip writes times without a zone; they are China's. */
const OFFSET = '+08:00';
const DAY = 86_400_000;

/** What stands for "no time": 0001-01-01, with 00:00:00 or 08:00:00. */
const NONE = /^0001-01-01/;

/** Reads a time, also as `yyyyMMdd`; undefined where the text stands for none. @throws RangeError when it is no time */
export function timeOf(text: string): Date | undefined {
  if (NONE.test(text)) return undefined;
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  return parseLocalTime(compact ? `${compact[1]}-${compact[2]}-${compact[3]}` : text, OFFSET);
}

/** The day of an instant in Ctrip's zone, `yyyy-MM-dd`. */
export function dayOf(at: Date): string {
  return formatLocalTime(at, OFFSET).slice(0, 10);
}

/** The first instant of a day in Ctrip's zone. */
export function startOfDay(day: string): Date {
  return parseLocalTime(day, OFFSET);
}

/** The first and the last day of the month a day lies in. */
export function monthOf(day: string): { from: string; to: string } {
  const next = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1));
  return { from: `${day.slice(0, 7)}-01`, to: new Date(next.getTime() - DAY).toISOString().slice(0, 10) };
}

/** Days as Ctrip asks for them: both inclusive. */
export interface DaySpan {
  from: string;
  to: string;
}

/**
 * The days a window touches, cut into spans of at most so many days.
 * @param window `from` inclusive, `to` exclusive
 */
export function daySpans(window: { from: Date; to: Date }, days: number): DaySpan[] {
  const spans: DaySpan[] = [];
  const last = dayOf(new Date(window.to.getTime() - 1));
  for (let from = dayOf(window.from); from <= last;) {
    const start = startOfDay(from).getTime();
    const end = dayOf(new Date(start + (days - 1) * DAY));
    spans.push({ from, to: end < last ? end : last });
    from = dayOf(new Date(start + days * DAY));
  }
  return spans;
}
