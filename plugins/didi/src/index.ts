import { defineConnector } from '@interline/sdk';
import { get } from './api.js';
import { statementLines } from './bill-lines.js';
import { callback } from './callback.js';
import type { DidiConfig } from './config.js';
import { upsertDepartment } from './departments.js';
import { faultOf } from './errors.js';
import { notBilled } from './not-billed.js';
import { disablePerson, upsertPerson } from './people.js';
import { rides } from './rides.js';
import { sign } from './sign.js';
import { statements } from './statements.js';
import { timeText } from './times.js';
import { token } from './token.js';
import { travelOrders } from './travel.js';

const HOUR = 3_600_000;

/** DiDi Enterprise (滴滴企业版): rides, travel orders, bills and their lines, order callbacks, people and departments. */
export default defineConnector<DidiConfig>({
  streams: { rides, travel_orders: travelOrders, not_billed: notBilled, statements, statement_lines: statementLines },
  token,
  sign,
  fault: faultOf,
  /** One ride of the last hour proves token, signature, address and company. */
  async check(ctx) {
    const now = ctx.now();
    await get(ctx, '/river/Order/get', {
      start_time: timeText(new Date(now.getTime() - HOUR)),
      end_time: timeText(now),
      offset: '0',
      length: '1',
    });
  },
  hook: callback,
  actions: { upsertPerson, disablePerson, upsertDepartment },
});
