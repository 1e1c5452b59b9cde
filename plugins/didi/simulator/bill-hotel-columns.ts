import { localDay } from '@interline/sdk/simulator';

import { dueFor } from './bill-rows.js';
import { cityId, cityPlain } from './cities.js';
import { hotelStatus, nightsOf } from './hotels.js';
import { departmentOf, type TravelRow } from './travel-row.js';
import { timeOf } from './trip.js';
import { long, vendorId, yuan } from './wire.js';

const HOTEL_STATES: Readonly<Record<string, string>> = {
  Submitted: '已提交',
  Booked: '预订成功',
  Checkedin: '已入住',
  Completed: '已完成',
  Cancelledbeforepay: '已取消订单',
  Cancelledafterpay: '已取消预订',
  Noshow: '预订未到',
};

/** A hotel stay's row: yuan as numbers. */
export function hotelColumns({ row, trip, event }: TravelRow): Record<string, unknown> {
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
