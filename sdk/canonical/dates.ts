/**
 * Reads a vendor's local time, `yyyy-MM-dd HH:mm:ss` (or `T` between, seconds optional, or a date alone), in a fixed offset.
 * @param offset the offset the vendor documents, such as `+08:00`
 * @throws RangeError when the text is no real date and time
 */
export function parseLocalTime(text: string, offset: string): Date {
  const match = LOCAL_TIME.exec(text.trim());
  if (match) {
    const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
    const [hour, minute, second] = [Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)];
    // Set field by field: a year below 100 would be taken for one of the last century.
    const local = new Date(0);
    local.setUTCFullYear(year, month - 1, day);
    // Date rolls 31 February over into March; the day it then has is another one.
    if (hour < 24 && minute < 60 && second < 60 && local.getUTCMonth() === month - 1 && local.getUTCDate() === day) {
      return new Date(local.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 - shiftOf(offset));
    }
  }
  throw new RangeError(`not a local time: ${JSON.stringify(text)}`);
}

const LOCAL_TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** Milliseconds an offset such as `+08:00` is ahead of UTC. Records of one vendor all name the same few. */
function shiftOf(offset: string): number {
  let shift = shifts.get(offset);
  if (shift === undefined) {
    const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(offset) ?? [];
    if (!sign) throw new RangeError(`not an offset: ${offset}`);
    shift = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
    shifts.set(offset, shift);
  }
  return shift;
}

const shifts = new Map<string, number>();

/** Writes an instant as `yyyy-MM-dd HH:mm:ss` in a fixed offset such as `+08:00`. */
export function formatLocalTime(at: Date, offset: string): string {
  return new Date(at.getTime() + shiftOf(offset)).toISOString().slice(0, 19).replace('T', ' ');
}
