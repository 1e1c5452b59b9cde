import type { Formats } from '../../i18n/format.js';

/** The columns of a chart over months. The first month and each January carry the year. */
export function monthColumns(months: readonly string[], format: Formats): { key: string; label: string; longLabel: string }[] {
  return months.map((month, index) => ({
    key: month,
    label: index === 0 || month.endsWith('-01') ? `${format.month(month)}\n${month.slice(0, 4)}` : format.month(month),
    longLabel: format.period(month),
  }));
}
