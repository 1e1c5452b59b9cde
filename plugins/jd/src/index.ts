import { defineConnector } from '@interline/sdk';
import { ask } from './api.js';
import type { JdConfig } from './config.js';
import { faultOf } from './errors.js';
import { invoices } from './invoices.js';
import { orders } from './orders.js';
import { sign } from './sign.js';
import { dayOf, plusDays } from './times.js';
import { token } from './token.js';

/** JD's interface for large customers (京东企业采购, VOP): orders with their splits, shares and refunds, and the invoices over them. */
export default defineConnector<JdConfig>({
  streams: { orders, invoices },
  token,
  sign,
  fault: faultOf,
  /** One order of yesterday proves account, signature and address. */
  async check(ctx) {
    const date = plusDays(dayOf(ctx.now()), -1).replaceAll('-0', '-');
    await ask(ctx, '/api/checkOrder/checkNewOrder', { date, pageNo: '1', pageSize: '1' });
  },
});
