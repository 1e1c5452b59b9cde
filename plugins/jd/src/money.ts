import { parseMoney } from '@interline/sdk';

/** All of JD's amounts are yuan. */
export const CNY = 'CNY';

/** Reads a decimal text in yuan, with or without an exponent (`1.05E+2`), digit by digit. @returns fen @throws RangeError when it is none */
export function fenOf(text: string): bigint {
  return parseMoney(withoutExponent(text), CNY).minor;
}

function withoutExponent(text: string): string {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?[eE]([+-]?\d{1,2})$/.exec(text);
  if (!match) return text;
  const [, sign, whole, fraction = '', power] = match;
  // Enough zeroes on both sides that the point lands within the digits, wherever the exponent moves it.
  const room = '0'.repeat(100);
  const point = room.length + whole!.length + Number(power);
  const digits = `${room}${whole}${fraction}${room}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
