import { localTime, type VendorCall } from '@interline/sdk/simulator';

import type { Account } from './account.js';
import type { Desk } from './desk.js';
import { invalid } from './errors.js';
import { need, type Params } from './gate.js';
import type { Message } from './messages.js';

/** Most messages one call delivers or confirms, and the fewest that may be asked for. */
const MOST = 200;
const FEWEST = 10;
/** The topic's name is this simulator's own: only the Chinese title of the message is published. */
const TOPIC = 'alibaba_ele_enterprise_OrderDetail';
const PUBLISHER = '23045620';

/** `taobao.tmc.messages.consume`: a batch of messages. */
export function consume(desk: Desk, params: Params, call: VendorCall): unknown {
  checkGroup(params);
  const quantity = params['quantity'] ?? String(FEWEST);
  const count = /^\d{1,4}$/.test(quantity) ? Number(quantity) : NaN;
  if (!(count >= FEWEST && count <= MOST)) throw invalid('quantity', `应为 ${FEWEST} 到 ${MOST}`);
  const batch = batchOf(desk, count, call);
  call.records(batch.map(({ orderId }) => orderId));
  return { messages: batch.map((message) => envelope(message, desk.account)) };
}

/** `taobao.tmc.messages.confirm`: these messages never come again. */
export function confirm(desk: Desk, params: Params): unknown {
  checkGroup(params);
  const ids = need(params, 's_message_ids').split(',');
  if (ids.length > MOST) throw invalid('s_message_ids', `最多 ${MOST} 个`);
  if (!ids.every((id) => /^\d+$/.test(id))) throw invalid('s_message_ids', '消息ID 不是数字');
  desk.queue.confirm(ids);
  return { is_success: true };
}

/** An application without groups of users, as this one is, is refused when it names one. */
function checkGroup(params: Params): void {
  if (params['group_name']) throw invalid('group_name', '应用没有设置用户分组');
}

function batchOf(desk: Desk, count: number, call: VendorCall): readonly Message[] {
  const { fault } = call;
  if (fault?.kind === 'repeat_page') {
    const again = desk.queue.repeatBatch();
    if (again) return again;
    call.keepFault();
  }
  if (fault?.kind === 'shift_page' && !desk.queue.slip(fault.by, call.now)) call.keepFault();
  return desk.queue.deliver(count, call.now);
}

/** A message as it is delivered: the user it names is the enterprise that authorised the application, whoever eats. */
function envelope(message: Message, account: Account): Record<string, unknown> {
  return {
    id: message.id,
    topic: TOPIC,
    pub_app_key: PUBLISHER,
    pub_time: localTime(message.at),
    user_id: account.userId,
    user_nick: account.nick,
    content: JSON.stringify({ message_id: message.messageId, order_id: message.orderId }),
  };
}

/** The text of a reply with messages in which the numbers the vendor documents as such are numbers, with all their digits. */
export const withNumbers = (text: string): string => text.replace(/"(id|user_id)":"(\d+)"/g, '"$1":$2');
