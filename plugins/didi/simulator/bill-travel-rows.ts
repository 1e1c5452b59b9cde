import { localDay, localTime, type WorldOrder } from '@interline/sdk/simulator';

import { payTypeText } from './bill-ride-row.js';
import { type BillRow, dueFor } from './bill-rows.js';
import { cityId, cityPlain } from './cities.js';
import type { Desk } from './desk.js';
import { cabinOf, ticketKey, ticketParts } from './flights.js';
import { hotelStatus, nightsOf } from './hotels.js';
import { partiesOf, type Party } from './people-of.js';
import { eventsOf, isInternational, moneyOf, type PurchaseEvent } from './purchases.js';
import { timeOf, type Trip } from './trip.js';
import { long, vendorId, yuan, yuanText } from './wire.js';

const HOTEL_STATES: Readonly<Record<string, string>> = {
  Submitted: '已提交',
  Booked: '预订成功',
  Checkedin: '已入住',
  Completed: '已完成',
  Cancelledbeforepay: '已取消订单',
  Cancelledafterpay: '已取消预订',
  Noshow: '预订未到',
};

interface TravelRow {
  desk: Desk;
  row: BillRow;
  trip: Trip;
  event: PurchaseEvent;
  billId: string;
}

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
const departmentOf = (party: Party, trip: Trip): { code: string; name: string } =>
  party.guest ? { code: '', name: '' } : (trip.order.department ?? party.department);

/** A flight's row: yuan as text, and its refunds negative. */
function flightColumns({ row, trip, event }: TravelRow): Record<string, unknown> {
  const { order, parties, events, international } = trip;
  const { traveller } = parties;
  const department = departmentOf(traveller, trip);
  const from = order.from ?? order.to;
  const corrected = row.correction !== undefined;
  const [, cabinType] = cabinOf(order.detail['cabin']);
  return {
    origin_ticket_id: ticketKey(trip),
    ticket_id_text: corrected ? ticketKey(trip) : ticketKey(trip, event),
    origin_order_id: order.id,
    pre_order_id: event.type === 'change' ? order.id : '',
    transaction_type: { issue: 0, late_fee: 0, change: 1, refund: 2 }[event.type],
    order_fix_type: corrected ? 1 : 0,
    passenger_member_name: traveller.name,
    passenger_name: traveller.name,
    passenger_member_number: traveller.employeeNumber,
    employee_number: traveller.employeeNumber,
    passengerMemberId: traveller.guest ? '' : traveller.id,
    member_id: traveller.guest ? '' : traveller.id,
    is_traveler: traveller.guest ? '1' : '0',
    passenger_dep_name: department.name,
    passenger_dep_code: department.code,
    department: department.name,
    booking_date: timeOf(order.bookedAt),
    create_time: timeOf(order.bookedAt),
    settlement_time: localTime(event.at),
    departure_time: timeOf(order.startAt),
    arrival_time: timeOf(order.endAt),
    ...flightAmounts(row, trip, event),
    flight_segment_travel: `${cityPlain(from.city)}-${cityPlain(order.to.city)}`,
    flight_segment_number: 1,
    flight_travel_type: international ? 1 : 0,
    flight_number: order.detail['flightNo'] ?? '',
    departure_city_name: cityPlain(from.city),
    departure_city_id: String(cityId(from.city)),
    arrival_city_name: cityPlain(order.to.city),
    arrival_city_id: String(cityId(order.to.city)),
    departure_airport_name: from.name,
    departure_airport_code: order.detail['fromCode'] ?? '',
    arrival_airport_name: order.to.name,
    arrival_airport_code: order.detail['toCode'] ?? '',
    cabin_name: order.detail['cabin'] ?? '经济舱',
    cabin_type: cabinType,
    supplier_ticket_number: order.detail['ticketNo'] ?? '',
    discount: '全价',
    is_agreement: '否',
    rc_lowPrice: '',
    rc_level: '',
    rc_book: '',
    rebook: event.type === 'change' || event.type === 'refund' ? '自愿' : '',
    parent_instiution_id: 0,
    upgrade_final_status: events.some(({ type }) => type === 'refund') ? 2 : Date.parse(order.endAt) <= trip.now ? 1 : -1,
  };
}

function flightAmounts(row: BillRow, { international }: Trip, event: PurchaseEvent): Record<string, unknown> {
  const sold = event.type === 'issue' && !row.correction;
  const parts = sold ? ticketParts(event.price, international) : { ticket: 0n, construction: 0n, oil: 0n, tax: 0n };
  return {
    company_real_pay: yuanText(dueFor(row)),
    personal_real_pay: yuanText(event.personal),
    total_fee: yuanText(event.type === 'late_fee' ? 0n : event.company + event.personal),
    ticket_fee: yuanText(event.type === 'refund' ? event.price : parts.ticket),
    construction_cost: yuanText(parts.construction),
    fuelCost: yuanText(parts.oil),
    ...(international && { tax: yuanText(parts.tax) }),
    upgrade_cost: yuanText(event.type === 'change' ? event.price : 0n),
    change_handle_cost: yuanText(event.type === 'change' ? event.handleFee : 0n),
    refund_handle_cost: yuanText(event.type === 'refund' ? event.handleFee : 0n),
    service_fee: yuanText(event.serviceFee),
  };
}

/** A hotel stay's row: yuan as numbers. */
function hotelColumns({ row, trip, event }: TravelRow): Record<string, unknown> {
  const { order, parties } = trip;
  const { traveller, companions } = parties;
  const guests = [traveller, ...companions];
  const back = event.type === 'refund';
  const nights = nightsOf(trip);
  const department = departmentOf(traveller, trip);
  return {
    order_type: back ? '退款' : '预订',
    order_status: HOTEL_STATES[hotelStatus(trip)] ?? '已提交',
    order_source: '企业app',
    company_pay_type: back ? '退款' : '消费',
    member_id: traveller.guest ? '' : traveller.id,
    passenger_member_id: traveller.guest ? 0 : long(traveller.id),
    passenger_member_number: traveller.employeeNumber,
    passenger_name: traveller.name,
    department: department.name,
    check_in_names: guests.map(({ name }) => name).join(','),
    check_in_member_numbers: guests.map(({ employeeNumber }) => employeeNumber).join(','),
    check_in_dep_name: department.name,
    check_in_dep_code: department.code,
    booking_dep_id: trip.desk.centers.departmentId(parties.department.code),
    booking_date: timeOf(order.bookedAt),
    check_in_date: localDay(Date.parse(order.startAt)),
    original_check_out_date: localDay(Date.parse(order.endAt)),
    check_out_date: localDay(Date.parse(order.endAt)),
    city_name: cityPlain(order.to.city),
    city_id: String(cityId(order.to.city)),
    hotel_type: '会员酒店',
    hotel_name: order.detail['hotelName'] ?? order.to.name,
    hotel_address: order.to.address ?? '',
    rooms: order.detail['roomType'] ?? '',
    room_num: 1,
    book_day_number: nights,
    total_nights: nights,
    company_real_amount: yuan(dueFor(row)),
    personal_real_pay: yuan(back ? 0n : event.personal),
    personal_real_refund: yuan(back ? -event.personal : 0n),
    service_fee: yuan(event.serviceFee),
    cost_discount_before: yuan(event.price),
    amount: yuan(event.company + event.personal),
    room_price_average: yuan(event.price / BigInt(nights)),
    es_diff_tax_fee: 0,
    is_vat: '是',
    invoice_type: '专票',
    gust_order_id: vendorId('room', order.id),
    currency: 'CNY',
  };
}

/** A train journey's row: yuan as numbers, the kind of transaction in Chinese. */
function trainColumns({ row, trip, event }: TravelRow): Record<string, unknown> {
  const { order, parties } = trip;
  const { traveller } = parties;
  const department = departmentOf(traveller, trip);
  const from = order.from ?? order.to;
  const handle = event.type === 'change' || event.type === 'refund' ? event.handleFee : 0n;
  return {
    origin_ticket_id_text: ticketKey(trip),
    ticket_id_text: row.correction ? ticketKey(trip) : ticketKey(trip, event),
    order_id_text: row.orderId === order.id ? '' : row.orderId,
    origin_order_id: order.id,
    transaction_type: { issue: '出票', late_fee: '出票', change: '改签', refund: '退票' }[event.type],
    abnormal: '',
    passenger_member_id: traveller.guest ? 0 : long(traveller.id),
    passenger_member_name: traveller.name,
    passenger_member_number: traveller.employeeNumber,
    passenger_dep_name: department.name,
    passenger_dep_code: department.code,
    order_time: timeOf(order.bookedAt),
    start_time: timeOf(order.startAt),
    end_time: timeOf(order.endAt),
    from_station_name: from.name,
    to_station_name: order.to.name,
    from_city_name: cityPlain(from.city),
    from_city_id: cityId(from.city),
    to_city_name: cityPlain(order.to.city),
    to_city_id: cityId(order.to.city),
    train_code: order.detail['trainNo'] ?? '',
    seat_level: order.detail['seatNo'] ?? '06D号',
    seat_name: order.detail['seat'] ?? '',
    total_ticket_price: yuan(event.price),
    ticket_price: yuan(event.company - event.serviceFee - handle),
    person_ticket_price: yuan(event.personal),
    total_handing_extra_fee: yuan(handle),
    handing_extra_fee: yuan(handle),
    person_handing_extra_fee: 0,
    service_fee: yuan(event.serviceFee),
    company_real_pay: yuan(dueFor(row)),
    person_real_pay: yuan(event.personal),
    order_pay: yuan(event.company + event.personal),
    is_change: event.type === 'change' ? '是' : '否',
    change_time: event.type === 'change' ? localTime(event.at) : '',
    is_refund: event.type === 'refund' ? '是' : '否',
    refund_time: event.type === 'refund' ? localTime(event.at) : '',
    purchase_type: '正常出票',
    grab_service_fee: 0,
  };
}

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
