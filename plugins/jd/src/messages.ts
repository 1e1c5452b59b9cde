import { VendorError, parseLocalTime, textOf, vendorBug, type JsonObject } from '@interline/sdk';
import { ask, sideBySide, type Jd } from './api.js';
import { idOf, objectOf, objectsOf } from './fields.js';
import { OFFSET } from './times.js';

/**
 * Messages that change what an order stands for: split, delivered or refused, cancelled, exchanged, payment failed, cancelled unpaid, delivery
 * returned, new, finished, personal part paid, refunded, after-sale. Others (prices, shelves, invoices) are left for whoever reads them.
 */
const TYPES = [1, 5, 10, 13, 14, 15, 23, 25, 31, 108, 109, 110];

/** A message. */
export interface Message {
  id: string;
  /** The order it is about; undefined where it names none. */
  orderId: string | undefined;
  /** When JD wrote it; undefined where it does not say. */
  at: Date | undefined;
  data: JsonObject;
}

/** The next batch: JD gives a message again and again until it is deleted. @throws VendorError */
export async function nextMessages(ctx: Jd): Promise<Message[]> {
  const result = await ask(ctx, '/api/message/get', { type: TYPES.join() });
  if (result !== null && !Array.isArray(result)) throw vendorBug('no_list', 'the answer to message/get is no list');
  return objectsOf(result ?? []).map((data) => {
    const id = idOf(data.id);
    if (id === undefined) throw vendorBug('no_message_id', 'a message has no id');
    const about = objectOf(data.result) ?? {};
    return { id, orderId: idOf(about.pOrder) ?? idOf(about.orderId) ?? idOf(about.jdOrderId), at: writtenAt(data), data };
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

function writtenAt({ time }: JsonObject): Date | undefined {
  try {
    return parseLocalTime(textOf(time) ?? '', OFFSET);
  } catch {
    return undefined;
  }
}
