/** An ISO 4217 alphabetic code. */
export type Currency = string;

/** An amount in integer minor units (fen for CNY) with its currency. Never a floating-point number. */
export interface Money {
  minor: bigint;
  currency: Currency;
}

/** Currencies whose minor unit is not a hundredth (ISO 4217 list one). */
const EXPONENTS: Readonly<Record<Currency, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** How many decimals a currency's minor unit has. */
export function exponentOf(currency: Currency): number {
  return EXPONENTS[currency] ?? 2;
}

/**
 * A decimal text without an exponent: JSON numbers may come as `1.05E+2`, and amounts are read digit by digit, never through a float. Any other text is given
 * back as it is.
 */
export function plainDecimal(text: string): string {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?[eE]([+-]?\d{1,2})$/.exec(text);
  if (!match) return text;
  const [, sign, whole, fraction = '', power] = match;
  const digits = `${whole}${fraction}`;
  const point = whole!.length + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  const padded = digits.padEnd(point, '0');
  return `${sign}${padded.slice(0, point)}.${padded.slice(point)}`;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/**
 * Reads a decimal text in main units (yuan) exactly. Zeroes beyond the minor unit are accepted, any other digit there is not:
 * a vendor that bills in tenths of a fen has to be looked at, not rounded.
 * @throws RangeError when the text is no decimal number or finer than the minor unit
 */
export function parseMoney(text: string, currency: Currency): Money {
  const match = DECIMAL.exec(text.trim());
  if (!match) throw new RangeError(`not a decimal amount: ${JSON.stringify(text)}`);
  const [, sign, whole, fraction = ''] = match;
  const exponent = exponentOf(currency);
  if (fraction.length > exponent && /[1-9]/.test(fraction.slice(exponent)))
    throw new RangeError(`finer than the minor unit of ${currency}: ${text}`);
  const minor = BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  return { minor: sign === '-' ? -minor : minor, currency };
}

/** Reads an integer count of minor units (fen). @throws RangeError when the text is no integer */
export function parseMinor(text: string, currency: Currency): Money {
  if (!/^[+-]?\d+$/.test(text.trim())) throw new RangeError(`not an integer amount: ${JSON.stringify(text)}`);
  return { minor: BigInt(text.trim()), currency };
}

/** Writes minor units as a decimal text in main units: `-1050n` CNY is `-10.50`; zero has no sign. */
export function formatMinor(minor: bigint, currency: Currency): string {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const cut = digits.length - exponent;
  const text = exponent === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return minor < 0n ? `-${text}` : text;
}
