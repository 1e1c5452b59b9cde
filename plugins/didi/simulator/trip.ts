import { localTime, type WorldOrder } from '@interline/sdk/simulator';

import { budgetCenterList, type Desk } from './desk.js';
import type { Parties, Party } from './people-of.js';
import { type Money, payType, type PurchaseEvent } from './purchases.js';
import { fen, masked, vendorId } from './wire.js';

/** A travel order with all that its detail is written from. */
export interface Trip {
  order: WorldOrder;
  parties: Parties;
  events: PurchaseEvent[];
  /** The first sale, if there was one. */
  issue: PurchaseEvent | undefined;
  money: Money;
  international: boolean;
  now: number;
  desk: Desk;
}

/** Local time of an ISO instant. */
export const timeOf = (instant: string): string => localTime(Date.parse(instant));

/** What `order_info` says of any travel order, but its status. */
export function orderInfo({ order, parties, money, events, desk }: Trip): Record<string, unknown> {
  const { booker, department } = parties;
  const last = events[events.length - 1]?.at ?? Date.parse(order.bookedAt);
  return {
    order_id: order.id,
    company_name: desk.companyName,
    company_id: desk.account.companyId,
    booker_name: booker.name,
    booker_employee_id: booker.employeeNumber,
    booker_member_id: booker.id,
    booker_phone: masked(booker.phone),
    department_name: department.name === '' ? '' : `${desk.companyName}>${department.name}`,
    department_id: desk.centers.departmentId(department.code),
    department_code: department.code,
    institution_name: '员工差旅',
    institution_id: '1125937551844010',
    approval_id: order.approvalId ? vendorId('approval', order.approvalId) : '',
    out_approval_id: order.approvalId ?? '',
    create_time: timeOf(order.bookedAt),
    is_pay: money.paidAt === undefined ? 0 : 1,
    pay_type: payType(money),
    cancel_time: order.state === 'cancelled' ? localTime(last) : '',
    change_time: localTime(last),
    extra_info: '',
    budget_center_list: budgetCenterList(order),
  };
}

/** What `price_info` says of any travel order: fen. `order_amount` and the two shares are of the first sale and never change. */
export function priceInfo({ issue, events }: Trip): Record<string, unknown> {
  const late = events.filter(({ type }) => type === 'late_fee').reduce((sum, event) => sum + event.serviceFee, 0n);
  return {
    order_amount: fen((issue?.company ?? 0n) + (issue?.personal ?? 0n)),
    company_pay: fen(issue?.company ?? 0n),
    personal_pay: fen(issue?.personal ?? 0n),
    service_fee: fen(issue?.serviceFee ?? 0n),
    asynchronous_service_fee: fen(late),
    cut_fee: 0,
    company_real_pay: fen(paid(events, 'company')),
    personal_real_pay: fen(paid(events, 'personal')),
    company_real_refund: fen(refunded(events, 'company')),
    personal_real_refund: fen(refunded(events, 'personal')),
    currency: 'CNY',
  };
}

/** What went out in fen over all sales, rebookings and fees. */
export const paid = (events: readonly PurchaseEvent[], share: 'company' | 'personal'): bigint =>
  events.reduce((sum, event) => (event.type === 'refund' ? sum : sum + event[share]), 0n);

/** What came back in fen, less what was kept of it: the kept part was never paid out, so it is not in the paid sums either. */
export const refunded = (events: readonly PurchaseEvent[], share: 'company' | 'personal'): bigint =>
  events.reduce((sum, event) => (event.type === 'refund' ? sum - event[share] : sum), 0n);

/** Someone who travels. */
export function passenger({ order }: Trip, party: Party): Record<string, unknown> {
  return {
    passenger_name: party.name,
    passenger_phone: party.phone,
    passenger_traveler_id: party.id,
    passenger_employee_id: party.employeeNumber,
    is_traveler: party.guest ? 1 : 0,
    budget_center_name: order.costCentre?.name ?? '',
    budget_center_code: order.costCentre?.code ?? '',
    budget_center_id: order.costCentre ? vendorId('project', order.costCentre.code) : '',
    budget_center_list: budgetCenterList(order),
  };
}
