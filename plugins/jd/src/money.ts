import { parseMoney, plainDecimal } from '@interline/sdk';

/** All of JD's amounts are yuan. */
export const CNY = 'CNY';

/** Reads a decimal text in yuan, with or without an exponent (`1.05E+2`), digit by digit. @returns fen @throws RangeError when it is none */
export function fenOf(text: string): bigint {
  return parseMoney(plainDecimal(text), CNY).minor;
}
