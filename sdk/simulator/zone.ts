const MINUTE = 60_000;
const DAY = 86_400_000;
/** The offset of Chinese vendors' local times, in minutes. */
const CHINA = 480;

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** The civil date of a day number since 1970-01-01, by Howard Hinnant's era arithmetic. */
function civil(days: number): [year: number, month: number, day: number] {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - Math.floor((153 * march + 2) / 5) + 1];
}

/** Days that were asked for: long lists ask for the same few days a million times. */
const days = new Map<number, string>();

/** An instant as `yyyy-MM-dd` in a fixed offset (minutes; default UTC+8). */
export function localDay(at: number, offset = CHINA): string {
  const number = Math.floor((at + offset * MINUTE) / DAY);
  let text = days.get(number);
  if (text === undefined) {
    const [year, month, day] = civil(number);
    if (days.size > 10_000) days.clear();
    days.set(number, (text = `${year}-${two(month)}-${two(day)}`));
  }
  return text;
}

/** An instant as `yyyy-MM-dd HH:mm:ss` in a fixed offset (minutes; default UTC+8). */
export function localTime(at: number, offset = CHINA): string {
  const seconds = Math.floor(((((at + offset * MINUTE) % DAY) + DAY) % DAY) / 1000);
  return `${localDay(at, offset)} ${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** The month of an instant, `yyyy-MM`, in a fixed offset. */
export function localPeriod(at: number, offset = CHINA): string {
  return localDay(at, offset).slice(0, 7);
}

/** Reads `yyyy-MM-dd` or `yyyy-MM-dd HH:mm:ss` in a fixed offset; null when it is no real date and time. */
export function parseLocal(text: string, offset = CHINA): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d))?$/.exec(text.trim());
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const at = Date.UTC(year, month - 1, day, hour, minute, second) - offset * MINUTE;
  return localDay(at, offset) === text.trim().slice(0, 10) ? at : null;
}

/** First instant and first instant after a month `yyyy-MM`, in a fixed offset. */
export function periodBounds(period: string, offset = CHINA): { from: number; to: number } {
  const year = Number(period.slice(0, 4));
  const month = Number(period.slice(5, 7));
  return { from: Date.UTC(year, month - 1, 1) - offset * MINUTE, to: Date.UTC(year, month, 1) - offset * MINUTE };
}

/** The month after (or `by` months away from) `yyyy-MM`. */
export function shiftPeriod(period: string, by = 1): string {
  const months = Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7)) - 1 + by;
  return `${Math.floor(months / 12)}-${two((months % 12) + 1)}`;
}
