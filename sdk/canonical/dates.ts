/**
 * Reads a vendor's local time, `yyyy-MM-dd HH:mm:ss` (or `T` between, seconds optional, or a date alone), in a fixed offset.
 * @param offset the offset the vendor documents, such as `+08:00`
 * @throws RangeError when the text is no real date and time
 */
export function parseLocalTime(text: string, offset: string): Date {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::(\d{2}))?)?$/.exec(text.trim());
  const at = match ? new Date(`${match[1]}T${match[2] ?? '00:00'}:${match[3] ?? '00'}${offset}`) : null;
  // Date rolls 31 February over into March; reading back the day in the offset catches it.
  if (!at || Number.isNaN(at.getTime()) || formatLocalTime(at, offset).slice(0, 10) !== match![1]) {
    throw new RangeError(`not a local time: ${JSON.stringify(text)}`);
  }
  return at;
}

/** Writes an instant as `yyyy-MM-dd HH:mm:ss` in a fixed offset such as `+08:00`. */
export function formatLocalTime(at: Date, offset: string): string {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(offset) ?? [];
  if (!sign) throw new RangeError(`not an offset: ${offset}`);
  const shift = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  return new Date(at.getTime() + shift).toISOString().slice(0, 19).replace('T', ' ');
}
