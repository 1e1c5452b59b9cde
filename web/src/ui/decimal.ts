/** An exact decimal: `units` of 10^-`scale`. */
interface Exact {
  units: bigint;
  scale: number;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

function parse(text: string): Exact {
  const match = DECIMAL.exec(text);
  if (!match) throw new TypeError(`not a decimal: ${text}`);
  const fraction = match[3] ?? '';
  const units = BigInt(match[2]! + fraction);
  return { units: match[1] === '-' ? -units : units, scale: fraction.length };
}

function print({ units, scale }: Exact): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const text = scale ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits;
  return units < 0n ? `-${text}` : text;
}

function atScale(value: Exact, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

/** The exact sum of decimal texts, with as many places as the finest of them; `0` for none. */
export function sumDecimals(texts: Iterable<string>): string {
  let sum: Exact = { units: 0n, scale: 0 };
  for (const text of texts) {
    const value = parse(text);
    const scale = Math.max(sum.scale, value.scale);
    sum = { units: atScale(sum, scale) + atScale(value, scale), scale };
  }
  return print(sum);
}

/** Below zero, zero or above, as `a` is less than, equal to or more than `b`. */
export function compareDecimals(a: string, b: string): number {
  const [left, right] = [parse(a), parse(b)];
  const scale = Math.max(left.scale, right.scale);
  const difference = atScale(left, scale) - atScale(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Whether a decimal text is zero, however it is written. */
export function isZero(text: string): boolean {
  return parse(text).units === 0n;
}

/** The decimal without its sign. */
export function magnitude(text: string): string {
  const value = parse(text);
  return print({ ...value, units: value.units < 0n ? -value.units : value.units });
}

/**
 * A decimal as a number, to place a bar or a point with. Never for showing or summing.
 */
export function toGeometry(text: string): number {
  return Number(text);
}

/** The change from one amount to another in percent, rounded to one place; null when there was nothing before. */
export function percentChange(from: string, to: string): number | null {
  const [left, right] = [parse(from), parse(to)];
  if (left.units === 0n) return null;
  const scale = Math.max(left.scale, right.scale);
  const before = atScale(left, scale);
  const permille = ((atScale(right, scale) - before) * 10_000n) / (before < 0n ? -before : before);
  return Math.round(Number(permille) / 10) / 10;
}

/**
 * A decimal with thousands separators, digit for digit as it came: no rounding and no floating point. Both languages of the console write
 * numbers alike.
 * @param places pads the fraction to at least this many places
 */
export function groupDigits(text: string, places = 0): string {
  const match = DECIMAL.exec(text);
  if (!match) return text;
  const whole = match[2]!.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = (match[3] ?? '').padEnd(places, '0');
  const sign = match[1] === '-' && !isZero(text) ? '−' : '';
  return sign + (fraction ? `${whole}.${fraction}` : whole);
}
