import { localTime } from '@interline/sdk/simulator';

import { type BillRow, dueFor } from './bill-rows.js';
import { cityId, cityPlain } from './cities.js';
import { cabinOf, ticketKey, ticketParts } from './flights.js';
import type { PurchaseEvent } from './purchases.js';
import { departmentOf, type TravelRow } from './travel-row.js';
import { timeOf, type Trip } from './trip.js';
import { yuanText } from './wire.js';

/** A flight's row: yuan as text, and its refunds negative. */
export function flightColumns({ row, trip, event }: TravelRow): Record<string, unknown> {
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
