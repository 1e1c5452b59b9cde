import { localDay } from '@interline/sdk/simulator';

import { type Desk, openOrder } from './desk.js';
import { finishedOn } from './feeds.js';
import { dayStart } from './params.js';

const DAY = 86_400_000;
/** They are issued in the small hours. */
const NIGHT = 2 * 3_600_000;
/** So many orders stand on one invoice at most. */
const ORDERS = 20;
/** A value added tax invoice. */
const VAT = 2;
const CODE = '03300260';

/** One invoice, issued. */
export interface Issued {
  number: string;
  code: string;
  at: number;
  type: number;
  orders: readonly string[];
  title: string;
}

/** An invoice with the application it came of. */
interface Collection extends Issued {
  markId: string;
}

/** Invoices nobody asked for: the orders of each legal entity that were finished on one day, together, the night after. */
export class Collected {
  /** @param applied orders that are invoiced by an application of their own */
  constructor(
    private readonly desk: Desk,
    private readonly applied: ReadonlyMap<string, unknown>,
  ) {}

  /** The invoice of an order, once it was issued. */
  ofOrder(id: string, now: number): Issued | undefined {
    const { world, parcels } = this.desk;
    const handle = world.orders.handleOf(parcels.originOf(id));
    if (handle === undefined) return undefined;
    const { finishedAt } = openOrder(this.desk, handle, now).milestones;
    if (!(finishedAt <= now)) return undefined;
    return this.on(localDay(finishedAt), now).find(({ orders }) => orders.includes(id));
  }

  /** The invoice of an application. */
  ofMark(markId: string, now: number): Issued | undefined {
    const [, year, month, day] = /^A(\d{4})(\d\d)(\d\d)-\d+$/.exec(markId) ?? [];
    return day === undefined ? undefined : this.on(`${year}-${month}-${day}`, now).find((each) => each.markId === markId);
  }

  /** The invoice of this code and number: the number begins with the day its orders were finished on. */
  ofNumber(code: string, number: string, now: number): Issued | undefined {
    const [, year, month, day] = /^(\d\d)(\d\d)(\d\d)\d\d$/.exec(number) ?? [];
    if (day === undefined) return undefined;
    return this.on(`20${year}-${month}-${day}`, now).find((each) => each.number === number && each.code === code);
  }

  /** All that were issued, by application. */
  *until(now: number): Iterable<{ markId: string; at: number }> {
    const first = this.desk.world.orders.span()?.from ?? now;
    for (let day = dayStart(localDay(first), 'date'); day + DAY <= now; day += DAY) yield* this.on(localDay(day), now);
  }

  private on(date: string, now: number): Collection[] {
    const day = dayStart(date, 'date');
    const at = day + DAY + NIGHT;
    if (at > now) return [];
    return this.desk.listing(`collected ${date} ${this.applied.size}`, now, at, () => this.collect(date, day, at));
  }

  private collect(date: string, day: number, at: number): Collection[] {
    const byTitle = new Map<string, string[]>();
    for (const { id, title } of finishedOn(this.desk, day, at)) {
      if (!this.applied.has(id)) byTitle.set(title, [...(byTitle.get(title) ?? []), id]);
    }
    const parts = [...byTitle]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([title, ids]) =>
        Array.from({ length: Math.ceil(ids.length / ORDERS) }, (_, part) => ({
          title,
          orders: ids.slice(part * ORDERS, (part + 1) * ORDERS),
        })),
      );
    const digits = date.replaceAll('-', '');
    return parts.map(({ title, orders }, index) => ({
      markId: `A${digits}-${index + 1}`,
      code: `${CODE}${String(index + 1).padStart(4, '0')}`,
      number: `${digits.slice(2)}${String((index + 1) % 100).padStart(2, '0')}`,
      at,
      type: VAT,
      orders,
      title,
    }));
  }
}
