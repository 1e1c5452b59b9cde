import type { BusinessDate } from '../kernel/index.js';

/** The instant at which a day begins in a time zone (IANA name). Where clocks skip midnight, the first instant after it. */
export function startOfDay(day: BusinessDate, zone: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // The offset at the wanted instant is not known before the instant is: the second look corrects the first around a change of the clocks.
  let at = utc - offsetAt(utc, zone);
  at = utc - offsetAt(at, zone);
  return new Date(at);
}

function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const value = (type: string): number => Number(parts.find((part) => part.type === type)!.value);
  return (
    Date.UTC(value('year'), value('month') - 1, value('day'), value('hour'), value('minute'), value('second')) -
    Math.floor(at / 1000) * 1000
  );
}
