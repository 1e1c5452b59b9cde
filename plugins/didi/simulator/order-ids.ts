import { type Movement, parseLocal, type VendorCall, type WorldOrder } from '@interline/sdk/simulator';

import type { Desk } from './desk.js';
import { badParameter } from './errors.js';
import type { Params } from './gate.js';
import { type Party, partiesOf } from './people-of.js';
import { eventsOf, isInternational, moneyOf, payType } from './purchases.js';

const DAY = 86_400_000;
const MAX_ROWS = 10_000;

type Category = 'domesticflight' | 'internationalflight' | 'domestichotel' | 'internationalhotel' | 'train' | 'car';
const CATEGORIES: Readonly<Record<Category, { kind: WorldOrder['kind']; international?: boolean; times: readonly string[] }>> = {
  domesticflight: { kind: 'flight', international: false, times: ['book_time', 'exchange_time', 'refund_time', 'change_time'] },
  internationalflight: { kind: 'flight', international: true, times: ['book_time', 'exchange_time', 'refund_time', 'change_time'] },
  domestichotel: { kind: 'hotel', international: false, times: ['book_time', 'change_time'] },
  internationalhotel: { kind: 'hotel', international: true, times: ['book_time', 'change_time'] },
  train: { kind: 'train', times: ['book_time', 'refund_time', 'change_time'] },
  car: { kind: 'ride', times: ['pay_time', 'refund_time'] },
};

interface Query {
  order_type?: unknown;
  search_time?: { type?: unknown; start_time?: unknown; end_time?: unknown };
  cur_page?: unknown;
  limit?: unknown;
  approval?: { type?: unknown; value?: unknown };
  booker?: { type?: unknown; value?: unknown };
  passenger?: { type?: unknown; value?: unknown };
  budget_center?: { type?: unknown; code?: unknown; name?: unknown };
  pay_info?: { pay_type?: unknown };
  invoice_info?: { is_invoice?: unknown };
}

/** `POST /open-apis/v1/order/list`: order ids of all categories, each with a page of its own. */
export function listOrderIds(desk: Desk, params: Params, call: VendorCall): unknown {
  const query = readQuery(params);
  call.log({ ...query });
  const { page, limit } = {
    page: whole(query.cur_page, 'cur_page', 1, Number.MAX_SAFE_INTEGER),
    limit: whole(query.limit, 'limit', 1, 100),
  };
  const asked = String(query.order_type ?? '');
  const categories = asked === 'all' ? (Object.keys(CATEGORIES) as Category[]) : [asked as Category];
  if (!categories.every((category) => category in CATEGORIES)) throw badParameter('order_type');
  const { type, from, to } = times(query, asked, call.now);
  const ids: string[] = [];
  const blocks = categories.map((category) => {
    const name = `ids ${category} ${type} ${from} ${to} ${JSON.stringify([query.approval, query.booker, query.passenger, query.budget_center, query.pay_info, query.invoice_info])}`;
    const found = desk.listings.of(name, call.now, Infinity, () => matching(desk, category, type, from, to, call.now, query));
    // Beyond the published ten thousand rows nothing is returned; the total still tells that there were more.
    const start = (page - 1) * limit;
    const cut = shifted(call, start, limit, Math.min(found.length, MAX_ROWS));
    const pageIds = found.slice(cut.start, cut.end).map((handle) => desk.world.orders.summary(handle).id);
    ids.push(...pageIds);
    const total = call.fault?.kind === 'wrong_count' ? Math.max(0, found.length + call.fault.by) : found.length;
    return [`${category}_data`, { order_ids: pageIds.join(','), page: { cur_page: page, limit, total } }] as const;
  });
  if (call.fault?.kind === 'repeat_page' && page === 1) call.keepFault();
  call.records(ids);
  return Object.fromEntries(blocks);
}

/** All blocks of one answer meet the same fault. */
function shifted({ fault }: VendorCall, start: number, limit: number, total: number): { start: number; end: number } {
  const moved =
    fault?.kind === 'repeat_page' ? Math.max(0, start - limit) : fault?.kind === 'shift_page' ? Math.max(0, start + fault.by) : start;
  return { start: Math.min(moved, total), end: Math.min(moved + limit, total) };
}

/** `param_json` is an object inside a JSON string. */
function readQuery(params: Params): Query {
  try {
    const query: unknown = JSON.parse(params['param_json'] ?? '');
    if (typeof query === 'object' && query !== null && !Array.isArray(query)) return query as Query;
  } catch {
    // Falls through to the same refusal.
  }
  throw badParameter('param_json 不是 JSON 字符串');
}

function whole(value: unknown, name: string, low: number, high: number): number {
  const number = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : NaN;
  if (!Number.isInteger(number) || number < low || number > high) throw badParameter(`${name} 应为 ${low} 到 ${high}`);
  return number;
}

function times({ search_time: search }: Query, orderType: string, now: number): { type: string; from: number; to: number } {
  const type = String(search?.type ?? '');
  const [start, end] = [String(search?.start_time ?? ''), String(search?.end_time ?? '')];
  const [from, to] = [parseLocal(start), parseLocal(end)];
  if (from === null || to === null || start.length !== 19 || end.length !== 19 || to < from) throw badParameter('search_time');
  if (to - from > 30 * DAY) throw badParameter('时间范围最大 30 天');
  if (from < now - 2 * 366 * DAY) throw badParameter('最早时间距今不超过两年');
  if (to > now - 300_000) throw badParameter('end_time 应早于当前时间 300 秒');
  if (orderType !== 'all' && type !== 'all' && !CATEGORIES[orderType as Category].times.includes(type))
    throw badParameter('search_time.type');
  if (orderType === 'all' && type !== 'all') throw badParameter('order_type 为 all 时 search_time.type 应为 all');
  return { type, from, to };
}

function matching(desk: Desk, category: Category, type: string, from: number, to: number, now: number, query: Query): number[] {
  const { kind, international } = CATEGORIES[category];
  const book = desk.world.orders;
  return book.between(kind, from, to).filter((handle) => {
    if (international !== undefined && isInternational(book.summary(handle)) !== international) return false;
    const cash = book.cash(handle).filter(({ at }) => at <= now);
    return timesMatch(kind, type, cash, () => Date.parse(book.order(handle).bookedAt), from, to) && filtersMatch(desk, handle, query, now);
  });
}

function timesMatch(kind: string, type: string, cash: readonly Movement[], booked: () => number, from: number, to: number): boolean {
  const within = (at: number | undefined): boolean => at !== undefined && at >= from && at <= to;
  const last = cash[cash.length - 1]?.at;
  switch (type) {
    case 'book_time':
      return within(booked());
    case 'refund_time':
      return cash.some((movement) => movement.type === 'refund' && within(movement.at));
    case 'exchange_time':
      return eventsOf(cash, Infinity).some((event) => event.type === 'change' && within(event.at));
    case 'pay_time':
      return within(cash.find((movement) => movement.type !== 'refund')?.at);
    default:
      // Rides by any cash that moved, everything else by the one moment it was last updated.
      return kind === 'ride' ? cash.some(({ at }) => within(at)) : within(last ?? booked());
  }
}

function filtersMatch(desk: Desk, handle: number, query: Query, now: number): boolean {
  const { approval, booker, passenger, budget_center: centre, pay_info: pay, invoice_info: invoice } = query;
  if (!approval && !booker && !passenger && !centre && !pay && !invoice) return true;
  const order = desk.world.orders.order(handle);
  // With an approval the other filters do not count.
  if (approval?.value) return String(approval.value) === order.approvalId;
  const parties = partiesOf(order, desk.world);
  const is = (key: { type?: unknown; value?: unknown } | undefined, { employeeNumber, email, phone }: Party): boolean =>
    !key?.value || ({ employee_number: employeeNumber, email, phone } as Record<string, string>)[String(key.type)] === String(key.value);
  return (
    is(booker, parties.booker) &&
    is(passenger, parties.traveller) &&
    (!centre?.code ||
      (centre.type === 2 || centre.type === '2' ? order.costCentre?.code : parties.department.code) === String(centre.code)) &&
    (pay?.pay_type === undefined || String(pay.pay_type) === String(payType(moneyOf(desk.world.orders.cash(handle), now)))) &&
    (invoice?.is_invoice === undefined || String(invoice.is_invoice) === '0')
  );
}
