import { cutPage, localTime, type Movement, parseLocal, type VendorCall, type WorldOrder } from '@interline/sdk/simulator';

import { cityId, cityWithSuffix } from './cities.js';
import { budgetCenterList, centreId, type Desk } from './desk.js';
import { badParameter } from './errors.js';
import { pageParams, type Params } from './gate.js';
import { type Parties, partiesOf } from './people-of.js';
import { type Money, moneyOf, payType } from './purchases.js';
import { vendorId, yuan, yuanText } from './wire.js';

const DAY = 86_400_000;
/** `use_car_type` and `require_level` of a product. */
const PRODUCTS: Readonly<Record<string, [useCarType: number, level: number]>> = {
  express: [3, 600],
  express_plus: [3, 900],
  pool: [3, 600],
  premium: [2, 100],
  business: [2, 400],
  luxury: [5, 1000],
  taxi: [1, 1100],
};

/** `use_car_type` and `require_level` of a ride's product. */
export const carOf = (product: string): [useCarType: number, level: number] => PRODUCTS[product] ?? [3, 600];

/** 2 paid · 3 refunded · 4 cancelled · 7 part refunded. */
function statusOf(order: WorldOrder, money: Money): number {
  if (order.state === 'cancelled') return 4;
  const back = money.companyRefund + money.personalRefund;
  if (back === 0n || money.turnedPersonal) return 2;
  return back >= money.companyPay + money.personalPay ? 3 : 7;
}

/** `GET /river/Order/get`: rides that were paid, refunded or turned personal in a span of at most seven days. */
export function listRides(desk: Desk, params: Params, call: VendorCall): unknown {
  const { offset, length } = pageParams(params);
  const { from, to } = span(params);
  const filtered = FILTERS.some((name) => params[name]);
  const rides = desk.listings.of(
    `rides ${from} ${to} ${filterKey(params)}`,
    call.now,
    // What is filtered by can change after the span.
    filtered ? Infinity : to,
    () => matching(desk, params, from, Math.min(to, call.now), call.now),
  );
  const cut = cutPage(call, offset, length, rides.length);
  const records = rides.slice(cut.start, cut.end).map((handle) => rideRecord(desk, handle, params, call.now));
  if (call.fault?.kind === 'unknown_enum') {
    if (records[0]) records[0]['status'] = 9;
    else call.keepFault();
  }
  call.records(records.map((record) => String(record['order_id'])));
  return { total: cut.total, records };
}

/** The span asked for: whole days, or seconds; both ends count. */
function span(params: Params): { from: number; to: number } {
  const [start, end] = params['start_time'] ? [params['start_time'], params['end_time']] : [params['start_date'], params['end_date']];
  const days = start === params['start_date'];
  const from = parseLocal(start ?? '');
  const last = parseLocal(end ?? '');
  if (from === null || last === null || (days ? 10 : 19) !== start?.length)
    throw badParameter('start_date/end_date 或 start_time/end_time');
  const to = days ? last + DAY - 1000 : last;
  if (to < from) throw badParameter('开始时间晚于结束时间');
  if (to - from > 7 * DAY) throw badParameter('时间跨度不能超过 7 天');
  return { from, to };
}

const FILTERS = ['call_phone', 'phone', 'name', 'pay_type', 'is_invoice', 'use_car_type', 'budget_center_id', 'out_budget_id'];
const filterKey = (params: Params): string => FILTERS.map((name) => params[name] ?? '').join(' ');

function matching(desk: Desk, params: Params, from: number, to: number, now: number): number[] {
  const moved = desk.world.orders
    .between('ride', from, to)
    .filter((handle) => desk.world.orders.cash(handle).some(({ at }) => at >= from && at <= to));
  if (FILTERS.every((name) => !params[name])) return moved;
  return moved.filter((handle) => {
    const ride = rideRecord(desk, handle, params, now);
    const passenger = ride['passenger_name'];
    return (
      (!params['call_phone'] || ride['call_phone'] === params['call_phone']) &&
      (!params['phone'] || ride['passenger_phone'] === params['phone']) &&
      (!params['name'] || passenger === params['name']) &&
      ['pay_type', 'is_invoice', 'use_car_type', 'budget_center_id'].every(
        (name) => !params[name] || String(ride[name]) === params[name],
      ) &&
      (!params['out_budget_id'] || desk.world.orders.order(handle).costCentre?.code === params['out_budget_id'])
    );
  });
}

const RULE = { rule_name: '员工日常用车', regulation_id: '1125927807992439' };
const NOT_ABNORMAL = { is_abnormal: 0, abnormal_explanation: '', abnormal_type: '', reason_type: '', operation_type: 0 };

const timeAt = (at: number | undefined): string => (at === undefined ? '' : localTime(at));

/** One row of the list. Money is yuan as numbers, but the estimate. */
function rideRecord(desk: Desk, handle: number, params: Params, now: number): Record<string, unknown> {
  const order = desk.world.orders.order(handle);
  const cash = desk.world.orders.cash(handle);
  const parties = partiesOf(order, desk.world);
  const money = moneyOf(cash, now);
  const flag = (name: string): boolean => params[name] === '1';
  return Object.assign(
    common(desk, order, parties, money),
    {
      dest_city: String(cityId(order.to.city)),
      refund_price: yuan(money.companyRefund + money.personalRefund),
      budget_center_list: budgetCenterList(order),
    },
    flag('need_approval_id') && approval(order),
    flag('need_rule_info') && RULE,
    flag('need_abnormal_msg') && NOT_ABNORMAL,
    flag('need_call_employee_number') && { call_employee_number: parties.booker.employeeNumber },
    flag('need_project_info') && { budget_extra_info: '' },
  );
}

/** What the list and the detail share. Rows this wide are added to with `Object.assign`: spreading one into a literal costs a hundred times as much. */
function common(desk: Desk, order: WorldOrder, parties: Parties, money: Money): Record<string, unknown> {
  const { booker, traveller, companions, department } = parties;
  const [useCarType, level] = carOf(order.product);
  const rode = order.state !== 'cancelled';
  const from = order.from ?? order.to;
  const [booked, start] = [Date.parse(order.bookedAt), Date.parse(order.startAt)];
  const departure = localTime(start);
  const ride = {
    order_id: order.id,
    member_id: booker.id,
    call_phone: booker.phone,
    passenger_phone: traveller.phone,
    passenger_name: traveller.name,
    city: cityId(from.city),
    city_name: cityWithSuffix(from.city),
    dest_city_name: cityWithSuffix(order.to.city),
    type: 0,
    start_name: from.name,
    actual_start_name: rode ? from.name : '',
    actual_start_address: rode ? (from.address ?? '') : '',
    end_name: order.to.name,
    actual_end_name: rode ? order.to.name : '',
    actual_end_address: rode ? (order.to.address ?? '') : '',
    create_time: localTime(booked),
    departure_time: departure,
    strive_time: rode ? localTime(booked + 40_000) : '',
    meet_time: rode ? localTime(start - 60_000) : '',
    begin_charge_time: rode ? departure : '',
    finish_time: rode ? localTime(Date.parse(order.endAt)) : '',
    pay_time: timeAt(money.paidAt),
    refund_time: timeAt(money.refundedAt),
    require_level: level,
    use_car_type: useCarType,
    sub_use_car_type:
      from.name.includes('机场') || order.to.name.includes('机场') ? 1 : from.name.includes('站') || order.to.name.includes('站') ? 2 : 0,
    status: statusOf(order, money),
    pay_type: payType(money),
    order_source: 4,
    supplier_type: 0,
    pricing_mode: 0,
    is_carpool: order.product === 'pool' ? 1 : 0,
    is_invoice: 0,
    is_sensitive: 0,
    estimate_price: yuanText((money.total * 97n) / 100n),
  };
  return Object.assign(ride, amounts(money), {
    normal_distance: Number(order.detail['distanceKm'] ?? '0'),
    budget_center_id: centreId(desk, order),
    group_id: desk.centers.departmentId(department.code),
    extra_info: '',
    extend_field_list: '[]',
    callback_info: '',
    remark: companions.length > 0 ? `同行：${companions.map(({ name }) => name).join('、')}` : '',
    stopover_points: [],
  });
}

/** Yuan as numbers. */
const amounts = (money: Money): Record<string, number> => ({
  total_price: yuan(money.total),
  actual_price: yuan(money.total),
  company_pay: yuan(money.companyPay),
  company_card_pay: 0,
  personal_pay: yuan(money.personalPay),
  company_real_pay: yuan(money.companyPay),
  company_card_real_pay: 0,
  personal_real_pay: yuan(money.personalPay),
  company_real_refund: yuan(money.companyRefund),
  company_card_real_refund: 0,
  personal_real_refund: yuan(money.personalRefund),
});

const approval = (order: WorldOrder): Record<string, unknown> => ({
  approval_id: order.approvalId ? vendorId('approval', order.approvalId) : '',
  out_approval_id: order.approvalId ?? '',
});

/** `/river/Order/detail`: one ride with its price list. */
export function rideDetail(desk: Desk, params: Params, call: VendorCall): unknown {
  const handle = desk.world.orders.handleOf(params['order_id'] ?? '');
  const order = handle === undefined ? undefined : desk.world.orders.order(handle);
  if (handle === undefined || order?.kind !== 'ride' || Date.parse(order.bookedAt) > call.now) throw badParameter('order_id 不存在');
  const cash = desk.world.orders.cash(handle);
  const money = moneyOf(cash, call.now);
  const parties = partiesOf(order, desk.world);
  call.records([order.id]);
  const record = Object.assign(common(desk, order, parties, money), {
    company_id: desk.account.companyId,
    call_employee_number: parties.booker.employeeNumber,
    call_employee_name: parties.booker.name,
    passenger_employee_number: parties.traveller.employeeNumber,
    department_code: parties.department.code,
    dest_city: cityId(order.to.city),
    use_car_srv: order.product === 'taxi' ? 101 : 301,
    reimbursement_flag: payType(money) === 1 ? 1 : 0,
    estimated_distance: Number(order.detail['distanceKm'] ?? '0'),
    voucher_pay: 0,
    price: priceList(cash, money, call.now),
    total_cost: yuanText(money.total),
    refund_price: yuanText(money.companyRefund + money.personalRefund),
    pre_total_fee: yuanText(money.total),
    fixed_discount_fee: '0.00',
    discount_fee: '0.00',
    cut_company_cost: '0.00',
    cut_personal_cost: '0.00',
    budget_center_list: budgetCenterList(order),
    legal_entity_info: {
      legal_entity_id: parties.legalEntity.code ? vendorId('entity', parties.legalEntity.code) : '',
      out_legal_entity_id: parties.legalEntity.code,
      legal_entity_name: parties.legalEntity.name,
    },
    passenger_list: [parties.traveller, ...parties.companions].map((party) => ({
      passenger_name: party.name,
      passenger_phone: party.phone,
      passenger_traveler_id: party.id,
      passenger_employee_id: party.employeeNumber,
      is_traveler: party.guest ? 1 : 0,
    })),
  });
  return Object.assign(
    record,
    approval(order),
    params['need_rule_info'] === '1' && RULE,
    call.fault?.kind === 'unknown_enum' && { status: 9 },
  );
}

const FEES: readonly (readonly [RegExp, string, string])[] = [
  [/取消/, 'responsible_cancel_fee', '有责取消费'],
  [/高速/, 'highway_fee', '高速费'],
  [/路桥|过桥/, 'bridge_fee', '路桥费'],
  [/停车/, 'park_fee', '停车费'],
  [/夜间/, 'night_fee', '夜间费'],
  [/小费/, 'tip_fee', '小费'],
  [/等待/, 'wait_fee', '等待费'],
];

/** What a ride's price consists of, in fen; sums to its total. */
export function priceParts(cash: readonly Movement[], money: Money, until: number): { type: string; name: string; amount: bigint }[] {
  const parts: { type: string; name: string; amount: bigint }[] = [];
  let rest = money.total;
  for (const movement of cash) {
    if (movement.type !== 'fee' || movement.at > until) continue;
    const [, type, name] = FEES.find(([words]) => words.test(movement.text)) ?? [/./, 'other_fee', '其他费用'];
    const amount = movement.company + movement.personal;
    const same = parts.find((part) => part.type === type);
    if (same) same.amount += amount;
    else parts.push({ type, name, amount });
    rest -= amount;
  }
  const start = (rest * 35n) / 100n;
  const distance = (rest * 45n) / 100n;
  const ride = [
    { type: 'start_price', name: '起步价', amount: start },
    { type: 'normal_fee', name: '里程费', amount: distance },
    { type: 'normal_time_fee', name: '时长费', amount: rest - start - distance },
  ];
  return [...ride, ...parts].filter(({ amount }) => amount > 0n);
}

const priceList = (cash: readonly Movement[], money: Money, until: number): Record<string, unknown>[] =>
  priceParts(cash, money, until).map(({ type, name, amount }) => ({ name, amount: yuan(amount), type }));
