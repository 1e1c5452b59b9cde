import { localTime, type WorldOrder } from '@interline/sdk/simulator';

import { type BillRow, dueFor } from './bill-rows.js';
import { cityPlain } from './cities.js';
import { centreId, type Desk } from './desk.js';
import { type Parties, partiesOf } from './people-of.js';
import { type Money, moneyOf, payType } from './purchases.js';
import { carOf, priceParts } from './rides.js';
import { timeOf } from './trip.js';
import { long, vendorId, yuan } from './wire.js';

const PAY_TYPES = ['企业支付', '个人支付', '混合支付'] as const;
const CARS: Readonly<Record<number, [rule: string, service: string]>> = {
  1: ['出租车', '出租车用车'],
  2: ['专车', '专车用车'],
  3: ['快车', '快车用车'],
  5: ['豪华车', '豪华车用车'],
};
const LEVELS: Readonly<Record<number, string>> = {
  100: '专车-舒适型',
  400: '专车-商务型',
  600: '快车-普通型',
  900: '快车-优享型',
  1000: '豪华车',
  1100: '企业出租车',
};
/** A column for each part a price can have. Written out: a row of a hundred fields made by name is many times slower. */
const feeColumns = (of: (part: string) => number): Record<string, number> => ({
  start_price: of('start_price'),
  normal_fee: of('normal_fee'),
  low_speed_fee: of('low_speed_fee'),
  empty_fee: of('empty_fee'),
  night_fee: of('night_fee'),
  responsible_cancel_fee: of('responsible_cancel_fee'),
  limit_fee: of('limit_fee'),
  limit_pay: of('limit_pay'),
  normal_time_fee: of('normal_time_fee'),
  dynamic_price: of('dynamic_price'),
  tip_fee: of('tip_fee'),
  bridge_fee: of('bridge_fee'),
  highway_fee: of('highway_fee'),
  park_fee: of('park_fee'),
  wait_fee: of('wait_fee'),
  incentive_fee: of('incentive_fee'),
  red_packet: of('red_packet'),
  other_fee: of('other_fee'),
  cross_city_fee: of('cross_city_fee'),
  remote_area_fee: of('remote_area_fee'),
  clean_car_fee: of('clean_car_fee'),
  energy_consume_fee: of('energy_consume_fee'),
});

/** How a ride's or a travel order's money was shared, in the bills' words. */
export const payTypeText = (money: Money): string => PAY_TYPES[payType(money)];

/** A ride on a bill, or not yet on one: yuan as numbers, enumerations as Chinese words, names as misspelt as published. */
export function rideRow(desk: Desk, row: BillRow, until: number): Record<string, unknown> {
  const correction = row.correction && row.handle === undefined;
  return correction ? correctionRow(desk, row) : orderRow(desk, row, desk.world.orders.order(row.handle as number), until);
}

function orderRow(desk: Desk, row: BillRow, order: WorldOrder, until: number): Record<string, unknown> {
  const cash = desk.world.orders.cash(row.handle as number);
  const all = moneyOf(cash, until);
  const parties = partiesOf(order, desk.world);
  const { traveller, legalEntity } = parties;
  const [useCarType, level] = carOf(order.product);
  const [rule, service] = CARS[useCarType] as [string, string];
  const taxi = row.businessType === 100;
  const parts = new Map(row.paid > 0n ? priceParts(cash, all, until).map(({ type, amount }) => [type, yuan(amount)]) : []);
  return Object.assign(money(row, all, until), {
    order_id: long(order.id),
    out_order_id: long(order.id),
    order_source: '企业APP',
    status: statusText(order, row),
    rule,
    require_level: LEVELS[level] ?? '快车-普通型',
    ...peopleColumns(desk, parties),
    ...journeyColumns(order, taxi),
    use_car_srv: service,
    use_car_type_v2: '日常出勤',
    use_type: traveller.guest ? '代客户叫车' : '员工自己用车',
    budget_center_name: order.costCentre?.name ?? '',
    budget_id: centreId(desk, order),
    remark: row.correction?.text ?? '',
    out_approval_id: order.approvalId ?? '',
    upgrade_type: '非升舱单',
    is_fixed_price: '否',
    is_self_drive: '否',
    is_discount_order: '否',
    is_carpool: order.product === 'pool' ? '是' : '否',
    is_carpool_success: taxi ? '0' : 0,
    is_reassignment: '否',
    is_sensitive: '0',
    is_unusual: '否',
    rule_name: '员工日常用车',
    institution_name: '员工日常用车',
    company_id: long(desk.account.companyId),
    company_name: desk.companyName,
    legal_entity_id: legalEntity.code ? long(vendorId('entity', legalEntity.code)) : 0,
    legal_entity_name: legalEntity.name,
    out_legal_entity_id: legalEntity.code,
    settle_type: taxi ? '出租车' : '网约车',
    ...(taxi ? { car_travel_Info: '' } : { car_travel_info: '' }),
    ...feeColumns((part) => parts.get(part) ?? 0),
  });
}

/** Who rode, who called, and for whom. */
function peopleColumns(desk: Desk, { booker, traveller, department }: Parties): Record<string, unknown> {
  return {
    member_id: booker.id,
    member_name: booker.name,
    employee_number: booker.employeeNumber,
    member_mail: booker.email,
    call_phone: booker.phone,
    department_name: department.name === '' ? '' : `${desk.companyName}>${department.name}`,
    out_budget_id: department.code,
    booking_dep_code: department.code,
    department: department.name,
    group_id: desk.centers.departmentId(department.code),
    group_name: department.name,
    passenger_member_id: traveller.guest ? '' : traveller.id,
    passenger_member_number: traveller.employeeNumber,
    passenger_name: traveller.name,
    passenger_phone: traveller.phone,
  };
}

/** Where and when. */
function journeyColumns(order: WorldOrder, taxi: boolean): Record<string, unknown> {
  const rode = order.state !== 'cancelled';
  const from = order.from ?? order.to;
  return {
    create_time: timeOf(order.bookedAt),
    departure_dime: timeOf(order.startAt),
    meetTime: rode ? localTime(Date.parse(order.startAt) - 60_000) : '',
    begin_charge_time: rode ? timeOf(order.startAt) : '',
    finish_time: rode ? timeOf(order.endAt) : '',
    cancel_time: rode ? '' : timeOf(order.startAt),
    city: cityPlain(from.city),
    destination_city: cityPlain(order.to.city),
    normal_distance: taxi ? (order.detail['distanceKm'] ?? '0') : Number(order.detail['distanceKm'] ?? '0'),
    start_address: from.address ?? '',
    end_address: order.to.address ?? '',
    start_name: from.name,
    end_name: order.to.name,
    actual_start_name: rode ? from.name : '',
    actual_end_name: rode ? order.to.name : '',
  };
}

/** What the row moves: what was paid in its month and what came back in it. */
function money(row: BillRow, all: Money, until: number): Record<string, unknown> {
  const { paid, refund, adjustment } = row;
  const sold = row.paid > 0n || (row.correction !== undefined && adjustment > 0n);
  const personalPaid = row.correction || row.paid === 0n ? 0n : all.personalPay;
  const personalBack = row.correction ? 0n : personalPaid - row.personal;
  return {
    is_current_term: row.paid > 0n || row.correction ? '本期' : '往期',
    type: row.correction ? typeOf(row) : '实时',
    period: row.period,
    pay_type: row.correction ? '企业支付' : payTypeText(all),
    pay_channel: '授信',
    deduction_type_name: sold ? '订单企业支付扣款' : '订单企业支付后退款',
    total_price: row.correction ? yuan(adjustment < 0n ? -adjustment : adjustment) : yuan(all.total),
    cost: row.correction ? 0 : yuan(all.total),
    company_pay_able: yuan(paid + (adjustment > 0n ? adjustment : 0n)),
    company_real_pay: yuan(paid + (adjustment > 0n ? adjustment : 0n)),
    company_real_refund: yuan(refund - (adjustment < 0n ? adjustment : 0n)),
    company_card_real_pay: 0,
    company_card_real_refund: 0,
    personal_real_pay: yuan(personalPaid),
    refund_price: yuan(refund + personalBack - (adjustment < 0n ? adjustment : 0n)),
    real_voucher_pay: 0,
    discount_after_price: 0,
    excluding_service_fee: yuan(dueFor(row)),
    pay_time: all.paidAt === undefined ? '' : localTime(all.paidAt),
    user_pay_time: all.paidAt === undefined ? '' : localTime(all.paidAt),
    user_pay_type: '用户主动支付',
    refund_time: refund > 0n ? localTime(Math.min(row.settledAt, until)) : '',
  };
}

const typeOf = ({ handle, adjustment }: BillRow): string =>
  `调账：${handle === undefined ? '主体' : '订单'}${adjustment < 0n ? '调减' : '调增'}`;

function statusText(order: WorldOrder, row: BillRow): string {
  if (order.state === 'cancelled' && row.refund === 0n) return '超时取消扣费';
  if (row.refund === 0n) return '全部支付';
  return order.state === 'refunded' ? '全部退款' : '部分退款';
}

/** A correction without an order. */
function correctionRow(desk: Desk, row: BillRow): Record<string, unknown> {
  const none: Money = {
    total: 0n,
    companyPay: 0n,
    personalPay: 0n,
    companyRefund: 0n,
    personalRefund: 0n,
    paidAt: row.settledAt,
    turnedPersonal: false,
  };
  return {
    ...money(row, none, row.settledAt),
    order_id: long(row.orderId),
    out_order_id: long(row.orderId),
    order_source: '',
    status: '全部支付',
    member_id: '',
    member_name: '',
    employee_number: '',
    department_name: '',
    passenger_name: '',
    city: '',
    create_time: localTime(row.settledAt),
    remark: row.correction?.text ?? '',
    company_id: long(desk.account.companyId),
    company_name: desk.companyName,
    legal_entity_id: 0,
    legal_entity_name: '',
    out_legal_entity_id: '',
    settle_type: '网约车',
  };
}
