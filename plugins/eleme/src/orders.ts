import { MapError, type Json, type Page, type RawRecord, type Stream } from '@interline/sdk';
import type { Eleme } from './api.js';
import type { ElemeConfig } from './config.js';
import { Eaters } from './eaters.js';
import { mapOrder } from './map-order.js';
import { confirm, consume, type OrderMessage } from './messages.js';
import { openOrder, type Opened } from './open-order.js';

/** Orders opened side by side. */
const AT_ONCE = 4;
/** A page ends with so many orders: it has to come within ten minutes, however slowly Ele.me answers. */
const PAGE = 100;
/** So many batches in a row that bring nothing new are the end of the queue: what is left in it comes again and again. */
const STALE = 3;

/** What was told of one order, by all its messages of a batch. */
interface Told {
  id: string;
  /** Undefined where the message names no order: then nothing is asked. */
  orderId: string | undefined;
  messages: OrderMessage[];
}

/**
 * Meal orders. Messages are taken until there are no new ones, whatever the window. Each order is asked for as it is now, so that the order and the number of
 * its messages do not matter. Messages are acknowledged after their page was committed, those of orders that could not be opened or read not at all: there is
 * no list in which they would be found again.
 */
async function* read(ctx: Eleme): AsyncGenerator<Page> {
  const eaters = new Eaters(ctx);
  const seen = new Set<string>();
  let closed = 0;
  for (let stale = 0; stale < STALE;) {
    const messages = await consume(ctx);
    if (messages.length === 0) break;
    const fresh = messages.filter(({ id }) => !seen.has(id));
    stale = fresh.length === 0 ? stale + 1 : 0;
    for (const { id } of fresh) seen.add(id);
    const told = byOrder(fresh);
    for (let from = 0; from < told.length; from += PAGE) {
      const some = told.slice(from, from + PAGE);
      const opened = await openAll(ctx, eaters, some);
      const records = some.map((one, at) => recordOf(one, opened[at]!));
      yield { records, cursor: { after: some.at(-1)!.messages.at(-1)!.id } satisfies Json };
      const done = some.filter((_, at) => isGood(records[at]!));
      await confirm(
        ctx,
        done.flatMap(({ messages: each }) => each.map(({ id }) => id)),
      );
      closed += some.length - done.length;
    }
  }
  if (closed > 0) ctx.log.warn('orders could not be opened or read; their messages stay in the queue', { orders: closed });
  yield { records: [], cursor: null };
}

/** Opens orders, a few at once. @throws VendorError the first that is thrown; nothing is asked after it but what was under way */
async function openAll(ctx: Eleme, eaters: Eaters, told: readonly Told[]): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (let from = 0; from < told.length; from += AT_ONCE) {
    const some = told.slice(from, from + AT_ONCE);
    const answers = await Promise.allSettled(
      some.map(({ orderId }) => (orderId === undefined ? { refused: 'no_order_id' } : openOrder(ctx, eaters, orderId))),
    );
    for (const answer of answers) {
      if (answer.status === 'rejected') throw answer.reason;
      opened.push(answer.value);
    }
  }
  return opened;
}

/**
 * An order with whose it is, in Ele.me's words. Of one that could not be opened, what is known: it says the same each time it is told of again, so that it is
 * one version.
 */
function recordOf({ id, orderId, messages }: Told, { employee, order, refused }: Opened): RawRecord {
  if (order) return { externalId: id, data: { u_no: employee, order } };
  const message = { topic: messages[0]!.topic ?? null, order_id: orderId ?? null };
  return { externalId: id, data: { u_no: employee ?? null, message, refused } };
}

/** Whether the order is one that can be booked. */
function isGood(record: RawRecord): boolean {
  try {
    mapOrder(record);
    return true;
  } catch (error) {
    if (error instanceof MapError) return false;
    throw error;
  }
}

/** One entry an order, in the order they were told of. A message that names none stands for itself. */
function byOrder(messages: readonly OrderMessage[]): Told[] {
  const told = new Map<string, Told>();
  for (const message of messages) {
    const { orderId } = message;
    const id = orderId ?? `message:${message.id}`;
    const known = told.get(id);
    if (known) known.messages.push(message);
    else told.set(id, { id, orderId, messages: [message] });
  }
  return [...told.values()];
}

/** Stream `orders`. */
export const orders: Stream<'orders', ElemeConfig> = { kind: 'orders', read, map: mapOrder };
