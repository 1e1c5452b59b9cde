import { cutPage, localTime, type VendorCall } from '@interline/sdk/simulator';

import { type Desk, linesOfParcel, openOrder } from './desk.js';
import { badParameter } from './errors.js';
import { chargedUntil, type LineSums, sumLines } from './goods.js';
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
    for (const day of daysBefore(desk, from, to)) {
      for (const { handle, id, deliveredAt, finishedAt, refused } of madeOn(desk, day, now)) {
        if (refused !== (feed === 'refused') || !within(feed === 'finished' ? finishedAt : deliveredAt)) continue;
        for (const leaf of leavesAt(desk.parcels.familyOf(id).root, now)) found.push({ handle, id: leaf.id });
      }
    }
  }
  return found.sort((left, right) => byNumber(right.id, left.id));
}

/** The parcels that were finished on a day, each with the legal entity it was bought for. @param now parcels as they are then */
export function finishedOn(desk: Desk, day: number, now: number): { id: string; title: string }[] {
  const { orders, legalEntities } = desk.world;
  const anybody = legalEntities.values().next().value?.name ?? '示例企业';
  return listed(desk, 'finished', day, day + DAY, now).map(({ handle, id }) => ({
    id,
    title: orders.booking(handle).legalEntity?.name ?? anybody,
  }));
}

/** The days whose orders can arrive in a span, as far as there are orders. */
function daysBefore({ world }: Desk, from: number, to: number): number[] {
  const first = Math.max(from - LONGEST_DELIVERY - FINISHED_AFTER, dayOf(world.orders.span()?.from ?? to));
  return Array.from({ length: Math.max(0, (to - first) / DAY) }, (_, number) => first + number * DAY);
}

/** First instant of the day of an instant, in China. */
const dayOf = (at: number): number => dayStart(localTime(at).slice(0, 10), 'date');

interface Arrival {
  handle: number;
  id: string;
  deliveredAt: number;
  finishedAt: number;
  refused: boolean;
}

/** When what was ordered on a day arrives. Each list of deliveries looks at a month of such days, so they are kept. */
function madeOn(desk: Desk, day: number, now: number): Arrival[] {
  const { orders } = desk.world;
  return desk.listing(`made ${day}`, now, day + DAY, () =>
    orders.between('goods', day, day + DAY - 1).flatMap((handle) => {
      const order = orders.order(handle);
      const { madeAt: made, deliveredAt, finishedAt, cancelledAt } = milestonesOf(order, orders.cash(handle));
      if (made < day || made >= day + DAY || cancelledAt !== undefined) return [];
      return [{ handle, id: order.id, deliveredAt, finishedAt, refused: isRefused(order) }];
    }),
  );
}

function written(desk: Desk, rows: readonly Listed[], call: VendorCall): unknown[] {
  const told = rows.map(({ handle, id }) => {
    const { orders } = desk.world;
    const order = orders.order(handle);
    const cash = orders.cash(handle);
    const milestones = milestonesOf(order, cash);
    return {
      jdOrderId: jdNumber(id),
      state: deliveryState(order, milestones, call.now) as number,
      hangUpState: 0,
      // Invoiced together, on application.
      invoiceState: 2,
      orderPrice: yuan(priceOf(desk, id === order.id ? chargedUntil(cash, call.now) : sumsOfPart(desk, handle, id, call.now))),
      time: localTime(milestones.madeAt),
    };
  });
  if (call.fault?.kind === 'unknown_enum') {
    if (told[0]) told[0].state = 9;
    else call.keepFault();
  }
  return told;
}

const priceOf = ({ settings }: Desk, { goods, freight }: { goods: bigint; freight: bigint }): bigint =>
  settings.freightInPrice ? goods + freight : goods;

function sumsOfPart(desk: Desk, handle: number, id: string, now: number): LineSums {
  const open = openOrder(desk, handle, now);
  return sumLines(linesOfParcel(open, desk.parcels.find(open.family.root, id)!));
}
