import { hash32 } from '@interline/sdk/simulator';

/** Yuan with two decimals, as text: `-1050n` is `-10.50`. */
export function yuanText(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Yuan as the JSON number whose shortest text has these digits: one division of whole numbers below 2^53 rounds as reading them does. */
export const yuan = (fen: bigint): number => Number(fen) / 100;

/** Fen as a JSON integer. */
export const fen = (amount: bigint): number => Number(amount);

const LONG = '\u0001L';

/** A 64-bit integer: written as a JSON number with all its digits. */
export const long = (digits: string): string => (/^\d+$/.test(digits) ? LONG + digits : digits);

/** JSON text in which `long` values are numbers. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes('\\u0001L') ? text.replace(/"\\u0001L(\d+)"/g, '$1') : text;
}

const MAX_IDS = 100_000;
/** Numbers that were asked for: the same people and departments are on every page. */
const ids = new Map<string, string>();

/** The vendor's own 16-digit number for something, always the same. */
export function vendorId(of: string, key: string): string {
  const name = `${of} ${key}`;
  let id = ids.get(name);
  if (id === undefined) {
    const part = (salt: string): string => String(hash32(`${of} ${salt} ${key}`) % 1_000_000).padStart(6, '0');
    if (ids.size >= MAX_IDS) ids.clear();
    ids.set(name, (id = `1125${part('a')}${part('b')}`));
  }
  return id;
}

/** Orders decimal ids as numbers of any length. */
export const byNumber = (left: string, right: string): number => left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);

/** A phone number as the travel calls show it. */
export const masked = (phone: string): string => (phone.length === 11 ? `${phone.slice(0, 3)}****${phone.slice(7)}` : phone);
