import { localTime, type WorldOrder } from '@interline/sdk/simulator';

import { flightColumns } from './bill-flight-columns.js';
import { hotelColumns } from './bill-hotel-columns.js';
import { payTypeText } from './bill-ride-row.js';
import { type BillRow, dueFor } from './bill-rows.js';
import { trainColumns } from './bill-train-columns.js';
import type { Desk } from './desk.js';
import { partiesOf } from './people-of.js';
import { eventsOf, isInternational, moneyOf, type PurchaseEvent } from './purchases.js';
import type { TravelRow } from './travel-row.js';
import type { Trip } from './trip.js';
import { long, vendorId, yuan } from './wire.js';

/** A row of travel on a bill, or not yet on one (then `billId` is empty). */
export function travelRow(desk: Desk, row: BillRow, billId: string, until: number): Record<string, unknown> {
  if (row.businessType === 531) return manualRow(row, billId);
  const order = desk.world.orders.order(row.handle as number);
  const trip = tripFor(desk, order, row, until);
  const event = row.correction ? correctionEvent(row) : (trip.events[row.event as number] as PurchaseEvent);
  const written = { desk, row, trip, event, billId };
  const common = commonColumns(written);
  if (order.kind === 'hotel') return { ...common, ...hotelColumns(written) };
  return order.kind === 'train' ? { ...common, ...trainColumns(written) } : { ...common, ...flightColumns(written) };
}

/** The order as of the row: what happened to it later is not on an older row. */
function tripFor(desk: Desk, order: WorldOrder, row: BillRow, until: number): Trip {
  const cash = desk.world.orders.cash(row.handle as number);
  const events = eventsOf(cash, until);
  return {
    order,
    parties: partiesOf(order, desk.world),
    events,
    issue: events.find(({ type }) => type === 'issue'),
    money: moneyOf(cash, until),
    international: isInternational(order),
    now: until,
    desk,
  };
}

function correctionEvent({ adjustment, settledAt, correction }: BillRow): PurchaseEvent {
  const type = adjustment < 0n ? 'refund' : 'issue';
  const key = `correction ${correction?.id ?? ''}`;
  return {
    key,
    type,
    at: settledAt,
    company: adjustment,
    personal: 0n,
    price: adjustment,
    serviceFee: 0n,
    handleFee: 0n,
    text: correction?.text ?? '',
  };
}

/** What all travel rows carry, whatever was bought. */
function commonColumns({ desk, row, trip, event, billId }: TravelRow): Record<string, unknown> {
  const { order, parties } = trip;
  const { booker, traveller, department, legalEntity } = parties;
  const entity = legalEntity.code ? long(vendorId('entity', legalEntity.code)) : 0;
  return {
    ...(billId !== '' && { bill_id: long(billId) }),
    unique_key: `${vendorId('settle', `${order.id} ${event.key}`)}${row.businessType}`,
    order_id: row.orderId,
    pay_type: payTypeText(trip.money),
    settle_time: localTime(event.at),
    lastupdate_time: localTime(event.at),
    booking_member_name: booker.name,
    booking_member_number: booker.employeeNumber,
    booking_member_id: booker.id === '' ? 0 : long(booker.id),
    booking_dep_name: department.name,
    booking_dep_code: department.code,
    booking_parent_path_dep_name: path(desk, department.name),
    budget_center_id: order.costCentre ? vendorId('project', order.costCentre.code) : '',
    budget_center_name: order.costCentre?.name ?? '',
    budget_center_code: order.costCentre?.code ?? '',
    budget_center_parent_path_name: path(desk, order.costCentre?.name ?? ''),
    requisition_id: order.approvalId ? vendorId('approval', order.approvalId) : '',
    out_requisition_id: order.approvalId ?? '',
    legal_entity_id: entity,
    legal_entity_name: legalEntity.name,
    passenger_legal_entity_id: traveller.guest ? 0 : entity,
    passenger_legal_entity_name: traveller.guest ? '' : legalEntity.name,
    out_legal_entity_id: legalEntity.code,
    institution_name: '员工差旅',
    institution_id: 0,
    sub_account_company_name: desk.companyName,
    extra_info: '',
    extend_info: '',
    remark: row.correction?.text ?? '',
    reason: event.type === 'refund' || event.type === 'change' ? event.text : '',
  };
}

const path = (desk: Desk, name: string): string => (name === '' ? '' : `${desk.companyName}>${name}`);
/** A correction of travel that is about no order. */
function manualRow(row: BillRow, billId: string): Record<string, unknown> {
  return {
    ...(billId !== '' && { bill_id: long(billId) }),
    order_id: row.orderId,
    main_order_id: row.orderId,
    es_order_id: '',
    supplier_ticket_number: '',
    booking_member_name: '',
    booking_member_number: '',
    passenger_member_number: '',
    passenger_member_name: '',
    budget_center_name: '',
    budget_center_code: '',
    good_name: '手工调整',
    company_real_pay: yuan(dueFor(row)),
    desc: row.correction?.text ?? '',
    order_source: '',
    service_fee: 0,
    before_cut_service_fee: 0,
    added_es_cut_fee: 0,
    added_cut_reason: '',
  };
}
