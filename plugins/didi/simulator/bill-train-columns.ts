import { localTime } from '@interline/sdk/simulator';

import { dueFor } from './bill-rows.js';
import { cityId, cityPlain } from './cities.js';
import { ticketKey } from './flights.js';
import { departmentOf, type TravelRow } from './travel-row.js';
import { timeOf } from './trip.js';
import { long, yuan } from './wire.js';

/** A train journey's row: yuan as numbers, the kind of transaction in Chinese. */
export function trainColumns({ row, trip, event }: TravelRow): Record<string, unknown> {
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
