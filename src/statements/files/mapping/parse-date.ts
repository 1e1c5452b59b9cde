import { parseLocalTime } from '@interline/sdk/canonical';
import type { BusinessDate } from '../../../kernel/index.js';

/** A day, with the instant where the file says the time. */
export interface WrittenDate {
  day: BusinessDate;
  /** `HH:mm:ss`; null for a day alone. */
  time: string | null;
}

/** How dates that leave something open are read. */
export interface DateHints {
  /** The offset of the file's times. */
  zone: string;
  /** Which of `05/07` is the day. Without it only dates are read that leave no choice. */
  dayFirst?: boolean | undefined;
  /** The last day of the statement, for dates that leave the year out: they lie in the year before it. */
  until?: BusinessDate | null | undefined;
}

const YEAR_FIRST = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:时](\d{2})(?:[:分](\d{2})(?:\.\d+)?)?秒?)?$/;
const YEAR_LAST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[ T]?(\d{2})(\d{2})(\d{2}))?$/;
const WITHOUT_YEAR = /^(\d{1,2})[-/.月](\d{1,2})日?$/;
/** Days since 30 December 1899, as spreadsheets count: from 1954 to 2119, so that no other number is taken for one. */
const SERIAL = /^[2-7]\d{4}(?:\.\d+)?$/;
const CLOCK_TIME = /^(\d{1,2}):?(\d{2})(?::?(\d{2}))?$/;
const DAY_SECONDS = 86_400;

/** Reads a date as people, banks and spreadsheets write it. @throws RangeError when it is none, {@link AmbiguousDate} when it could be two */
export function parseDate(text: string, hints: DateHints): WrittenDate {
  const found = withYear(text, hints);
  if (!found) throw new RangeError(`not a date: ${JSON.stringify(text.slice(0, 50))}`);
  // Throws for 31 April and 25 o'clock.
  parseLocalTime(found.time === null ? found.day : `${found.day} ${found.time}`, '+00:00');
  return found;
}

/** Reads a time of day from a cell of its own. @throws RangeError when it is none */
export function parseTime(text: string): string {
  const fraction = /^0?\.\d+$/.test(text) ? Math.round(Number(text) * DAY_SECONDS) : null;
  if (fraction !== null && fraction < DAY_SECONDS) return new Date(fraction * 1000).toISOString().slice(11, 19);
  const match = CLOCK_TIME.exec(text);
  const time = match && timeOf(match[1], match[2], match[3]);
  if (!time || Number(match[1]) > 23 || Number(match[2]) > 59 || Number(match[3] ?? 0) > 59)
    throw new RangeError(`not a time: ${JSON.stringify(text.slice(0, 50))}`);
  return time;
}

/** The days a serial number of a spreadsheet stands for, as `yyyy-MM-dd`, with the time where it has a part. */
export function serialDate(serial: number): string {
  const seconds = Math.round(serial * DAY_SECONDS);
  const text = new Date(Date.UTC(1899, 11, 30) + seconds * 1000).toISOString();
  return seconds % DAY_SECONDS === 0 ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}

function withYear(text: string, hints: DateHints): WrittenDate | null {
  const first = YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (first) return { day: dayOf(first[1]!, first[2]!, first[3]!), time: timeOf(first[4], first[5], first[6]) };
  if (SERIAL.test(text)) return withYear(serialDate(Number(text)), hints);
  const last = YEAR_LAST.exec(text);
  if (last) {
    const [, one, two, year] = last;
    const [month, day] = inOrder(one!, two!, hints);
    return { day: dayOf(year!, month, day), time: timeOf(last[4], last[5], last[6]) };
  }
  const short = WITHOUT_YEAR.exec(text);
  if (!short || !hints.until) return null;
  const [month, day] = text.includes('月') ? [short[1]!, short[2]!] : inOrder(short[1]!, short[2]!, hints);
  const year = Number(hints.until.slice(0, 4));
  const guess = dayOf(String(year), month, day);
  return { day: guess <= hints.until ? guess : dayOf(String(year - 1), month, day), time: null };
}

/** A date that could be either of two days. */
export class AmbiguousDate extends RangeError {}

/** Two numbers as month and day. A file in which one date is read this way and the next one that way is worse than none. */
function inOrder(one: string, two: string, { dayFirst }: DateHints): [month: string, day: string] {
  const first = dayFirst ?? firstIsDay(one, two);
  if (first === null) throw new AmbiguousDate(`which of ${one} and ${two} is the day? The mapping does not say it: dayFirst`);
  return first ? [two, one] : [one, two];
}

/** Whether the first of two numbers is the day; null where both could be. */
function firstIsDay(one: string, two: string): boolean | null {
  if (Number(one) > 12) return true;
  return Number(two) > 12 || Number(one) === Number(two) ? false : null;
}

/** Which way round dates are written, told by those of them that cannot be the other way; undefined where none does, or they differ. */
export function dayFirstOf(dates: readonly string[]): boolean | undefined {
  const told = new Set<boolean>();
  for (const date of dates) {
    const [, one, two] = YEAR_LAST.exec(date) ?? (date.includes('月') ? null : WITHOUT_YEAR.exec(date)) ?? [];
    if (one === undefined || two === undefined || Number(one) === Number(two)) continue;
    const first = firstIsDay(one, two);
    if (first !== null) told.add(first);
  }
  return told.size === 1 ? told.has(true) : undefined;
}

function dayOf(year: string, month: string, day: string): BusinessDate {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function timeOf(hour: string | undefined, minute: string | undefined, second = '00'): string | null {
  return hour === undefined || minute === undefined ? null : `${hour.padStart(2, '0')}:${minute}:${second}`;
}
