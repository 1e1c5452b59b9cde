import { MapError } from '@interline/sdk';

/** What a row says of its money, in minor units, before anybody made sense of it. */
export interface Told {
  /** What is billed for the row, the fees included that only the statement shows. */
  total: bigint | undefined;
  /** Added up from its parts, where no total is told. */
  parts: bigint | undefined;
  company: bigint | undefined;
  personal: bigint | undefined;
  /** The fee only the statement shows ("post service fee"). It is the company's. */
  postFee: bigint | undefined;
  /** Whether both paid. */
  mixed: boolean | undefined;
  /** True when it was not paid by the company's account. */
  paidOutside: boolean;
  /** Where the total stands in the raw record. */
  at: string;
}

/** Who bears a row. */
export interface Shares {
  company: bigint;
  personal: bigint;
}

/**
 * Splits a row's total. Shares that are told have to make it up, with or without the post service fee; two zeroes are no shares. Without any, whoever paid
 * bears all.
 * @throws MapError when there is no amount, when shares contradict it, or when both paid and nobody says how much
 */
export function sharesOf(told: Told): Shares {
  const { company, personal, postFee = 0n, at } = told;
  const hasShares = (company ?? 0n) !== 0n || (personal ?? 0n) !== 0n;
  const total = told.total ?? (hasShares && company !== undefined ? company + (personal ?? 0n) : told.parts);
  if (total === undefined) throw new MapError('a row without an amount', at);
  if (!hasShares) {
    if (told.mixed) throw new MapError('paid by company and person, and nothing says how much by whom', at);
    return told.paidOutside ? { company: 0n, personal: total } : { company: total, personal: 0n };
  }
  if (company === undefined) return { company: total - personal!, personal: personal! };
  if (personal === undefined) return { company, personal: total - company };
  const rest = total - company - personal;
  if (rest !== 0n && rest !== postFee) throw new MapError('the shares do not make up the amount', at);
  return { company: company + rest, personal };
}

/** The first sum of which a part is told: of amounts that may be missing. */
export function sum(...amounts: (bigint | undefined)[]): bigint | undefined {
  const told = amounts.filter((amount) => amount !== undefined);
  return told.length === 0 ? undefined : told.reduce((total, amount) => total + amount, 0n);
}

/** Whether amounts are told and all of them are nothing. */
export function isNothing(...amounts: (bigint | undefined)[]): boolean {
  return amounts.some((amount) => amount !== undefined) && amounts.every((amount) => (amount ?? 0n) === 0n);
}

/** Payment types that are not the company's account: a credit card, cash, pay-now. */
export function isOutside(...payments: (string | undefined)[]): boolean {
  return payments.some((payment) => payment !== undefined && /^(CCARD|CASH|N)$/i.test(payment));
}
