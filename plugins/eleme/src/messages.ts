import { parseJson, textOf, objectOf, type Json, type JsonObject } from '@interline/sdk';
import { call, type Eleme } from './api.js';
import { listOf } from './fields.js';

/** As many as the platform gives at once, and takes back at once. */
const BATCH = 200;

/** A message that something happened to an order. */
export interface OrderMessage {
  /** The envelope's id: by it the message is acknowledged. */
  id: string;
  topic: string | undefined;
  /** Undefined when the content names no order: a message of another kind. */
  orderId: string | undefined;
}

/** What an id looks like. Ids are listed by comma when they are acknowledged, and are keys of ours. */
const ID = /^[\w-]{1,64}$/;

/** Takes messages from the queue. Those that are not acknowledged come again later. @throws VendorError */
export async function consume(ctx: Eleme): Promise<OrderMessage[]> {
  const group = textOf(ctx.config.group_name);
  const reply = await call(ctx, 'taobao.tmc.messages.consume', {
    quantity: String(BATCH),
    ...(group === undefined ? {} : { group_name: group }),
  });
  const given = listOf(reply.messages);
  const messages = given.flatMap((message) => messageOf(message) ?? []);
  if (messages.length < given.length)
    ctx.log.warn('messages without an id were left in the queue', { messages: given.length - messages.length });
  return messages;
}

/** Acknowledges messages: they never come again. @throws VendorError */
export async function confirm(ctx: Eleme, ids: readonly string[]): Promise<void> {
  const group = textOf(ctx.config.group_name);
  for (let from = 0; from < ids.length; from += BATCH) {
    const reply = await call(ctx, 'taobao.tmc.messages.confirm', {
      s_message_ids: ids.slice(from, from + BATCH).join(','),
      ...(group === undefined ? {} : { group_name: group }),
    });
    if (reply.is_success === false || reply.is_success === 'false')
      ctx.log.warn('messages were not acknowledged; they come again', { reply: textOf(reply.request_id) });
  }
}

/** Null for what has no id: it can neither be told apart nor acknowledged. */
function messageOf(message: JsonObject): OrderMessage | null {
  const id = idOf(message.id);
  if (id === undefined) return null;
  const content = objectOf(contentOf(message.content));
  return { id, topic: textOf(message.topic), orderId: idOf(content?.order_id) };
}

function idOf(value: Json | undefined): string | undefined {
  const text = textOf(value);
  return text !== undefined && ID.test(text) ? text : undefined;
}

/** The content is JSON in a text. */
function contentOf(content: Json | undefined): Json | undefined {
  if (typeof content !== 'string') return content;
  try {
    return parseJson(content);
  } catch {
    return undefined;
  }
}
