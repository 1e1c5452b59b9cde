import { hash32, localTime } from '@interline/sdk/simulator';

/** How the vendor writes a time that is not there. */
export const NO_TIME = '0001-01-01 00:00:00';

/** Yuan as the JSON number whose shortest text has these digits: one division of whole numbers below 2^53 rounds as reading them does. */
export const yuan = (fen: bigint): number => Number(fen) / 100;

/** A private-use character: no text of the world has it, and JSON writes it as it is. */
const LONG = '\uE000';

/** An order number as the JSON number it is on the wire, with all its digits. */
export function long(digits: string): number | string {
  if (!/^\d+$/.test(digits)) return digits;
  return digits.length < 16 ? Number(digits) : LONG + digits;
}

/** JSON text in which `long` values are numbers. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes(LONG) ? text.replace(/"\uE000(\d+)"/g, '$1') : text;
}

/** Local time of an ISO instant. */
export const timeOf = (instant: string): string => localTime(Date.parse(instant));

/** An ISO instant as the `*UTC` fields write it: `2023-07-18T10:55:00Z`. */
export const utcOf = (instant: string): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

/** A number of the vendor's own for something, always the same; below 2^53, and far apart for up to a million names. */
export const numberOf = (of: string, key: string): number => hash32(`${of} ${key}`) * 0x10_0000 + (hash32(`${key} ${of}`) >>> 12);

/** A ten-digit number of the vendor's own: card numbers of people, trips. */
export const shortNumber = (of: string, key: string): number => 2_000_000_000 + (hash32(`${of} ${key}`) % 1_000_000_000);
