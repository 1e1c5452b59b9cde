import { localTime, type Movement, parseLocal, periodBounds, shiftPeriod } from '@interline/sdk/simulator';

import { type Desk, openOrder, type OpenOrder, type Piece, piecesOf } from './desk.js';
import { encodeGb18030 } from './gb18030.js';
import { firstProduct } from './goods.js';
import { thirdOrderOf } from './order-detail.js';
import { leavesAt, type Parcel } from './parcels.js';
import { yuanText } from './wire.js';

/** One row of a month's statement: what the company paid for an order or a part of it, what came back later, or a correction. */
export interface StatementRow {
  at: number;
  kind: 'payment' | 'refund' | 'correction';
  text: string;
  orderId: string;
  /** The buyer's own number of the order. */
  thirdOrder: string;
  /** Fen; negative when it came back. */
  amount: bigint;
  /** What of a payment came back in the same month; positive. */
  refunded: bigint;
}

/** What a row adds to the month, in fen. */
export const netOf = ({ amount, refunded }: StatementRow): bigint => amount - refunded;

/** The rows of a month that is over, by time. */
export function statementRows(desk: Desk, period: string): StatementRow[] {
  const { from, to } = periodBounds(period);
  const rows = desk.world.orders.between('goods', from, to - 1).flatMap((handle) => rowsOfOrder(desk, handle, from, to));
  for (const { id, period: billed, orderId, amount, text } of desk.world.adjustments.values()) {
    if (billed !== period) continue;
    rows.push({ at: to - 1000, kind: 'correction', text, orderId: orderId ?? '', thirdOrder: id, amount: BigInt(amount), refunded: 0n });
  }
  return rows.sort((left, right) => left.at - right.at || (left.orderId < right.orderId ? -1 : 1));
}

function rowsOfOrder(desk: Desk, handle: number, from: number, to: number): StatementRow[] {
  const open = openOrder(desk, handle, to - 1);
  const { order, cash } = open;
  const paid = piecesIn(open, from, to, 'payment');
  const back = piecesIn(open, from, to, 'refund');
  const rows: StatementRow[] = [];
  for (const leaf of leavesAt(open.family.root, to - 1)) {
    const [amount, refunded] = [paid, back].map((pieces) => sumOf(pieces, leaf.id)) as [bigint, bigint];
    const row = { text: textOf(open, leaf), orderId: leaf.id, thirdOrder: thirdOrderOf(order) };
    const lastIn = (refunds: boolean): number => lastMoment(cash, refunds, from, to);
    if (amount > 0n) rows.push({ ...row, at: lastIn(false), kind: 'payment', amount, refunded });
    else if (refunded > 0n)
      rows.push({ ...row, text: `退款-${row.text}`, at: lastIn(true), kind: 'refund', amount: -refunded, refunded: 0n });
  }
  return rows;
}

/** What of the company's payments or refunds falls into a month, by the parcels there were at its end. */
function piecesIn(open: OpenOrder, from: number, to: number, kind: 'payment' | 'refund'): Piece[] {
  let [before, within] = [0n, 0n];
  for (const { type, at, company } of open.cash) {
    if ((type === 'refund') !== (kind === 'refund')) continue;
    const amount = kind === 'refund' ? -company : company;
    if (at < from) before += amount;
    else within += amount;
  }
  return piecesOf(open, before, within, to - 1);
}

const sumOf = (pieces: readonly Piece[], id: string): bigint =>
  pieces.reduce((sum, { orderId, amount }) => (orderId === id ? sum + amount : sum), 0n);

/** When cash of a kind moved last in a month. */
const lastMoment = (cash: readonly Movement[], refunds: boolean, from: number, to: number): number =>
  cash.reduce((last, { type, at }) => ((type === 'refund') === refunds && at >= from && at < to ? at : last), from);

function textOf(open: OpenOrder, leaf: Parcel): string {
  const name = leaf.from === 0 ? firstProduct(open.order) : open.lines[leaf.from]!.product[1];
  return `${name}${leaf.to - leaf.from > 1 ? ' 等多件' : ''}`;
}

const HEADER = ['交易时间', '商户名称', '交易说明', '金额', '收/付款方式', '交易状态', '收/支', '交易订单号', '商家订单号', '备注'];
const STATE = { payment: '交易成功', refund: '退款成功', correction: '调账' } as const;

/**
 * A month's statement as the file an admin downloads: GB18030, lines before the header, a tab after each number so that spreadsheets keep its
 * digits, what came back inside the amount, a row of totals. The layout is assumed: it follows JD's export for private buyers.
 * @throws RangeError for a month that is not over, or none
 */
export function statementFile(desk: Desk, period: string, now: number): { name: string; bytes: Buffer } {
  if (!isOver(period, now)) throw new RangeError(`period ${JSON.stringify(period)} is no month that is over`);
  const rows = statementRows(desk, period);
  const total = yuanText(rows.reduce((sum, row) => sum + netOf(row), 0n));
  const { from, to } = periodBounds(period);
  const day = (at: number): string => localTime(at).slice(0, 10);
  const lines = [
    '导出信息：',
    `京东账号名：${desk.account.username}`,
    `申请时间：${localTime(now)}`,
    `日期区间：${day(from)} 至 ${day(to - 1)}`,
    `共：${rows.length}笔记录`,
    `合计：${total}元`,
    '',
    '特别提示',
    '1.部分退款的订单，金额后括号内为当月已退款金额；',
    '2.跨月退款单独列示，金额为负；',
    '',
    HEADER.join(','),
    ...rows.map((row) => written(row, desk.settings.balance ? '企业余额' : '金采')),
    ['合计', '', '', total, '', '', '', '', '', ''].join(','),
  ];
  return { name: `jd-${period}.csv`, bytes: encodeGb18030(lines.map((line) => `${line}\r\n`).join('')) };
}

/** Whether a text names a month that is over. */
export function isOver(period: string, now: number): boolean {
  return parseLocal(`${period}-01`) !== null && /^\d{4}-\d\d$/.test(period) && periodBounds(shiftPeriod(period)).from <= now;
}

function written({ at, kind, text, orderId, thirdOrder, amount, refunded }: StatementRow, account: string): string {
  const money = yuanText(amount) + (refunded > 0n ? `(已退款${yuanText(refunded)})` : '');
  const number = (id: string): string => (id === '' ? '' : `${id}\t`);
  const direction = amount < 0n ? '收入' : '支出';
  return [`${localTime(at)}\t`, '京东', quoted(text), money, account, STATE[kind], direction, number(orderId), number(thirdOrder), ''].join(
    ',',
  );
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
