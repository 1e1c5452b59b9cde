import { createContext, useContext, useMemo } from 'react';
import { useLocale, type Locale } from './locale.js';

const PARTS = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let format = PARTS.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', options);
    PARTS.set(key, format);
  }
  return format;
}

/** How dates and counts are written in one language. Instants are shown in the company's zone. */
export interface Formats {
  /** `2026-03` as 2026年3月 or Mar 2026. */
  period: (period: string) => string;
  /** `2026-03` without the year. */
  month: (period: string) => string;
  /** A day as it is written on paper forms: 2026-03-09. */
  day: (date: string) => string;
  /** An instant to the minute. */
  instant: (at: string) => string;
  /** How long ago or how far ahead an instant is, in the largest fitting unit. */
  relative: (at: string, now?: number) => string;
  count: (count: number) => string;
  percent: (percent: number) => string;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** The formats of one language and zone. */
export function formats(locale: Locale, timeZone: string): Formats {
  const noon = (period: string) => new Date(`${period.slice(0, 7)}-15T12:00:00Z`);
  return {
    period: (period) =>
      formatter(locale, { year: 'numeric', month: locale === 'en' ? 'short' : 'long', timeZone: 'UTC' }).format(noon(period)),
    month: (period) => formatter(locale, { month: 'short', timeZone: 'UTC' }).format(noon(period)),
    day: (date) => date,
    instant: (at) => {
      const parts = formatter(locale, {
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone,
      });
      const by = Object.fromEntries(parts.formatToParts(new Date(at)).map((part) => [part.type, part.value]));
      return `${by.year}-${by.month}-${by.day} ${by.hour}:${by.minute}`;
    },
    relative: (at, now = Date.now()) => {
      const away = new Date(at).getTime() - now;
      const [unit, size] = STEPS.find(([, size]) => Math.abs(away) >= size) ?? (['minute', 60_000] as const);
      return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(away / size), unit);
    },
    count: (count) => new Intl.NumberFormat(locale).format(count),
    percent: (percent) => `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent).toFixed(1)}%`,
  };
}

/** The zone in which instants are shown: the company's, once it is known. */
export const ZoneContext = createContext(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** The formats of the language and zone in force. */
export function useFormats(): Formats {
  const { locale } = useLocale();
  const timeZone = useContext(ZoneContext);
  return useMemo(() => formats(locale, timeZone), [locale, timeZone]);
}
