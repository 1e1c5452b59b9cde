/**
 * The demo's calendar. All of it is in China's time, which has had one offset since 1991; days are `YYYY-MM-DD` and months `YYYY-MM`.
 * Written apart from the simulators' own calendar, so that a mistake in one does not hide in the other.
 */
const OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;
/** Public holidays that fall on the same days each year. */
const HOLIDAYS = new Set(['01-01', '05-01', '05-02', '05-03', '10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07']);

/** The instant of a local time on a day. Minutes may run past the day. */
export const instantOf = (day: string, minutes: number): number => Date.parse(`${day}T00:00:00Z`) - OFFSET + minutes * 60_000;

/** The local day of an instant. */
export const dayOf = (instant: number): string => new Date(instant + OFFSET).toISOString().slice(0, 10);

/** The local month of an instant. */
export const monthOf = (instant: number): string => dayOf(instant).slice(0, 7);

/** The day so many days later. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** How many days one day is after another. */
export const daysBetween = (from: string, to: string): number => (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY;

/** The month so many months later. */
export function addMonths(month: string, months: number): string {
  const all = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${String(Math.floor(all / 12)).padStart(4, '0')}-${String((all % 12) + 1).padStart(2, '0')}`;
}

/** The days of a month. */
export function daysOf(month: string): string[] {
  const days: string[] = [];
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) days.push(day);
  return days;
}

/** The months from one to another, both included. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** True on days people work. */
export function isWorkday(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !HOLIDAYS.has(day.slice(5));
}

/** An instant as ISO 8601 with China's offset. */
export const isoOf = (instant: number): string => `${new Date(instant + OFFSET).toISOString().slice(0, 19)}+08:00`;
