import { hash32 } from '@interline/sdk/simulator';

/** Yuan as the JSON number whose shortest text has these digits: one division of whole numbers below 2^53 rounds as reading them does. */
export const yuan = (fen: bigint): number => Number(fen) / 100;

/** Yuan as text with two decimals: `-1050n` is `-10.50`. */
export function yuanText(fen: bigint): string {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const NUMBER = '\u0001N';

/** A JD number of any length: written into JSON as a number with all its digits. */
export const jdNumber = (digits: string): string => (/^[1-9]\d*$/.test(digits) ? NUMBER + digits : digits);

/** JSON text in which `jdNumber` values are numbers. */
export const toJson = (value: unknown): string => JSON.stringify(value).replace(/"\\u0001N(\d+)"/g, '$1');

/** A 15-digit number of JD's own for something, always the same. */
export function ownNumber(of: string, key: string): string {
  const part = (salt: string): string => String(hash32(`${of} ${salt} ${key}`) % 10_000_000).padStart(7, '0');
  return `1${part('a')}${part('b')}`;
}

/** Orders decimal ids as numbers of any length. */
export const byNumber = (left: string, right: string): number => left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
