import type { CashMovement, Random, WorldOrder } from '@interline/sdk/simulator';

import { isoOf } from '../calendar.js';

/** What happened to a purchase after it was made. */
export interface Later {
  at: number;
  patch: Partial<WorldOrder>;
  cash: CashMovement[];
}

/** Something somebody bought: the order as it was booked, and what came later. */
export interface Purchase {
  bookedAt: number;
  /** Whose cash it moves. */
  payer: string;
  order: WorldOrder;
  later: Later[];
}

/** What every order of a purchase has, whatever is bought. */
export type Frame = Omit<WorldOrder, 'kind' | 'product' | 'cash' | 'detail' | 'state' | 'startAt' | 'endAt' | 'from' | 'to' | 'bookedAt'>;

/** How a price is shared: all by the company, all by the traveller, or the traveller above what the company allows. */
export interface Share {
  company: bigint;
  personal: bigint;
}

/** All of it by the company. */
export const byCompany = (amount: bigint): Share => ({ company: amount, personal: 0n });

/** One movement of cash. `sign` −1 gives back. */
export function movement(
  orderId: string,
  number: number,
  type: CashMovement['type'],
  at: number,
  { company, personal }: Share,
  more: { of?: number; text?: string } = {},
): CashMovement {
  const sign = type === 'refund' ? -1n : 1n;
  return {
    id: `${orderId}-${number}`,
    type,
    ...(more.of !== undefined && { of: `${orderId}-${more.of}` }),
    at: isoOf(at),
    amount: String(sign * (company + personal)),
    company: String(sign * company),
    personal: String(sign * personal),
    ...(more.text !== undefined && { text: more.text }),
  };
}

/** A part of a share, such as a third of it, rounded down; what rounding leaves stays where it was. */
export const partOf = ({ company, personal }: Share, of: bigint, whole: bigint): Share => ({
  company: (company * of) / whole,
  personal: (personal * of) / whole,
});

/** The order as it stands at a moment; undefined when it was not booked yet. */
export function visible(purchase: Purchase, asOf: number): WorldOrder | undefined {
  if (purchase.bookedAt > asOf) return undefined;
  const seen = purchase.later.filter(({ at }) => at <= asOf);
  const order = seen.reduce<WorldOrder>((before, { patch, cash }) => {
    const detail = { ...before.detail, ...patch.detail };
    return { ...before, ...patch, detail, cash: [...before.cash, ...cash] };
  }, purchase.order);
  return { ...order, cash: order.cash.filter(({ at }) => Date.parse(at) <= asOf) };
}

/** Whole yuan between two amounts, in fen. */
export const yuanBetween = (random: Random, low: number, high: number): bigint => BigInt(random.int(low, high)) * 100n;

/** Order numbers of a month: eighteen digits, different in every company, month and kind. */
export class OrderNumbers {
  private readonly counts = new Map<NumberedAs, number>();

  constructor(
    private readonly digit: string,
    private readonly month: string,
  ) {}

  next(kind: NumberedAs): string {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const [year, month] = [this.month.slice(2, 4), this.month.slice(5)];
    return `88${this.digit}${year}${month}${FIRST[kind]}${String((count * 7919) % 1_000_000).padStart(6, '0')}${String(count).padStart(4, '0')}`;
  }
}

type NumberedAs = 'ride' | 'travel' | 'meal' | 'goods';
const FIRST: Readonly<Record<NumberedAs, number>> = { ride: 1, travel: 2, meal: 3, goods: 4 };
