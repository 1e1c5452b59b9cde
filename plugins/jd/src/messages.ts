import { VendorError, parseLocalTime, textOf, vendorBug, objectOf, sideBySide, type JsonObject, type RawRecord } from '@interline/sdk';
import { ask, type Jd } from './api.js';
import { idOf, objectsOf } from './fields.js';
import { OFFSET } from './times.js';

/**
 * Messages that change what an order stands for: split, delivered or refused, cancelled, exchanged, payment failed, cancelled unpaid, delivery
 * returned, new, finished, personal part paid, refunded, after-sale. Others (prices, shelves) are left for whoever reads them.
 */
export const OF_ORDERS = [1, 5, 10, 13, 14, 15, 23, 25, 31, 108, 109, 110] as const;

/** The type that tells of a refund. */
export const REFUND = '109';

/** How far an application for invoices has come. */
export const OF_INVOICES = [11] as const;

/** A message. */
export interface Message {
  id: string;
  /** The order it is about; undefined where it names none. */
  orderId: string | undefined;
  /** The application for invoices it is about; undefined where it names none. */
  markId: string | undefined;
  /** When JD wrote it; undefined where it does not say. */
  at: Date | undefined;
  data: JsonObject;
}

/** The next batch of messages of some types: JD gives a message again and again until it is deleted. @throws VendorError */
export async function nextMessages(ctx: Jd, types: readonly number[]): Promise<Message[]> {
  const result = await ask(ctx, '/api/message/get', { type: types.join() });
  if (result !== null && !Array.isArray(result)) throw vendorBug('no_list', 'the answer to message/get is no list');
  return objectsOf(result ?? []).map((data) => {
    const id = idOf(data.id);
    if (id === undefined) throw vendorBug('no_message_id', 'a message has no id');
    const about = objectOf(data.result) ?? {};
    const orderId = idOf(about.pOrder) ?? idOf(about.orderId) ?? idOf(about.jdOrderId);
    return { id, orderId, markId: textOf(about.markId), at: writtenAt(data), data };
  });
}

/** Takes messages away at JD, once what they led to is kept. One that is gone already is no mishap. @throws VendorError */
export async function deleteMessages(ctx: Jd, messages: readonly Message[]): Promise<void> {
  await sideBySide(messages, ({ id }) =>
    ask(ctx, '/api/message/del', { id }).catch((error: unknown) => {
      if (!(error instanceof VendorError) || error.fault.class !== 'not_found') throw error;
    }),
  );
}

/** A message nothing could be made of, kept as a record of its own: `map` refuses it, so that it is seen and not lost when it is deleted at JD. */
export function unreadable({ id, data }: Message): RawRecord {
  return { externalId: `message:${id}`, data: { message: data } };
}

function writtenAt({ time }: JsonObject): Date | undefined {
  try {
    return parseLocalTime(textOf(time) ?? '', OFFSET);
  } catch {
    return undefined;
  }
}
