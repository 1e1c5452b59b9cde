import { MapError, formatMinor, isLosslessNumber, parseMinor, parseMoney, plainDecimal, textOf, type Json } from '@interline/sdk';

/**
 * DiDi writes money in three ways: rides and most bills as yuan numbers, flight bills as yuan strings, travel orders as fen integers
 * (some change fees as fen strings). Everything is CNY.
 */
export const CNY = 'CNY';

/** Reads yuan, a number or a string. @returns fen; undefined when absent, null or empty @throws MapError naming the field */
export function yuan(value: Json | undefined, pointer: string): bigint | undefined {
  return read(value, pointer, (text) => parseMoney(plainDecimal(text), CNY).minor);
}

/** Reads fen, an integer or a string of one. @returns fen; undefined when absent, null or empty @throws MapError naming the field */
export function fen(value: Json | undefined, pointer: string): bigint | undefined {
  return read(value, pointer, (text) => parseMinor(plainDecimal(text), CNY).minor);
}

/** An amount as a decimal text in yuan, for the details of a line; undefined for nothing and for zero. */
export function yuanText(amount: bigint | undefined): string | undefined {
  return amount === undefined || amount === 0n ? undefined : formatMinor(amount, CNY);
}

/** The amount without its sign. */
export function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

/**
 * Splits an amount by weights so that the parts sum to it exactly; the odd fen go to the largest remainders, first come first.
 * Without any weight everything goes to the first part.
 */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n) return weights.map((_, index) => (index === 0 ? amount : 0n));
  const size = magnitude(amount);
  const parts = weights.map((weight) => (size * weight) / total);
  let left = size - parts.reduce((sum, part) => sum + part, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, rest: (size * weight) % total }))
    .sort((a, b) => (a.rest < b.rest ? 1 : a.rest > b.rest ? -1 : a.index - b.index));
  for (const { index } of byRemainder) {
    if (left === 0n) break;
    parts[index]! += 1n;
    left -= 1n;
  }
  return amount < 0n ? parts.map((part) => -part) : parts;
}

function read(value: Json | undefined, pointer: string, parse: (text: string) => bigint): bigint | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' && !isLosslessNumber(value)) throw new MapError('not an amount', pointer);
  const text = textOf(value);
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (error) {
    throw new MapError(error instanceof Error ? error.message : 'not an amount', pointer);
  }
}
