import type { Hook, HookDelivery } from '@interline/sdk';
import { multipartFields } from './multipart.js';
import { isSignedBy } from './sign.js';

/**
 * DiDi's order callback: a signed multipart form that names an order and carries no data of it; the ride is read again. DiDi may repeat a
 * delivery or lose it, so the poll goes on beside it. When the address is set up, DiDi sends a random `order_id` to it, signed alike.
 */
export const callback: Hook = {
  verify(delivery, secrets) {
    const fields = fieldsOf(delivery);
    if (!fields?.sign || !secrets.sign_key) return false;
    if (secrets.client_id && fields.client_id !== secrets.client_id) return false;
    const { sign, ...signed } = fields;
    return isSignedBy(signed, sign, secrets.sign_key);
  },
  read(delivery) {
    const orderId = fieldsOf(delivery)?.order_id?.trim() ?? '';
    // Order ids are decimal; anything else can only be the set-up check. A random number is found to be no order when it is read.
    return /^\d{1,32}$/.test(orderId) && orderId !== '0' ? [{ stream: 'rides', externalIds: [orderId] }] : [];
  },
  reply: () => ({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"errno":0,"errmsg":"SUCCESS"}' }),
};

function fieldsOf(delivery: HookDelivery): Record<string, string> | null {
  const contentType = Object.entries(delivery.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return contentType === undefined ? null : multipartFields(contentType, delivery.body);
}
