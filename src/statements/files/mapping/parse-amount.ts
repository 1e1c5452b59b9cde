import { parseMoney } from '@interline/sdk/canonical';

/** An amount as a cell writes it, in minor units. */
export interface WrittenAmount {
  minor: bigint;
  /** What of it a note says was given back; zero without one. */
  refunded: bigint;
}

/** Signs of currencies and words for them, before or behind a number. */
const UNITS = /^(?:[¥￥$€£]|CNY|RMB|USD|EUR|GBP|HKD|JPY|人民币)+|(?:元|圆|CNY|RMB|USD|EUR|GBP|HKD|JPY|人民币)$/gi;
const NOTE = /^(.*?\d)[(（]([^()（）]*)[)）]$/;
const REFUND_NOTE = /^已?退款[:：]?\s*([¥￥]?[\d,.]+)元?$/;
const FULL_REFUND_NOTE = /^已?全额退款$/;
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
/** Characters of an amount; what is longer is an id in the wrong column, and no column of ours could hold it. */
const LONGEST = 16;
const PLAIN = /^\d+(?:\.\d*)?$|^\.\d+$/;

/**
 * Reads an amount: signs of currencies, separators of thousands, negatives in brackets or with the sign behind, full-width digits, `131.77(已退款89.84)`.
 * @returns null for an empty cell, or a dash that stands for one
 * @throws RangeError when it is no amount, finer than the currency's minor unit, or has a note with a number that is not understood
 */
export function parseAmount(cell: string, currency: string): WrittenAmount | null {
  const text = cell.normalize('NFKC').replace(/\s/g, '').replaceAll('−', '-').replaceAll('¥', '');
  if (text === '' || /^(?:-+|\/|—+)$/.test(text)) return null;
  const noted = NOTE.exec(text);
  const minor = parseNumber(noted ? noted[1]! : text, currency);
  return { minor, refunded: noted ? refundOf(noted[2]!, minor, currency) : 0n };
}

function refundOf(note: string, whole: bigint, currency: string): bigint {
  if (FULL_REFUND_NOTE.test(note)) return whole;
  const part = REFUND_NOTE.exec(note);
  if (part) return parseNumber(part[1]!, currency);
  // A number that is not understood may be money; words alone are none.
  if (/\d/.test(note)) throw new RangeError(`what does ${JSON.stringify(note.slice(0, 50))} say of the amount?`);
  return 0n;
}

function parseNumber(text: string, currency: string): bigint {
  const bracketed = /^\((.+)\)$/.exec(text);
  let body = bracketed ? bracketed[1]! : text;
  let negative = bracketed !== null;
  // The sign may stand before the currency, behind it, or behind the number.
  for (let round = 0; round < 2; round += 1) {
    body = body.replace(UNITS, '');
    const signed = /^([+-])(.+)$|^(.+)([+-])$/.exec(body);
    if (!signed) continue;
    if ((signed[1] ?? signed[4]) === '-') negative = !negative;
    body = signed[2] ?? signed[3]!;
  }
  if (!PLAIN.test(body) && !GROUPED.test(body)) throw new RangeError(`not an amount: ${JSON.stringify(text.slice(0, 50))}`);
  if (body.replaceAll(',', '').length > LONGEST) throw new RangeError(`more than any amount: ${JSON.stringify(text.slice(0, 50))}`);
  const { minor } = parseMoney(body.replaceAll(',', '').replace(/^\./, '0.'), currency);
  return negative ? -minor : minor;
}
