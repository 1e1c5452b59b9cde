import { localPeriod, parseLocal, periodBounds, shiftPeriod, type WorldOrder } from '@interline/sdk/simulator';

import { BUSINESS_TYPES } from './bill-calls.js';
import { billedFrom, type BillRow, type BusinessType, rowsOf } from './bill-rows.js';
import type { Desk } from './desk.js';
import { badParameter } from './errors.js';
import type { Params } from './gate.js';
import { byNumber } from './wire.js';

const DAY = 86_400_000;
const KIND_OF: Readonly<Record<BusinessType, WorldOrder['kind'] | undefined>> = {
  0: 'ride',
  100: 'ride',
  201: 'hotel',
  204: 'hotel',
  202: 'flight',
  205: 'flight',
  203: 'train',
  531: undefined,
};

/** What a call for rows that are on no bill yet asks for. */
export interface UnbilledQuery {
  type: BusinessType;
  from: number;
  to: number;
  /** 0 by when a row was settled · 1 by when it was last updated, which is when it can first be seen. */
  by: 'settled' | 'updated';
}

/** Reads the query. @throws Refusal */
export function unbilledQuery(params: Params): UnbilledQuery | undefined {
  const type = BUSINESS_TYPES[params['business_type'] ?? ''];
  if (params['business_type'] === '40') return undefined;
  if (type === undefined) throw badParameter('business_type');
  const [start, end] = [params['start_date'] ?? '', params['end_date'] ?? ''];
  const [from, last] = [parseLocal(start), parseLocal(end)];
  if (from === null || last === null || last < from) throw badParameter('start_date/end_date');
  const by = params['date_query_type'] ?? '0';
  if (by !== '0' && by !== '1') throw badParameter('date_query_type');
  return { type, from, to: end.length === 10 ? last + DAY - 1000 : last, by: by === '0' ? 'settled' : 'updated' };
}

/** The rows a query names, by order number. */
export function unbilledRows(desk: Desk, query: UnbilledQuery, now: number): BillRow[] {
  const kind = KIND_OF[query.type];
  if (!kind) return [];
  const current = localPeriod(now);
  const first = billedFrom(shiftPeriod(current, -1)) > now ? shiftPeriod(current, -1) : current;
  const begin = periodBounds(first).from;
  // Flights can first be seen long after they were paid, so their update times say nothing about where to look.
  const near = query.by === 'settled' || kind !== 'flight';
  const back = query.by === 'settled' ? 0 : DAY;
  const handles = desk.world.orders.between(kind, near ? Math.max(begin, query.from - back) : begin, near ? Math.min(now, query.to) : now);
  const rows: BillRow[] = [];
  for (const handle of handles) {
    const summary = desk.world.orders.summary(handle);
    const all = rowsOf(summary, now);
    for (const row of all) {
      if (row.businessType !== query.type || row.period < first) continue;
      const seen = seenFrom(row, all, () => Date.parse(desk.world.orders.order(handle).startAt));
      const at = query.by === 'settled' ? row.settledAt : seen;
      if (seen <= now && at >= query.from && at <= query.to) rows.push(row);
    }
  }
  return rows.sort((left, right) => byNumber(left.orderId, right.orderId) || left.settledAt - right.settledAt);
}

/** From when a row is shown: rides at once, hotels and trains a day after, flights three days after take-off, or a day after a refund. */
function seenFrom(row: BillRow, all: readonly BillRow[], startsAt: () => number): number {
  if (row.kind === 'ride') return row.settledAt;
  if (row.kind !== 'flight') return row.settledAt + DAY;
  const refunded = all.find(({ refund }) => refund > 0n);
  const flown = Math.max(startsAt(), row.settledAt) + 3 * DAY;
  return refunded ? Math.min(flown, refunded.settledAt + DAY) : flown;
}
