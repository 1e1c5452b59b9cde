import { randomBytes } from 'node:crypto';

import { NoData, type Refusal } from './errors.js';

/** What an element of each list is wrapped in. */
const ELEMENTS: Readonly<Record<string, string>> = {
  messages: 'tmc_message',
  foods_infos: 'foods_info',
  order_extras: 'order_extra',
  error_msgs: 'error_msg',
};

/** A number for the gateway's `request_id`. */
export const requestId = (): string => randomBytes(6).toString('hex');

/** The key of a method's reply: its name with underscores, and without the gateway's own prefix. */
export const replyKey = (method: string): string => `${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`;

/** A value as the gateway writes it: each list inside an object of its own, an empty one as an empty object. `simple` leaves lists alone. */
export function written(value: unknown, simple: boolean): unknown {
  if (simple || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, Array.isArray(inner) ? wrapped(name, inner) : written(inner, simple)]),
  );
}

function wrapped(name: string, list: readonly unknown[]): unknown {
  if (list.length === 0) return {};
  return { [ELEMENTS[name] ?? name]: list.map((each) => written(each, false)) };
}

/** The reply of a business call: its own envelope around the data, or around none. */
export const enterpriseReply = (data: unknown, request: string): Record<string, unknown> =>
  data instanceof NoData
    ? { enterprise_code: data.code, enterprise_msg: data.message, enterprise_requestid: request }
    : { enterprise_code: '200', enterprise_msg: '成功', enterprise_requestid: request, enterprise_data: data };

/** A refusal in the gateway's own form. */
export const errorReply = (error: Refusal): string =>
  JSON.stringify({
    error_response: {
      code: error.code,
      msg: error.message,
      ...(error.subCode !== undefined && { sub_code: error.subCode }),
      ...(error.subMessage !== undefined && { sub_msg: error.subMessage }),
      request_id: requestId(),
    },
  });
