/** A calendar month as `YYYY-MM`. A legal entity books and closes by period. */
export type Period = string;

/** A calendar day as `YYYY-MM-DD`, without a zone. */
export type BusinessDate = string;

const PERIOD = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Whether a text is a period. */
export function isPeriod(text: unknown): text is Period {
  return typeof text === 'string' && PERIOD.test(text);
}

/** The period a day falls in. */
export function periodOf(date: BusinessDate): Period {
  return date.slice(0, 7);
}

/** The period `by` months later (earlier when negative). */
export function shiftPeriod(period: Period, by: number): Period {
  const months = Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7)) - 1 + by;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** The first and last day of a period, both inclusive. */
export function daysOf(period: Period): { from: BusinessDate; to: BusinessDate } {
  const last = new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5, 7)), 0)).getUTCDate();
  return { from: `${period}-01`, to: `${period}-${last}` };
}

/** Every period from `from` to `to`, both inclusive; empty when `to` is earlier. */
export function periodsBetween(from: Period, to: Period): Period[] {
  const periods: Period[] = [];
  for (let period = from; period <= to; period = shiftPeriod(period, 1)) periods.push(period);
  return periods;
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/**
 * The calendar day an instant has in a time zone.
 * @param zone an IANA name, such as `Asia/Shanghai`
 */
export function businessDate(at: Date, zone: string): BusinessDate {
  let format = dayFormats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    dayFormats.set(zone, format);
  }
  return format.format(at);
}
