import { cutPage, localDay, localTime, lowerBound, periodBounds, type VendorCall } from '@interline/sdk/simulator';

import { confirmedFrom, type BillRow, type BusinessLine, type BusinessType } from './bill-rows.js';
import { rideRow } from './bill-ride-row.js';
import { travelRow } from './bill-travel-rows.js';
import type { Desk } from './desk.js';
import { badParameter } from './errors.js';
import { intParam, pageParams, type Params } from './gate.js';
import { type BillNode, dueOver, type Statement, type Statements, type Totals } from './statements.js';
import { byNumber, long, yuan, yuanText } from './wire.js';

/** How `Bill/get` sorts: "4.0" newest first, "3.0" oldest first. */
export type BillOrder = '4.0' | '3.0';

/** What the bill calls remember and may be set to. */
export interface BillDesk {
  desk: Desk;
  statements: Statements;
  /** Bill number → when somebody confirmed it. */
  confirmed: Map<string, number>;
  order: Record<BusinessLine, BillOrder>;
}

/** Business types as `Bill/detail` and `getNotGeneratedBillDetail` code them; 11 and 202 are the same. */
export const BUSINESS_TYPES: Readonly<Record<string, BusinessType>> = {
  '0': 0,
  '11': 202,
  '100': 100,
  '201': 201,
  '202': 202,
  '203': 203,
  '204': 204,
  '205': 205,
  '531': 531,
};
const TRAVEL: readonly BusinessType[] = [201, 202, 203, 204, 205, 531];

/** The published line of a parameter: 0 · 1 · 100; driver (40) is known but has no bills here. */
function lineParam(params: Params): BusinessLine | 40 {
  const text = params['business_line'] ?? '0';
  if (!['0', '1', '100', '40'].includes(text)) throw badParameter('business_line');
  return Number(text) as BusinessLine | 40;
}

/** `2025-04-01~2025-04-30`. */
function periodText(period: string): string {
  const { from, to } = periodBounds(period);
  return `${localDay(from)}~${localDay(to - 1)}`;
}

const totalsOf = (totals: Totals): Record<string, number> => ({
  bill_amount: yuan(dueOver(totals)),
  bill_consumption: yuan(totals.paid),
  bill_refund: yuan(totals.refund),
  bill_difference: yuan(totals.adjustment),
});

function confirmedAt(bills: BillDesk, statement: Statement, now: number): number | undefined {
  const automatic = confirmedFrom(statement.period);
  return bills.confirmed.get(statement.root.id) ?? (automatic <= now ? automatic : undefined);
}

/** `GET /river/Bill/get`. */
export function listBills(bills: BillDesk, params: Params, call: VendorCall): unknown {
  const { offset, length } = pageParams(params);
  const line = lineParam(params);
  const status = params['bill_status'];
  if (status !== undefined && status !== '1' && status !== '3') throw badParameter('bill_status');
  const statements = line === 40 ? [] : bills.statements.list(line, call.now);
  const all = statements.filter((statement) => !status || (confirmedAt(bills, statement, call.now) === undefined ? '1' : '3') === status);
  if (line !== 40 && bills.order[line] === '4.0') all.reverse();
  const cut = cutPage(call, offset, length, all.length);
  const records = all.slice(cut.start, cut.end).map((statement) => billRecord(bills, statement, call.now));
  if (call.fault?.kind === 'unknown_enum') {
    if (records[0]) records[0]['bill_status'] = 8;
    else call.keepFault();
  }
  const ids = all.slice(cut.start, cut.end).map(({ root }) => root.id);
  call.records(ids);
  return { total: cut.total, records, lastId: ids[ids.length - 1] ?? '' };
}

function billRecord(bills: BillDesk, statement: Statement, now: number): Record<string, unknown> {
  const { root, period, line } = statement;
  const at = confirmedAt(bills, statement, now);
  const { from, to } = periodBounds(period);
  return {
    bill_id: long(root.id),
    bill_period: periodText(period),
    bill_status: at === undefined ? 1 : 3,
    ...totalsOf(root.totals),
    companyId: bills.desk.account.companyId,
    companyName: bills.desk.companyName,
    confirm_date: at === undefined ? '' : localTime(at),
    groupType: 0,
    ...(line === 1 && {
      root_batch_id: long(root.id),
      start_date: localDay(from),
      end_date: localDay(to - 1),
      status: at === undefined ? 1 : 3,
    }),
  };
}

/** `GET /river/Bill/detail`: the rows of one type of a bill, or of a part of it, by order number. */
export function billDetail(bills: BillDesk, params: Params, call: VendorCall): unknown {
  const length = intParam(params, 'length', 1, 100, 100);
  const type = BUSINESS_TYPES[params['business_type'] ?? '0'];
  if (params['business_type'] === '40') return { total: '0', is_last: true, last_id: '', detail_list: [] };
  if (type === undefined) throw badParameter('business_type');
  const lastId = cursorParam(params, type);
  const { statement, node } = billParam(bills, params, type, call.now);
  if (statement.line === 1 ? !TRAVEL.includes(type) : type !== statement.line) throw badParameter('business_type 与账单的业务线不符');
  const rows = bills.statements.rows(statement, node, type);
  const { page, total, last } = cursorPage(call, rows, lastId, length);
  return {
    total: String(total),
    is_last: last,
    last_id: page[page.length - 1]?.orderId ?? '',
    detail_list: written(bills.desk, page, statement.root.id, call, () => periodBounds(statement.period).to - 1),
  };
}

/** Rides begin with `last_id` "0"; travel and taxi leave it out at first. */
function cursorParam(params: Params, type: BusinessType): string {
  const lastId = params['last_id'];
  if (type === 0 && (lastId === undefined || lastId === '')) throw badParameter('last_id 首次请传 0');
  if (type !== 0 && lastId === '0') throw badParameter('last_id 首次请不传');
  if (lastId !== undefined && !/^\d*$/.test(lastId)) throw badParameter('last_id');
  return lastId ?? '';
}

/** The bill a call is about: by number, or by month with the department, centre or split it is for. */
function billParam(bills: BillDesk, params: Params, type: BusinessType, now: number): { statement: Statement; node: BillNode } {
  const billId = params['bill_id'];
  if (billId) {
    const found = bills.statements.find(billId, now);
    if (!found) throw badParameter('bill_id 不存在');
    return found;
  }
  const group = params['department_id'] || params['budget_center_id'] || params['bill_split_group_key'];
  if (!group) throw badParameter('bill_id 为空时 payment_period 与 department_id 等必填');
  const line = type === 0 || type === 100 ? type : 1;
  const statement = statementOf(bills, params['payment_period'], line, now);
  const node = [...(statement?.nodes.values() ?? [])].find(({ entityId, name }) => entityId === group || name === group);
  if (!statement || !node) throw badParameter('账单不存在');
  return { statement, node };
}

function statementOf(bills: BillDesk, payment: string | undefined, line: BusinessLine, now: number): Statement | undefined {
  const period = /^(\d{4}-\d\d)-01~/.exec(payment ?? '')?.[1];
  if (!period || periodText(period) !== payment) throw badParameter('payment_period');
  return bills.statements.list(line, now).find((statement) => statement.period === period);
}

/** Rows after a cursor. Rows of one order always come together, since the cursor is the order's number. */
function cursorPage(
  call: VendorCall,
  rows: readonly BillRow[],
  lastId: string,
  length: number,
): { page: BillRow[]; total: number; last: boolean } {
  const start = lastId === '' ? 0 : lowerBound(rows.length, (index) => byNumber((rows[index] as BillRow).orderId, lastId) > 0);
  const cut = cutPage(call, start, length, rows.length);
  let end = cut.end;
  const first = cut.start;
  while (end > first && end < rows.length && rows[end]?.orderId === rows[end - 1]?.orderId) end--;
  // One order with more rows than a page holds: all of them at once.
  if (end === first && cut.end > first) for (end = cut.end; end < rows.length && rows[end]?.orderId === rows[end - 1]?.orderId;) end++;
  const page = rows.slice(first, end);
  call.records(page.map(({ orderId }) => orderId));
  return { page, total: cut.total, last: end >= rows.length };
}

function written(
  desk: Desk,
  page: readonly BillRow[],
  billId: string,
  call: VendorCall,
  until: (row: BillRow) => number,
): Record<string, unknown>[] {
  const list = page.map((row) =>
    row.businessType === 0 || row.businessType === 100 ? rideRow(desk, row, until(row)) : travelRow(desk, row, billId, until(row)),
  );
  if (call.fault?.kind === 'unknown_enum') {
    if (list[0]) list[0]['pay_type'] = '积分支付';
    else call.keepFault();
  }
  return list;
}

/** `GET /river/Bill/getNotGeneratedBillDetail` over rows made by `unbilled`. */
export function notGenerated(bills: BillDesk, params: Params, call: VendorCall, unbilled: () => readonly BillRow[]): unknown {
  const length = intParam(params, 'length', 1, 100, 100);
  const lastId = params['last_id'] === '0' ? '' : (params['last_id'] ?? '');
  if (!/^\d*$/.test(lastId)) throw badParameter('last_id');
  const { page, total } = cursorPage(call, unbilled(), lastId, length);
  return {
    total: String(total),
    last_id: page[page.length - 1]?.orderId ?? '',
    detail_list: written(bills.desk, page, '', call, () => call.now),
  };
}

/** `GET /river/Bill/summary`: numbers for rides, text for travel. */
export function billSummary(bills: BillDesk, params: Params, call: VendorCall): unknown {
  const line = lineParam(params);
  const found = bills.statements.find(params['bill_id'] ?? '', call.now);
  if (!found || found.statement.line !== line) throw badParameter('bill_id 不存在');
  const { statement, node } = found;
  const { totals } = node;
  const head = { bill_id: node.id, company_name: bills.desk.companyName, bill_period: periodText(statement.period) };
  if (line === 1) {
    return {
      ...head,
      business_type: 2,
      consume_total_amount: yuanText(totals.paid),
      refund_total_amount: yuanText(totals.refund),
      previous_refund_total_amount: yuanText(totals.priorRefund),
      amount_total_money: yuanText(dueOver(totals)),
      sub_bill_summary: subSummaries(node),
    };
  }
  return {
    ...head,
    settle_type_name: line === 0 ? '网约车' : '出租车',
    consume_amount_online: yuan(totals.paid),
    consume_amount_offline: 0,
    refund_amount: yuan(totals.refund),
    out_date_refund_amount: yuan(totals.priorRefund),
    amount_money: yuan(dueOver(totals)),
    current_balance: 0,
    sub_list: [
      {
        pay_channel: '授信',
        consume_amount_online: yuan(totals.paid),
        consume_amount_offline: 0,
        refund_amount: yuan(totals.refund),
        adjust_amount: yuan(totals.adjustment),
        bill_amount: yuan(dueOver(totals)),
        current_balance: 0,
      },
    ],
  };
}

function subSummaries({ byType }: BillNode): Record<string, unknown>[] {
  return [...byType.entries()].map(([type, totals]) => ({
    business_type: String(type),
    consume_amount: yuanText(totals.paid),
    refund_amount: yuanText(totals.refund),
    previous_refund_amount: yuanText(totals.priorRefund),
    amount_money: yuanText(dueOver(totals)),
  }));
}

/** `GET /river/Bill/getBillStructure`: here 1 is rides and 2 travel. */
export function billStructure(bills: BillDesk, params: Params, call: VendorCall): unknown {
  const lines: Readonly<Record<string, BusinessLine>> = { '1': 0, '2': 1, '100': 100 };
  const line = lines[params['business_type'] ?? ''];
  if (params['business_type'] === '40') return { list: [] };
  if (line === undefined) throw badParameter('business_type');
  const statement = statementOf(bills, params['payment_period'], line, call.now);
  if (!statement) return { list: [] };
  const status = confirmedAt(bills, statement, call.now) === undefined ? 1 : 3;
  const list = [...statement.nodes.values()].map((node) => ({
    bill_id: node.id,
    pid: node.parent?.id ?? '0',
    cid: node.children.map(({ id }) => id),
    bill_entity_id: node.entityId,
    bill_entity: node.name,
    department_id: node.groupType === 1 ? node.entityId : '',
    budget_center_id: '',
    out_budget_id: node.groupType === 1 ? node.code : '',
    bill_status: status,
    ...totalsOf(node.totals),
    bill_split_type: '7',
    bill_split_group_type: node.groupType,
    out_bill_split_group_key: node.groupType === 8 ? node.name : node.code,
    sub_bill_summary: subSummaries(node),
  }));
  call.records(list.map(({ bill_id }) => bill_id));
  return { list };
}

/** `POST /river/Bill/confirm`: here 0 is rides and 1 travel. */
export function confirmBill(bills: BillDesk, params: Params, call: VendorCall): unknown {
  const type = params['business_type'] ?? '0';
  if (type !== '0' && type !== '1') throw badParameter('business_type');
  const found = bills.statements.find(params['bill_id'] ?? '', call.now);
  if (!found || found.node !== found.statement.root || (found.statement.line === 1) !== (type === '1'))
    throw badParameter('bill_id 不存在');
  if (confirmedAt(bills, found.statement, call.now) === undefined) bills.confirmed.set(found.node.id, call.now);
  return { confirm_bill_id: found.node.id };
}
