import { cutPage, localTime, type VendorCall } from '@interline/sdk/simulator';

import { type Desk, linesOfParcel, openOrder } from './desk.js';
import { badParameter } from './errors.js';
import { sumLines } from './goods.js';
import { dayStart, needed, pageOf, type Params } from './params.js';
import { leavesAt } from './parcels.js';
import { deliveryState, FINISHED_AFTER, isRefused, LONGEST_DELIVERY, madeAt, milestonesOf } from './purchase.js';
import { byNumber, jdNumber, yuan } from './wire.js';

const DAY = 86_400_000;
/** Beyond so many rows a list is read by cursor. */
const MAX_PAGED = 10_000;

/** The four lists of orders by day. */
export type Feed = 'new' | 'delivered' | 'refused' | 'finished';

/** A row before it is written: an order or a parcel of it. */
interface Listed {
  handle: number;
  id: string;
}

/** `/api/checkOrder/…`: orders of whole days before today, greatest number first. */
export function listOrders(desk: Desk, feed: Feed, params: Params, call: VendorCall): unknown {
  const from = dayStart(needed(params, 'date'), 'date');
  const to = (params['endDate'] ? dayStart(params['endDate'], 'endDate') : from) + DAY;
  if (to <= from) throw badParameter('endDate早于date');
  if (to > call.now) throw badParameter('不能查询当天');
  const index = params['jdOrderIdIndex'] ?? '';
  if (index !== '' && !/^\d+$/.test(index)) throw badParameter('jdOrderIdIndex');
  if (index !== '' && params['pageNo']) throw badParameter('jdOrderIdIndex与pageNo互斥');
  const { page, size } = pageOf(params);
  const all = desk.listing(`${feed} ${from} ${to}`, call.now, to, () => listed(desk, feed, from, to, call.now));
  const skipped = index === '' ? 0 : all.findIndex(({ id }) => byNumber(id, index) < 0);
  const start = (page - 1) * size;
  if (index === '' && start >= MAX_PAGED) throw badParameter('超过10000条请使用jdOrderIdIndex');
  const rows = skipped < 0 ? [] : all.slice(skipped);
  const cut = cutPage(call, start, size, rows.length);
  const shown = rows.slice(cut.start, cut.end);
  call.records(shown.map(({ id }) => id));
  return {
    total: cut.total,
    totalPage: Math.ceil(cut.total / size),
    curPage: page,
    [desk.settings.listKey]: written(desk, shown, call),
  };
}

/** Which orders or parcels a list holds: an order as it was made in the first list, its parcels as they are in the others. */
function listed(desk: Desk, feed: Feed, from: number, to: number, now: number): Listed[] {
  const { orders } = desk.world;
  const within = (at: number | undefined): boolean => at !== undefined && at >= from && at < to;
  const found: Listed[] = [];
  if (feed === 'new') {
    for (const handle of orders.between('goods', from, to - 1)) {
      const { id, cash } = orders.summary(handle);
      if (within(madeAt(cash, () => orders.order(handle).bookedAt))) found.push({ handle, id });
    }
  } else {
    for (const handle of orders.between('goods', from - LONGEST_DELIVERY - FINISHED_AFTER, to - 1)) {
      const order = orders.order(handle);
      const { deliveredAt, finishedAt, cancelledAt } = milestonesOf(order, orders.cash(handle));
      const moment = feed === 'finished' ? finishedAt : deliveredAt;
      if (cancelledAt !== undefined || !within(moment) || isRefused(order) !== (feed === 'refused')) continue;
      for (const leaf of leavesAt(desk.parcels.familyOf(order.id).root, now)) found.push({ handle, id: leaf.id });
    }
  }
  return found.sort((left, right) => byNumber(right.id, left.id));
}

function written(desk: Desk, rows: readonly Listed[], call: VendorCall): unknown[] {
  const told = rows.map(({ handle, id }) => {
    const open = openOrder(desk, handle, call.now);
    const parcel = desk.parcels.find(open.family.root, id)!;
    return {
      jdOrderId: jdNumber(id),
      state: deliveryState(open.order, open.milestones, call.now) as number,
      hangUpState: 0,
      // Invoiced together, on application.
      invoiceState: 2,
      orderPrice: yuan(sumLines(linesOfParcel(open, parcel)).goods),
      time: localTime(open.milestones.madeAt),
    };
  });
  if (call.fault?.kind === 'unknown_enum') {
    if (told[0]) told[0].state = 9;
    else call.keepFault();
  }
  return told;
}
