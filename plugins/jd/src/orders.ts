import {
  LosslessNumber,
  textOf,
  type Json,
  type JsonObject,
  type Page,
  type RawRecord,
  type ReadWindow,
  type Stream,
} from '@interline/sdk';
import { PAGE, sideBySide, type Jd } from './api.js';
import { refundedIn, refundsOf, refundsSince, type Refunds } from './balance.js';
import type { JdConfig } from './config.js';
import { feedOf, type Feed } from './feed.js';
import { Fields, countOf, objectOf } from './fields.js';
import { deleteMessages, nextMessages, type Message } from './messages.js';
import { OrderFamilies } from './order-families.js';
import { mapOrder } from './order-lines.js';

/** A window that ends so near to now is the newest: it also takes the messages, which tell of orders of any age. In milliseconds. */
const NEWEST = 24 * 3_600_000;

/** What one reading of a window goes through, in this order. */
const PHASES = ['listed', 'refunded', 'told'] as const;
type Phase = (typeof PHASES)[number];

/**
 * Orders that were made in the window, then older ones money came back for in it, then, in the newest window, those JD's messages name. Whichever
 * way an order is found, its record is the same: its detail and all of its refunds until now, and its family stands on the same page.
 *
 * The control is JD's count of the window's orders, and beside it those that came otherwise.
 */
class WindowReading {
  private readonly families: OrderFamilies;
  private readonly counted = new Set<string>();
  private feed: Feed = { orders: new Map(), missing: 0 };
  private refunds: Refunds = { since: '', byOrder: new Map(), missing: 0 };
  private phase: Phase = 'listed';
  private after: string | null = null;
  private given = 0;

  constructor(
    private readonly ctx: Jd,
    private readonly window: ReadWindow,
  ) {
    this.families = new OrderFamilies(ctx);
    const saved = objectOf(window.cursor);
    if (!saved) return;
    this.phase = PHASES.find((phase) => phase === saved.phase) ?? 'listed';
    this.after = textOf(saved.after) ?? null;
    this.given = countOf(saved.given) ?? 0;
  }

  async *pages(): AsyncIterable<Page> {
    const { ctx, window } = this;
    this.feed = await feedOf(ctx, window);
    this.refunds = await refundsSince(ctx, window);
    if (this.phase === 'listed') yield* this.walk('listed', [...this.feed.orders.keys()]);
    if (this.phase !== 'told') yield* this.walk('refunded', this.refundedBefore());
    if (ctx.now().getTime() - window.to.getTime() < NEWEST) yield* this.told();
    const count = Math.max(0, this.given + this.feed.missing + this.refunds.missing);
    yield { records: [], cursor: null, control: { count } };
  }

  /** Orders that are older than the window, in an order that is the same when the reading is resumed. */
  private refundedBefore(): string[] {
    return refundedIn(this.refunds, this.window)
      .filter((id) => !this.feed.orders.has(id))
      .sort();
  }

  private async *walk(phase: Phase, ids: readonly string[]): AsyncIterable<Page> {
    const begin = this.phase === phase && this.after !== null ? ids.indexOf(this.after) + 1 : 0;
    this.phase = phase;
    for (let at = begin; at < ids.length; at += PAGE) {
      const some = ids.slice(at, at + PAGE);
      const asked = new Set(some);
      const records = await this.recordsOf(some, (id) => this.feed.orders.has(id) && !asked.has(id), this.refunds);
      yield this.page(phase, some.at(-1)!, records);
    }
  }

  /** Messages batch by batch. They are deleted once the host has kept the page they led to: not before, so that none is lost. */
  private async *told(): AsyncIterable<Page> {
    const seen = new Set<string>();
    for (;;) {
      const batch = await nextMessages(this.ctx);
      // JD that gives what was deleted once more has nothing new.
      if (batch.every(({ id }) => seen.has(id))) return;
      for (const { id } of batch) seen.add(id);
      const named = batch.flatMap(({ orderId }) => orderId ?? []);
      // The refunds that were collected may be older than the message: these orders are asked for anew, all of them.
      const records = [...(await this.recordsOf(named, () => false, null)), ...batch.filter(namesNone).map(unreadable)];
      yield this.page('told', batch.at(-1)!.id, records);
      await deleteMessages(this.ctx, batch);
    }
  }

  private async recordsOf(ids: readonly string[], elsewhere: (id: string) => boolean, refunds: Refunds | null): Promise<RawRecord[]> {
    const details = await this.families.of(ids, elsewhere);
    return sideBySide([...details], async ([externalId, detail]) => ({
      externalId,
      data: detail ? await this.dataOf(externalId, detail, refunds) : { detail },
    }));
  }

  private async dataOf(id: string, detail: JsonObject, known: Refunds | null): Promise<JsonObject> {
    const listed = this.feed.orders.get(id);
    // Kept only where the detail has no time of its own, so that an order's record does not depend on the way it was found.
    const data: JsonObject = textOf(detail.createOrderTime) === undefined && listed !== undefined ? { detail, time: listed } : { detail };
    const refunds = await refundsOf(this.ctx, id, timeOf(data), known);
    return { ...data, refunds };
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

const namesNone = ({ orderId }: Message): boolean => orderId === undefined;

/** A message that names no order is kept as a record of its own; `map` refuses it, so that it is seen and not lost when it is deleted at JD. */
function unreadable({ id, data }: Message): RawRecord {
  return { externalId: `message:${id}`, data: { message: data } };
}

/** The stream `orders`. */
export const orders: Stream<'orders', JdConfig> = {
  kind: 'orders',
  read: (ctx, window) => new WindowReading(ctx, window).pages(),
  map: mapOrder,
};
