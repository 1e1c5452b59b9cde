import { cutPage, localTime, type Movement, type VendorCall } from '@interline/sdk/simulator';

import { type Desk, openOrder, piecesOf } from './desk.js';
import { badParameter, CODES, refusal } from './errors.js';
import { dayStart, needed, pageOf, type Params } from './params.js';
import { jdNumber, ownNumber, yuan, yuanText } from './wire.js';

const DAY = 86_400_000;
const MAX_DAYS = 7;
/** What is left of the balance, in fen, and the credit line of 金采: they never change, as if topped up every night. */
const REMAINING = 500_000_000n;
const CREDIT_LINE = 1_000_000_000n;

/** A row of the balance detail, before it is written. A marker has no amount. */
interface BalanceRow {
  at: number;
  key: string;
  orderId: string;
  type: 'payment' | 'refund_applied' | 'refund';
  amount: bigint;
}

/** `/api/price/getUnionBalance`. */
export function unionBalance(desk: Desk, params: Params): unknown {
  const types = needed(params, 'type').split(',');
  if (!types.every((type) => type === '1' || type === '2')) throw badParameter('type');
  const pin = desk.account.username;
  const limit = desk.settings.balance ? 0n : CREDIT_LINE;
  return {
    ...(types.includes('1') && { balance: { pin, remainLimit: yuan(desk.settings.balance ? REMAINING : 0n) } }),
    ...(types.includes('2') && {
      geious: { pin, creditLimit: yuan(limit), debtSumAmt: 0, penaltySumAmt: 0, remainLimit: yuan(limit) },
    }),
  };
}

/** `/api/price/getBalanceDetail`: at most seven days, newest first; today is allowed. */
export function balanceDetail(desk: Desk, params: Params, call: VendorCall): unknown {
  if (!desk.settings.balance) throw refusal(CODES.noBalanceDetail);
  const [start, last] = ['startDate', 'endDate'].map((name) => {
    const text = needed(params, name);
    if (!/^\d{8}$/.test(text)) throw badParameter(`${name}格式为yyyyMMdd`);
    return dayStart(text, name);
  }) as [number, number];
  const end = last + DAY;
  if (end <= start) throw badParameter('startDate晚于endDate');
  if (end - start > MAX_DAYS * DAY) throw badParameter(`查询跨度不能超过${MAX_DAYS}天`);
  // One SDK of the vendor's calls it pageNum.
  const { page, size } = pageOf(params, params['pageNo'] === undefined ? 'pageNum' : 'pageNo');
  const orderId = params['orderId'] ?? '';
  const rows = desk.listing(`balance ${start} ${end} ${orderId}`, call.now, end, () => rowsBetween(desk, start, end, orderId, call.now));
  const cut = cutPage(call, (page - 1) * size, size, rows.length);
  const data = rows.slice(cut.start, cut.end).map((row) => written(desk, row));
  if (call.fault?.kind === 'unknown_enum') {
    if (data[0]) Object.assign(data[0], { accountType: 9, tradeType: 9999, tradeTypeName: '未知业务' });
    else call.keepFault();
  }
  call.records(data.map(({ id }) => String(id)));
  return { total: cut.total, pageSize: size, pageNo: page, pageCount: Math.ceil(cut.total / size), data };
}

function rowsBetween(desk: Desk, start: number, end: number, orderId: string, now: number): BalanceRow[] {
  const { orders } = desk.world;
  const only = orderId === '' ? undefined : orders.handleOf(desk.parcels.originOf(orderId));
  if (orderId !== '' && only === undefined) return [];
  const handles = only === undefined ? orders.between('goods', start, end - 1) : [only];
  return handles
    .flatMap((handle) => rowsOf(desk, handle, now))
    .filter((row) => row.at >= start && row.at < end && (orderId === '' || row.orderId === orderId))
    .sort((left, right) => right.at - left.at || (left.key < right.key ? 1 : -1));
}

/** All rows of one order, by time: what was paid stands under the order as it was made, what comes back under the parcel it is for. */
function rowsOf(desk: Desk, handle: number, now: number): BalanceRow[] {
  const { id, cash } = desk.world.orders.summary(handle);
  const rows: BalanceRow[] = [];
  for (const movement of cash) {
    if (movement.at > now || movement.company === 0n) continue;
    if (movement.type !== 'refund') {
      rows.push({ at: movement.at, key: `${id} ${movement.id}`, orderId: id, type: 'payment', amount: -movement.company });
      continue;
    }
    for (const { orderId, amount } of refundPieces(desk, handle, movement, now)) {
      const key = `${id} ${movement.id} ${orderId}`;
      // A refund is first applied for: a row of nothing.
      rows.push({ at: movement.at, key: `${key} applied`, orderId, type: 'refund_applied', amount: 0n });
      rows.push({ at: movement.at, key: `${key} done`, orderId, type: 'refund', amount });
    }
  }
  return rows;
}

/** The parcels a refund of the company's money is for. */
export function refundPieces(desk: Desk, handle: number, refund: Movement, now: number): { orderId: string; amount: bigint }[] {
  const open = openOrder(desk, handle, now);
  let before = 0n;
  for (const movement of open.cash) {
    if (movement.id === refund.id) break;
    if (movement.type === 'refund') before -= movement.company;
  }
  return piecesOf(open, before, -refund.company, refund.at);
}

function written({ account }: Desk, { at, key, orderId, type, amount }: BalanceRow): { id: unknown } & Record<string, unknown> {
  const [tradeType, tradeTypeName, notePub] = {
    payment: [1209, '实物/礼品卡余额支付', `订单:${orderId},消费余额：${yuanText(-amount)}`] as const,
    refund_applied: [757, '退款申请', `订单${orderId}申请退款`] as const,
    refund: [758, '退款', `订单${orderId}退款为京东余额`] as const,
  }[type];
  return {
    id: Number(ownNumber('balance', key)),
    accountType: 1,
    amount: yuan(amount),
    pin: account.username,
    orderId,
    tradeType,
    tradeTypeName,
    createdDate: localTime(at),
    notePub,
    tradeNo: jdNumber(ownNumber('trade', key)),
  };
}
