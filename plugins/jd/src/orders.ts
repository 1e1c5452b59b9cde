import {
  LosslessNumber,
  textOf,
  objectOf,
  sideBySide,
  type Json,
  type JsonObject,
  type Page,
  type RawRecord,
  type ReadWindow,
  type Stream,
} from '@interline/sdk';
import { PAGE, type Jd } from './api.js';
import { BalanceBook } from './balance.js';
import type { JdConfig } from './config.js';
import { feedOf, type Feed } from './feed.js';
import { Fields, countOf, idOf, objectsOf } from './fields.js';
import { OF_ORDERS, REFUND, deleteMessages, nextMessages, unreadable, type Message } from './messages.js';
import { OrderFamilies } from './order-families.js';
import { mapOrder } from './order-lines.js';
import { isNewest } from './times.js';

/** JD lets nobody in whose clock is further from its own, in milliseconds. */
const CLOCKS_APART = 30 * 60_000;

/** What one reading of a window goes through, in this order. */
const PHASES = ['listed', 'refunded', 'told'] as const;
type Phase = (typeof PHASES)[number];

/**
 * Orders that were made in the window, then older ones money came back for in it, then, in the newest window, those JD's messages name. Whichever
 * way an order is found, its record is the same: its detail and all that the balance says of it until now, and its family stands on the same page.
 *
 * The control is JD's count of the window's orders, and beside it those that came otherwise.
 */
class WindowReading {
  private readonly families: OrderFamilies;
  private readonly counted = new Set<string>();
  private feed: Feed = { orders: new Map(), missing: 0 };
  private readonly balance: BalanceBook;
  private phase: Phase = 'listed';
  private after: string | null = null;
  private given = 0;
  private readonly began: number;

  constructor(
    private readonly ctx: Jd,
    private readonly window: ReadWindow,
  ) {
    this.families = new OrderFamilies(ctx);
    this.balance = new BalanceBook(ctx, window);
    this.began = ctx.now().getTime();
    const saved = objectOf(window.cursor);
    if (!saved) return;
    this.phase = PHASES.find((phase) => phase === saved.phase) ?? 'listed';
    this.after = textOf(saved.after) ?? null;
    this.given = countOf(saved.given) ?? 0;
  }

  async *pages(): AsyncIterable<Page> {
    const { ctx, window } = this;
    this.feed = await feedOf(ctx, 'checkNewOrder', window);
    await this.balance.collect();
    if (this.phase === 'listed') yield* this.walk('listed', [...this.feed.orders.keys()]);
    if (this.phase !== 'told') yield* this.walk('refunded', this.refundedBefore());
    if (isNewest(ctx.now(), window)) yield* this.told();
    const count = Math.max(0, this.given + this.feed.missing + this.balance.missing);
    yield { records: [], cursor: null, control: { count } };
  }

  /** Orders that are older than the window, in an order that is the same when the reading is resumed. */
  private refundedBefore(): string[] {
    return this.balance
      .within(this.window)
      .filter((id) => !this.feed.orders.has(id))
      .sort();
  }

  private async *walk(phase: Phase, ids: readonly string[]): AsyncIterable<Page> {
    const begin = this.phase === phase && this.after !== null ? ids.indexOf(this.after) + 1 : 0;
    this.phase = phase;
    for (let at = begin; at < ids.length; at += PAGE) {
      const some = ids.slice(at, at + PAGE);
      const asked = new Set(some);
      const records = await this.recordsOf(some, (id) => this.feed.orders.has(id) && !asked.has(id));
      yield this.page(phase, some.at(-1)!, records);
    }
  }

  /** Messages batch by batch. They are deleted once the host has kept the page they led to: not before, so that none is lost. */
  private async *told(): AsyncIterable<Page> {
    const seen = new Set<string>();
    for (;;) {
      const batch = await nextMessages(this.ctx, OF_ORDERS);
      // JD that gives what was deleted once more has nothing new.
      if (batch.every(({ id }) => seen.has(id))) return;
      for (const { id } of batch) seen.add(id);
      const named = batch.flatMap((message) => (message.orderId === undefined || this.isOldNews(message) ? [] : message.orderId));
      // What was collected may be older than the messages.
      if (named.length > 0) await this.balance.collect();
      const orders = await this.recordsOf(named, () => false);
      const records = [...orders, ...batch.filter((message) => namesNone(message) || mayBePersonal(message, orders)).map(unreadable)];
      yield this.page('told', batch.at(-1)!.id, records);
      await deleteMessages(this.ctx, batch);
    }
  }

  /** Whether a message says nothing beyond what this reading has of its order already: it is older than all of that. */
  private isOldNews({ orderId, at, data }: Message): boolean {
    // Whether a person got something back cannot be told without the order.
    const isRefundNews = textOf(data.type) === REFUND;
    return (
      !isRefundNews && orderId !== undefined && this.counted.has(orderId) && at !== undefined && at.getTime() < this.began - CLOCKS_APART
    );
  }

  private async recordsOf(ids: readonly string[], elsewhere: (id: string) => boolean): Promise<RawRecord[]> {
    const details: Detail[] = [...(await this.families.of(ids, elsewhere))].map(([id, detail]) => ({
      id,
      data: detail && this.withTime(id, detail),
    }));
    await this.balance.reach(details.flatMap(({ data }) => (data ? [timeOf(data)] : [])));
    return sideBySide(details, async ({ id: externalId, data }): Promise<RawRecord> => {
      if (!data) return { externalId, data: { detail: null } };
      const ordered = timeOf(data);
      const { refunds, payments } = await this.balance.of(externalId, ordered);
      const parent = await this.parentOf(data, details);
      return { externalId, data: { ...data, refunds, payments, ...(parent && { parent }) } };
    });
  }

  /**
   * What was paid for an order before it was split, and for what: it tells whether a child's price holds its freight, where the child has any. Payments stand
   * under the number of the order that was made.
   */
  private async parentOf({ detail }: JsonObject, details: readonly Detail[]): Promise<JsonObject | undefined> {
    const child = objectOf(detail)!;
    const id = idOf(child.pOrder);
    if (id === undefined || idOf(child.freight) === undefined) return undefined;
    const beside = details.find((other) => other.id === id);
    const whole = beside ? objectOf(beside.data?.detail) : await this.families.relative(id);
    if (!whole) return undefined;
    const { payments } = await this.balance.of(id, timeOf({ detail: whole }));
    return { cOrder: objectsOf(whole.cOrder).map(moneyOf), payments };
  }

  /** The list's time is kept only where the detail has none of its own, so that an order's record does not depend on the way it was found. */
  private withTime(id: string, detail: JsonObject): JsonObject {
    const listed = this.feed.orders.get(id);
    return textOf(detail.createOrderTime) === undefined && listed !== undefined ? { detail, time: listed } : { detail };
  }

  private page(phase: Phase, after: string, records: RawRecord[]): Page {
    for (const { externalId } of records) {
      if (this.counted.has(externalId)) continue;
      this.counted.add(externalId);
      this.given++;
    }
    const cursor: Json = { phase, after, given: new LosslessNumber(String(this.given)) };
    return { records, cursor };
  }
}

/** An order of a page, and what is known of it but for the balance; null for one JD does not give. */
interface Detail {
  id: string;
  data: JsonObject | null;
}

/** What of a child says what it costs and who pays. */
function moneyOf({ jdOrderId, orderPrice, freight, payDeatails }: JsonObject): JsonObject {
  const money = { jdOrderId, orderPrice, freight, payDeatails };
  return Object.fromEntries(Object.entries(money).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** When an order was made, where its record tells. */
function timeOf(data: JsonObject): Date | undefined {
  const detail = new Fields(objectOf(data.detail) ?? {}, '/detail');
  try {
    return detail.time('createOrderTime') ?? new Fields(data, '').time('time');
  } catch {
    // `map` refuses the record by this very field.
    return undefined;
  }
}

/**
 * Whether a message of a refund may be of money that a person paid: the balance detail does not know it, and no call tells how much it was. It waits in
 * quarantine.
 */
function mayBePersonal({ orderId, data }: Message, orders: readonly RawRecord[]): boolean {
  if (textOf(data.type) !== REFUND) return false;
  const detail = objectOf(orders.find(({ externalId }) => externalId === orderId)?.data.detail);
  return [detail, ...objectsOf(detail?.cOrder)].some(
    (order) => order && objectsOf(order.payDeatails).some(({ flag }) => textOf(flag) === '1'),
  );
}

const namesNone = ({ orderId }: Message): boolean => orderId === undefined;

/** The stream `orders`. */
export const orders: Stream<'orders', JdConfig> = {
  kind: 'orders',
  read: (ctx, window) => new WindowReading(ctx, window).pages(),
  map: mapOrder,
};
