import type { Json, Page, RawRecord, ReadWindow, Stream } from '@interline/sdk';
import type { Eleme } from './api.js';
import type { ElemeConfig } from './config.js';
import { mapOrder } from './map-order.js';
import { confirm, consume, type OrderMessage } from './messages.js';
import { OrderOpener, type ToldOrder } from './open-order.js';
import { PhoneBook } from './phones.js';

/** Orders opened side by side. */
const AT_ONCE = 4;
/** A page ends with so many orders, or after so many tries to open them: each page has to come within ten minutes. */
const PAGE_RECORDS = 100;
const PAGE_TRIES = 2_000;
/** So many batches in a row that bring nothing new are the end of the queue: what is left in it comes again and again. */
const STALE = 3;
/** How much later than it says a message may come, in milliseconds. */
const LATE = 10 * 60_000;

/** What was told of one order, by all its messages of a batch. */
interface Told {
  id: string;
  messages: OrderMessage[];
}

/**
 * Meal orders. Messages are taken until there are no new ones, whatever the window; it only tells which of them an earlier run has met. Each order is asked for as it is now, so that the order and the
 * number of its messages do not matter. Messages are acknowledged after their page was committed, those of orders nobody could open not at all.
 */
async function* read(ctx: Eleme, { from }: ReadWindow): AsyncGenerator<Page> {
  const opener = new OrderOpener(ctx, new PhoneBook(ctx));
  const seen = new Set<string>();
  let closed = 0;
  for (let stale = 0; stale < STALE;) {
    const messages = await consume(ctx);
    if (messages.length === 0) break;
    const fresh = messages.filter(({ id }) => !seen.has(id));
    stale = fresh.length === 0 ? stale + 1 : 0;
    for (const { id } of fresh) seen.add(id);
    const waiting = byOrder(fresh);
    while (waiting.length > 0) {
      const { records, opened, last } = await nextPage(opener, waiting, new Date(from.getTime() - LATE));
      yield { records, cursor: { after: last } satisfies Json };
      await confirm(ctx, opened);
      closed += records.length - records.filter(({ data }) => data.order).length;
    }
  }
  if (closed > 0)
    ctx.log.warn('orders could not be opened with any phone that is known; their messages stay in the queue', { orders: closed });
  yield { records: [], cursor: null };
}

/** Takes orders off those that wait until a page is full. */
async function nextPage(
  opener: OrderOpener,
  waiting: Told[],
  earlier: Date,
): Promise<{ records: RawRecord[]; opened: string[]; last: string }> {
  const records: RawRecord[] = [];
  const opened: string[] = [];
  const begin = opener.tries;
  let last = '';
  while (waiting.length > 0 && records.length < PAGE_RECORDS && opener.tries - begin < PAGE_TRIES) {
    const some = waiting.splice(0, AT_ONCE);
    const answers = await opener.open(some.map((told) => toldOrder(told, earlier)));
    for (const [at, { id, messages }] of some.entries()) {
      const { order, refused } = answers[at]!;
      records.push({ externalId: id, data: order ? { order } : closedOrder(messages[0]!, refused!) });
      if (order) opened.push(...messages.map((message) => message.id));
      last = messages.at(-1)!.id;
    }
  }
  return { records, opened, last };
}

/** An order as its last message tells of it. One that was told of before this window began was tried before. */
function toldOrder({ messages }: Told, earlier: Date): ToldOrder {
  const { orderId: id, nick, publishedAt } = messages.at(-1)!;
  return { id, nick, before: publishedAt !== undefined && publishedAt < earlier };
}

/** What is known of an order nobody could open. It says the same each time it is told of again, so that it is one version. */
function closedOrder({ topic, orderId, nick }: OrderMessage, refused: string): RawRecord['data'] {
  return { message: { topic: topic ?? null, order_id: orderId ?? null, user_nick: nick ?? null }, refused };
}

/** One entry an order, in the order they were told of. A message that names none stands for itself. */
function byOrder(messages: readonly OrderMessage[]): Told[] {
  const told = new Map<string, Told>();
  for (const message of messages) {
    const id = message.orderId ?? `message:${message.id}`;
    const known = told.get(id);
    if (known) known.messages.push(message);
    else told.set(id, { id, messages: [message] });
  }
  return [...told.values()];
}

/** Stream `orders`. */
export const orders: Stream<'orders', ElemeConfig> = { kind: 'orders', read, map: mapOrder };
