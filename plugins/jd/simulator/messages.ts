import { localTime, type VendorCall } from '@interline/sdk/simulator';

import { refundPieces } from './balance.js';
import { type Desk, openOrder } from './desk.js';
import type { Invoices } from './invoices.js';
import { badParameter } from './errors.js';
import { needed, type Params } from './params.js';
import { leavesAt } from './parcels.js';
import { deliveryState, isRefused } from './purchase.js';
import { jdNumber } from './wire.js';

/** The published numbers of the messages this simulator sends. */
const TYPE = { split: 1, delivered: 5, cancelled: 10, invoiced: 11, made: 25, finished: 31, mixedPaid: 108, refund: 109 } as const;

/** How many messages one answer holds at most; the number is not published. */
const BATCH = 100;

/** Something that happened, before it is a message. `key` tells it from everything else that happens to its order. */
interface Event {
  key: string;
  type: number;
  at: number;
  result: Record<string, unknown>;
}

interface Message extends Event {
  id: number;
  deleted: boolean;
}

/** The pool of messages that clients fetch and delete; one that is not deleted comes again. */
export class Messages {
  /** By order: what was or will be told of it. */
  private readonly ofOrder = new Map<string, Message[]>();
  private readonly byId = new Map<number, Message>();
  /** All that are not deleted, by time once sorted. */
  private waiting: Message[] = [];
  private sorted = true;
  private deleted = 0;
  private last = 0;

  /** Applications whose invoices were told of, and until when they were looked for. */
  private readonly invoiced = new Set<string>();
  private invoicedUntil = '';

  constructor(
    private readonly desk: Desk,
    private readonly invoices: Invoices,
  ) {}

  /**
   * Takes note of an order as it is now. What was told before is not told again; what was still to come and comes no more is dropped.
   * @param cancelledNow true when it was changed a moment ago, so that a cancellation is told now and not when the facts have it
   */
  note(handle: number, now: number, cancelledNow: boolean): void {
    const { id } = this.desk.world.orders.summary(handle);
    const before = this.ofOrder.get(id) ?? [];
    const events = eventsOf(this.desk, handle, cancelledNow ? now : undefined);
    const known = new Map(before.map((message) => [message.key, message]));
    const kept = events.map((event) => {
      const message = known.get(event.key);
      known.delete(event.key);
      if (!message) return this.add(event);
      if (message.at > now) {
        Object.assign(message, event);
        this.sorted = false;
      }
      return message;
    });
    for (const gone of known.values()) {
      if (gone.at <= now) kept.push(gone);
      else this.delete(gone);
    }
    this.ofOrder.set(id, kept);
  }

  /** `/api/message/get`: the oldest that were not deleted, of the types asked for. */
  get(params: Params, call: VendorCall): unknown {
    const types = new Set((params['type'] ?? '').split(',').filter(Boolean).map(Number));
    if (types.has(TYPE.invoiced)) this.noteInvoices(call.now);
    this.tidy();
    const found: Message[] = [];
    for (const message of this.waiting) {
      if (message.at > call.now || found.length === BATCH) break;
      if (!message.deleted && (types.size === 0 || types.has(message.type))) found.push(message);
    }
    call.records(found.map(({ id }) => String(id)));
    if (call.fault?.kind === 'unknown_enum' && found.length === 0) call.keepFault();
    return found.map(({ id, result, type, at }, number) => ({
      id,
      result: call.fault?.kind === 'unknown_enum' && number === 0 ? { ...result, state: 9 } : result,
      type,
      time: localTime(at),
    }));
  }

  /** `/api/message/del`: true also when it was deleted before; false for one that never was. */
  del(params: Params): boolean {
    const id = needed(params, 'id');
    if (!/^\d+$/.test(id)) throw badParameter('id');
    const message = this.byId.get(Number(id));
    if (!message) return false;
    this.delete(message);
    return true;
  }

  /** Forgets all; numbers go on. */
  clear(): void {
    this.ofOrder.clear();
    this.byId.clear();
    this.invoiced.clear();
    this.invoicedUntil = '';
    [this.waiting, this.sorted, this.deleted] = [[], true, 0];
  }

  /** Takes note of what was invoiced: once an hour, and when there are other orders. */
  private noteInvoices(now: number): void {
    const until = `${this.desk.world.version} ${this.invoices.version} ${Math.floor(now / 3_600_000)}`;
    if (this.invoicedUntil === until) return;
    this.invoicedUntil = until;
    for (const { markId, at } of this.invoices.told(now)) {
      if (this.invoiced.has(markId)) continue;
      this.invoiced.add(markId);
      // 1: everything of the application was invoiced.
      this.add({ key: `invoiced ${markId}`, type: TYPE.invoiced, at, result: { markId, state: 1 } });
    }
  }

  private add(event: Event): Message {
    const message = { ...event, id: ++this.last, deleted: false };
    this.byId.set(message.id, message);
    this.waiting.push(message);
    this.sorted = false;
    return message;
  }

  private delete(message: Message): void {
    if (message.deleted) return;
    message.deleted = true;
    this.deleted++;
  }

  private tidy(): void {
    if (this.deleted * 2 > this.waiting.length) {
      this.waiting = this.waiting.filter(({ deleted }) => !deleted);
      this.deleted = 0;
    }
    if (!this.sorted) this.waiting.sort((left, right) => left.at - right.at || left.id - right.id);
    this.sorted = true;
  }
}

/** All that happens to an order, past and to come. @param cancelledAt instead of what the facts say */
function eventsOf(desk: Desk, handle: number, cancelledAt: number | undefined): Event[] {
  const open = openOrder(desk, handle, Infinity);
  const { order, cash, family, milestones } = open;
  const pin = desk.account.username;
  const orderId = jdNumber(order.id);
  const { madeAt, deliveredAt, finishedAt } = milestones;
  const events: Event[] = [{ key: 'made', type: TYPE.made, at: madeAt, result: { orderId } }];
  if (cash.some(({ personal }) => personal > 0n)) events.push({ key: 'mixed', type: TYPE.mixedPaid, at: madeAt, result: { orderId, pin } });
  // However often it was split, the message names the order as it was made.
  for (const [number, at] of family.splits.entries())
    events.push({ key: `split ${number}`, type: TYPE.split, at, result: { pOrder: orderId } });
  if (milestones.cancelledAt !== undefined) {
    const at = cancelledAt ?? milestones.cancelledAt;
    events.push({ key: 'cancelled', type: TYPE.cancelled, at, result: { orderId } });
  } else if (Number.isFinite(deliveredAt)) {
    for (const leaf of leavesAt(family.root, deliveredAt)) {
      const result = { orderId: jdNumber(leaf.id), state: deliveryState(order, milestones, deliveredAt) };
      events.push({ key: `delivered ${leaf.id}`, type: TYPE.delivered, at: deliveredAt, result });
    }
    if (!isRefused(order)) {
      for (const leaf of leavesAt(family.root, finishedAt)) {
        const result = { orderId: jdNumber(leaf.id), jdOrderState: 19, pin, completeTime: localTime(finishedAt) };
        events.push({ key: `finished ${leaf.id}`, type: TYPE.finished, at: finishedAt, result });
      }
    }
  }
  let left = 0n;
  for (const movement of cash) {
    left += movement.company + movement.personal;
    if (movement.type !== 'refund') continue;
    const pieces = refundPieces(desk, handle, movement, Infinity);
    // Of the buyer's own money the balance knows nothing; the message comes all the same.
    for (const id of pieces.length > 0 ? pieces.map((piece) => piece.orderId) : [order.id]) {
      // 1 after a sale · 2 of the whole order.
      const refundType = left === 0n ? 2 : 1;
      events.push({
        key: `refund ${movement.id} ${id}`,
        type: TYPE.refund,
        at: movement.at,
        result: { orderId: jdNumber(id), refundType },
      });
    }
  }
  return events;
}
