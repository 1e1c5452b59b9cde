import { defineConnector, VendorError } from '@interline/sdk';
import { call, type Eleme } from './api.js';
import type { ElemeConfig } from './config.js';
import { faultOf, refusesOrder } from './errors.js';
import { orders } from './orders.js';
import { disablePerson, upsertPeople, upsertPerson } from './people.js';
import { sign } from './sign.js';

/** Questions about an order nobody has placed. */
const QUESTIONS = {
  getstatus: { eleme_order_id: '1000000000000000000' },
  get: { order_id: '1000000000000000000', phone: '13000000000' },
};

/**
 * Asks for an order that does not exist: that Ele.me itself refuses it proves key, secret, session and the permission of each call. Taking messages would
 * prove them too, but hide what was taken from the next reading for a while.
 */
async function check(ctx: Eleme): Promise<void> {
  for (const [about, params] of Object.entries(QUESTIONS)) {
    try {
      await call(ctx, `alibaba.ele.enterprise.ordernew.${about}`, params);
    } catch (error) {
      if (!(error instanceof VendorError && refusesOrder(error.fault))) throw error;
    }
  }
}

/** Ele.me enterprise meals (饿了么企业订餐) on Taobao's open platform: orders told by messages, and employees. */
export default defineConnector<ElemeConfig>({
  streams: { orders },
  sign,
  fault: faultOf,
  check,
  actions: { upsertPerson, upsertPeople, disablePerson },
});
