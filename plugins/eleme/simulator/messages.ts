import { hash32, Random, type WorldStore } from '@interline/sdk/simulator';

/** One message in the queue: that an order was placed or changed. It carries nothing of the order. */
export interface Message {
  /** The envelope's number: what is confirmed. Beyond 2^53. */
  id: string;
  /** The publisher's own number: a message that is sent twice has it twice. */
  messageId: string;
  orderId: string;
  /** When it was published, in milliseconds. */
  at: number;
}

/** How many messages are where. `lost` are those control took away before they were ever delivered. */
export interface MessageCounts {
  waiting: number;
  delivered: number;
  confirmed: number;
  lost: number;
}

/** An instant of an order that a message is to tell of. */
type Moment = Pick<Message, 'orderId' | 'at'>;

const FIRST_ID = 7_104_300_000_000_000_000n;

/**
 * The queue of the application. A message stands for one instant at which cash of an order moved, and comes when the vendor's clock passes
 * it; an order changed in another way has one too. Delivered and not confirmed, it comes again; confirmed, it is gone, and only counted.
 */
export class MessageQueue {
  private waiting: Message[] = [];
  /** How many of `waiting` are gone from its front. */
  private head = 0;
  private readonly delivered = new Map<string, Message>();
  private confirmed = 0;
  private lost = 0;
  private published = 0;
  /** Up to which instant messages told of an order's cash, by order. */
  private readonly told = new Map<string, number>();
  private readonly changed = new Set<string>();
  private lastBatch: readonly Message[] = [];
  private seen = { version: -1, until: -Infinity };

  constructor(private readonly world: WorldStore) {}

  /** Control has just changed an order: there is a message of it even if no cash moved. */
  touch(orderId: string): void {
    this.changed.add(orderId);
    // When nothing else changed since the last look, the other orders need no second one.
    if (this.world.version === this.seen.version + 1) this.seen.version++;
  }

  /**
   * Delivers up to so many messages: fresh ones, or where there are none those that were not confirmed, each at most once before it is
   * its turn again.
   */
  deliver(count: number, now: number): readonly Message[] {
    this.publish(now);
    let batch = this.shift(count);
    if (batch.length === 0) {
      batch = [...this.delivered.values()].slice(0, count);
      for (const { id } of batch) this.delivered.delete(id);
    }
    return this.handOut(batch);
  }

  /** Delivers the last batch again, confirmed or not; undefined when there was none. */
  repeatBatch(): readonly Message[] | undefined {
    return this.lastBatch.length > 0 ? this.lastBatch : undefined;
  }

  /**
   * Lets the next batch slip: forwards, so that the first messages come after all others, or backwards, so that the last ones delivered
   * and not confirmed come again before the fresh ones. False when nothing is there to slip.
   */
  slip(by: number, now: number): boolean {
    this.publish(now);
    if (by > 0) {
      const late = this.count().waiting > by ? this.shift(by) : [];
      this.waiting.push(...late);
      return late.length > 0;
    }
    const again = by < 0 ? [...this.delivered.values()].slice(by) : [];
    this.requeue(again);
    return again.length > 0;
  }

  /** Confirms messages. Numbers that were not delivered are passed over, as are those confirmed before. */
  confirm(ids: readonly string[]): void {
    for (const id of ids) if (this.delivered.delete(id)) this.confirmed++;
  }

  /** Puts all that were delivered and not confirmed back in front. */
  redeliver(): void {
    this.requeue([...this.delivered.values()]);
  }

  /** Takes the first so many waiting messages away for good. */
  lose(count: number, now: number): void {
    this.publish(now);
    this.lost += this.shift(count).length;
  }

  /** Has each waiting message there so many times, each time in an envelope of its own. */
  repeat(times: number, now: number): void {
    this.publish(now);
    const once = this.shift(Infinity);
    this.waiting = once.flatMap((message) =>
      Array.from({ length: times }, (_, at) => (at === 0 ? message : { ...message, id: this.nextId() })),
    );
  }

  /** Mixes the waiting messages, the same way for the same seed. */
  shuffle(seed: number | string, now: number): void {
    this.publish(now);
    const random = new Random(seed);
    const mixed = this.shift(Infinity);
    for (let at = mixed.length - 1; at > 0; at--) {
      const other = random.int(0, at);
      [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
    }
    this.waiting = mixed;
  }

  /** How many are where, by now. */
  counts(now: number): MessageCounts {
    this.publish(now);
    return this.count();
  }

  /** Forgets everything. */
  clear(): void {
    this.waiting = [];
    this.head = 0;
    this.delivered.clear();
    this.confirmed = this.lost = this.published = 0;
    this.told.clear();
    this.changed.clear();
    this.lastBatch = [];
    this.seen = { version: -1, until: -Infinity };
  }

  private count(): MessageCounts {
    return { waiting: this.waiting.length - this.head, delivered: this.delivered.size, confirmed: this.confirmed, lost: this.lost };
  }

  /** Adds the messages of what happened since the last look. */
  private publish(now: number): void {
    const { orders, version } = this.world;
    const same = version === this.seen.version;
    if (same && now <= this.seen.until && this.changed.size === 0) return;
    const fresh: Moment[] = [];
    for (const handle of orders.between('meal', same ? this.seen.until : -Infinity, now)) this.tell(handle, now, fresh);
    for (const orderId of this.changed) {
      const handle = orders.handleOf(orderId);
      if (handle === undefined) continue;
      const before = fresh.length;
      this.tell(handle, now, fresh);
      // Before it was paid nobody knows the order, so there is no change to tell of.
      if (fresh.length === before && this.told.has(orderId)) fresh.push({ orderId, at: now });
    }
    this.changed.clear();
    fresh.sort((left, right) => left.at - right.at || (left.orderId < right.orderId ? -1 : 1));
    for (const { orderId, at } of fresh) this.waiting.push({ id: this.nextId(), messageId: messageId(orderId, at), orderId, at });
    this.seen = { version, until: now };
  }

  /** Adds the moments of an order that were not told of yet. */
  private tell(handle: number, now: number, fresh: Moment[]): void {
    const { id: orderId, cash } = this.world.orders.summary(handle);
    let told = this.told.get(orderId) ?? -Infinity;
    for (const { at } of cash) {
      if (at > now) break;
      if (at <= told) continue;
      fresh.push({ orderId, at });
      this.told.set(orderId, (told = at));
      this.changed.delete(orderId);
    }
  }

  /** Takes messages from the front of those that wait. */
  private shift(count: number): Message[] {
    const taken = this.waiting.slice(this.head, this.head + count);
    this.head += taken.length;
    // Cutting the front off each time would move a long queue once per batch.
    if (this.head * 2 >= this.waiting.length) {
      this.waiting = this.waiting.slice(this.head);
      this.head = 0;
    }
    return taken;
  }

  private requeue(messages: readonly Message[]): void {
    for (const { id } of messages) this.delivered.delete(id);
    this.waiting = [...messages, ...this.waiting.slice(this.head)];
    this.head = 0;
  }

  private handOut(batch: readonly Message[]): readonly Message[] {
    for (const message of batch) this.delivered.set(message.id, message);
    if (batch.length > 0) this.lastBatch = batch;
    return batch;
  }

  private nextId(): string {
    return String(FIRST_ID + BigInt(this.published++) * 97n);
  }
}

/** The publisher's number of a message: always the same for the same order and instant. */
const messageId = (orderId: string, at: number): string => `${at}${String(hash32(orderId)).padStart(10, '0')}`;
