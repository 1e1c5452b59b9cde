import type { LedgerRow, WorldOrder } from './facts.js';
import type { OrderBook } from './order-book.js';
import { localPeriod } from './zone.js';

/** Sums of one period and kind while they are being made. */
interface Sums {
  orders: number;
  company: bigint;
  personal: bigint;
  lines: number;
  billed: bigint;
}

/** Adds up a ledger: cash over a simulator's own orders, and the lines of the bills it makes of them. */
export class LedgerSums {
  private readonly sums = new Map<string, Sums>();

  private at(period: string, kind: WorldOrder['kind']): Sums {
    const key = `${period} ${kind}`;
    let sums = this.sums.get(key);
    if (!sums) this.sums.set(key, (sums = { orders: 0, company: 0n, personal: 0n, lines: 0, billed: 0n }));
    return sums;
  }

  /** Adds the cash of all orders that moved up to an instant, by month in a fixed offset (minutes; default UTC+8). */
  addCash(book: OrderBook, until: number, offset?: number): void {
    for (const { kind, cash } of book.all()) {
      let last: Sums | undefined;
      for (const movement of cash) {
        if (movement.at > until) break;
        const sums = this.at(localPeriod(movement.at, offset), kind);
        // Cash is in order of time, so an order's movements of one month stand together.
        if (sums !== last) sums.orders++;
        last = sums;
        sums.company += movement.company;
        sums.personal += movement.personal;
      }
    }
  }

  /** Adds lines of a bill. */
  addBilled(period: string, kind: WorldOrder['kind'], amount: bigint, lines = 1): void {
    const sums = this.at(period, kind);
    sums.lines += lines;
    sums.billed += amount;
  }

  /** The rows, by period and kind. */
  rows(): LedgerRow[] {
    return [...this.sums.entries()]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, sums]) => ({
        period: key.slice(0, 7),
        kind: key.slice(8) as WorldOrder['kind'],
        orders: sums.orders,
        companyShare: String(sums.company),
        personalShare: String(sums.personal),
        billLines: sums.lines,
        billed: String(sums.billed),
      }));
  }
}
