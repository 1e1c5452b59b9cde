import { defineConnector } from '@interline/sdk';
import { query } from './api.js';
import type { CtripConfig } from './config.js';
import { entry } from './entry.js';
import { faultOf } from './errors.js';
import { orders } from './orders.js';
import { disablePerson, upsertPerson } from './people.js';
import { SETTLEMENT } from './products.js';
import { settlements } from './settlements.js';
import { sign } from './sign.js';
import { statementLines } from './statement-lines.js';
import { statements } from './statements.js';
import { dayOf } from './times.js';
import { token } from './token.js';
import { pushTripRequest } from './trips.js';

/** Ctrip corporate travel (携程商旅): flights, hotels, trains and cars with their monthly statements, people, trip requests, and signed-in ways in. */
export default defineConnector<CtripConfig>({
  streams: { orders, settlements, statements, statement_lines: statementLines },
  token,
  sign,
  fault: faultOf,
  /** One settled flight of today proves AppKey, AppSecurity, permission and account. */
  async check(ctx) {
    const { path, account } = SETTLEMENT.flight;
    const today = dayOf(ctx.now());
    await query(
      ctx,
      path,
      { [account]: ctx.config.account_id, DateFrom: today, DateTo: today, PageIndex: 1, PageSize: 1 },
      { typed: true },
    );
  },
  actions: { upsertPerson, disablePerson, pushTripRequest },
  entry,
});
