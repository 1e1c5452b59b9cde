import { lowerBound } from './bisect.js';
import { type Movement, type OrderSummary, readCash, wholeSeconds } from './cash.js';
import type { WorldOrder, WorldPerson } from './facts.js';
import { GeneratedOrders } from './generated-orders.js';
import type { GenerateCommand } from './simulator.js';

interface Stored {
  order: WorldOrder;
  cash: Movement[];
}

interface Timeline {
  sorted: boolean;
  entries: { at: number; handle: number }[];
}

/** Handles of generated orders start here, one span per block; below it they are positions of orders that were sent. */
const BLOCK_SPAN = 1e10;

/**
 * The orders of a simulator. Those that were sent are kept; generated ones are made again each time from their number, so a million of
 * them cost no memory. Both are found by time without a scan. An order is named by its id towards the vendor's clients and by a small
 * number, the handle, inside.
 */
export class OrderBook {
  private stored: (Stored | undefined)[] = [];
  private byId = new Map<string, number>();
  private blocks: GeneratedOrders[] = [];
  /** Generated orders that were changed or removed. */
  private replaced = new Set<number>();
  private timelines = new Map<WorldOrder['kind'], Timeline>();
  /** True when the timelines have to be made again before they are read. */
  private stale = false;
  /** Counts up with every change: what was derived from an older version is stale. */
  version = 0;

  /** Adds an order, or replaces the one of the same id. @throws RangeError when its cash does not add up */
  put(order: WorldOrder): void {
    const cash = readCash(order);
    const known = this.handleOf(order.id);
    const handle = known !== undefined && known < BLOCK_SPAN ? known : this.stored.length;
    if (known !== undefined && known >= BLOCK_SPAN) this.replaced.add(known);
    const before = this.stored[handle];
    this.stored[handle] = { order, cash };
    this.byId.set(order.id, handle);
    if (before) this.stale = true;
    else if (!this.stale) this.index(handle, order, cash);
    this.version++;
  }

  /** Takes an order away. False when there is none of this id. */
  remove(id: string): boolean {
    const handle = this.handleOf(id);
    if (handle === undefined) return false;
    if (handle >= BLOCK_SPAN) this.replaced.add(handle);
    else this.stored[handle] = undefined;
    this.byId.delete(id);
    this.stale = true;
    this.version++;
    return true;
  }

  /** Adds a block of generated orders, travelled by these people. @throws RangeError when the command makes no sense */
  generate(command: GenerateCommand, people: readonly WorldPerson[]): void {
    this.blocks.push(new GeneratedOrders(command, people, this.blocks.length));
    this.version++;
  }

  /** Forgets everything. */
  clear(): void {
    this.stored = [];
    this.byId.clear();
    this.blocks = [];
    this.replaced.clear();
    this.timelines.clear();
    this.version++;
  }

  /** The handle of an order, if there is one of this id. */
  handleOf(id: string): number | undefined {
    const handle = this.byId.get(id);
    if (handle !== undefined) return handle;
    for (const [number, block] of this.blocks.entries()) {
      const index = block.indexOf(id);
      if (index === undefined) continue;
      const generated = (number + 1) * BLOCK_SPAN + index;
      return this.replaced.has(generated) ? undefined : generated;
    }
    return undefined;
  }

  /** An order in full. @throws RangeError for a handle that was removed */
  order(handle: number): WorldOrder {
    const stored = this.stored[handle];
    if (stored) return stored.order;
    const block = this.blocks[Math.floor(handle / BLOCK_SPAN) - 1];
    if (!block) throw new RangeError(`no order ${handle}`);
    return block.order(handle % BLOCK_SPAN);
  }

  /** Who booked an order and where it is booked; cheaper than the order in full. */
  booking(handle: number): Pick<WorldOrder, 'booker' | 'department' | 'legalEntity'> {
    const stored = this.stored[handle];
    if (stored) return stored.order;
    const block = this.blocks[Math.floor(handle / BLOCK_SPAN) - 1];
    if (!block) throw new RangeError(`no order ${handle}`);
    return block.booking(handle % BLOCK_SPAN);
  }

  /** An order's cash, by time; cheaper than the order in full. */
  cash(handle: number): readonly Movement[] {
    return this.stored[handle]?.cash ?? this.blocks[Math.floor(handle / BLOCK_SPAN) - 1]?.cash(handle % BLOCK_SPAN) ?? [];
  }

  /** What is known of an order without building all of it. */
  summary(handle: number): OrderSummary {
    const stored = this.stored[handle];
    if (stored) return { handle, id: stored.order.id, kind: stored.order.kind, product: stored.order.product, cash: stored.cash };
    const block = this.blocks[Math.floor(handle / BLOCK_SPAN) - 1];
    if (!block) throw new RangeError(`no order ${handle}`);
    return { handle, ...block.summary(handle % BLOCK_SPAN) };
  }

  /** All orders, those that were sent first. */
  *all(): Generator<OrderSummary> {
    for (const [handle, stored] of this.stored.entries()) if (stored) yield this.summary(handle);
    for (const [number, block] of this.blocks.entries()) {
      const base = (number + 1) * BLOCK_SPAN;
      for (let index = 0; index < block.count; index++)
        if (!this.replaced.has(base + index)) yield { handle: base + index, ...block.summary(index) };
    }
  }

  /**
   * The orders of a kind that were booked, or of which cash moved, from one instant to another (milliseconds, both included), each
   * once, by the first such moment.
   */
  between(kind: WorldOrder['kind'], from: number, to: number): number[] {
    const sources = [slice(this.timeline(kind), from, to)];
    for (const [number, block] of this.blocks.entries()) {
      const base = (number + 1) * BLOCK_SPAN;
      const moments = block.moments(kind, from, to);
      sources.push(moments.map(({ at, index }) => ({ at, handle: base + index })).filter(({ handle }) => !this.replaced.has(handle)));
    }
    const found = sources.filter((source) => source.length > 0);
    const merged = found.length === 1 ? found[0]! : found.flat().sort(byTime);
    return [...new Set(merged.map(({ handle }) => handle))];
  }

  /** First and last moment of all orders; undefined when there are none. */
  span(): { from: number; to: number } | undefined {
    const kinds = new Set([...this.timelines.keys(), ...(this.stale ? this.stored.flatMap((stored) => stored?.order.kind ?? []) : [])]);
    const spans = [...[...kinds].map((kind) => this.timeline(kind).entries), ...this.blocks.map((block) => block.ends())]
      .filter((entries) => entries.length > 0)
      .map((entries) => ({ from: entries[0]!.at, to: entries[entries.length - 1]!.at }));
    if (spans.length === 0) return undefined;
    return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
  }

  private timeline(kind: WorldOrder['kind']): Timeline {
    if (this.stale) {
      this.timelines.clear();
      this.stale = false;
      for (const [handle, stored] of this.stored.entries()) if (stored) this.index(handle, stored.order, stored.cash);
    }
    const timeline = this.timelines.get(kind) ?? { sorted: true, entries: [] };
    if (!timeline.sorted) {
      timeline.entries.sort(byTime);
      timeline.sorted = true;
    }
    return timeline;
  }

  private index(handle: number, order: WorldOrder, cash: readonly Movement[]): void {
    const timeline = this.timelines.get(order.kind) ?? { sorted: true, entries: [] };
    timeline.entries.push({ at: wholeSeconds(Date.parse(order.bookedAt)), handle }, ...cash.map(({ at }) => ({ at, handle })));
    timeline.sorted = false;
    this.timelines.set(order.kind, timeline);
  }
}

const byTime = (left: { at: number; handle: number }, right: { at: number; handle: number }): number =>
  left.at - right.at || left.handle - right.handle;

function slice({ entries }: Timeline, from: number, to: number): { at: number; handle: number }[] {
  return entries.slice(
    lowerBound(entries.length, (index) => entries[index]!.at >= from),
    lowerBound(entries.length, (index) => entries[index]!.at > to),
  );
}
