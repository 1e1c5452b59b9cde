import type { Kind, LineType, OrgRef, PersonRef } from '@interline/sdk';
import type { RowLine } from './billed-line.js';
import { CABINS, TRANSACTIONS, label } from './enums.js';
import type { Fields } from './fields.js';
import { CNY, magnitude, yuanText } from './money.js';
import { orgOf, personOf, texts } from './refs.js';
import { PAY_LINE, REFUND_LINE } from './ride-lines.js';
import { dayOf } from './times.js';

/** One row of a travel bill; yuan, numbers of trains and hotels and strings of flights. A refund is negative. */
export function mapTravelRow(row: Fields, shape: 'flight' | 'hotel' | 'train' | 'manual'): RowLine {
  if (shape === 'flight') return flightRow(row);
  if (shape === 'hotel') return hotelRow(row);
  return shape === 'train' ? trainRow(row) : manualRow(row);
}

function flightRow(row: Fields): RowLine {
  const company = row.yuan('company_real_pay') ?? 0n;
  const personal = row.yuan('personal_real_pay') ?? restOf(row.yuan('total_fee'), company);
  return {
    // A "compensation" corrects what was billed before.
    ...moneyOf(
      'flight',
      row.text('order_fix_type') === '1' ? 'adjustment' : typeOf(row.text('transaction_type'), company + personal),
      company,
      personal,
    ),
    // A changed ticket has an order id of its own; what was booked is the original one.
    orderExternalId: row.id('origin_order_id', 'order_id'),
    ...settledAt(row.time('settlement_time', 'settle_time', 'create_time', 'booking_date')),
    ...passengerOf(row, { name: row.text('passenger_member_name', 'passenger_name') }),
    city: row.text('arrival_city_name'),
    description: joined(' ', row.text('flight_number'), joined('-', row.text('departure_city_name'), row.text('arrival_city_name'))),
    detail: texts({
      flightNo: row.text('flight_number'),
      ticketNo: row.text('supplier_ticket_number'),
      cabin: row.text('cabin_name') ?? label(CABINS, row.text('cabin_type')),
      departure: row.text('departure_time'),
      discount: row.text('discount'),
      payType: row.text('pay_type'),
      fare: yuanText(row.yuan('ticket_fee')),
      airportFee: yuanText(row.yuan('construction_cost')),
      fuelFee: yuanText(row.yuan('fuelCost')),
      tax: yuanText(row.yuan('tax')),
      upgradeFee: yuanText(row.yuan('upgrade_cost')),
      changeFee: yuanText(row.yuan('change_handle_cost')),
      refundFee: yuanText(row.yuan('refund_handle_cost')),
      serviceFee: yuanText(row.yuan('service_fee')),
      reason: row.text('reason'),
      approvalId: row.text('out_requisition_id', 'requisition_id'),
      orderId: row.id('order_id'),
    }),
  };
}

function hotelRow(row: Fields): RowLine {
  const given = row.yuan('company_real_amount') ?? row.yuan('company_real_pay') ?? 0n;
  const said = TRANSACTIONS[row.text('company_pay_type') ?? ''] ?? TRANSACTIONS[row.text('order_type') ?? ''];
  const paid = row.yuan('personal_real_pay') ?? 0n;
  const back = magnitude(row.yuan('personal_real_refund') ?? 0n);
  const company = said === 'refund' ? -magnitude(given) : given;
  const personal = said === 'refund' ? -back : said === 'charge' ? paid : paid - back;
  const lineType = said ?? typeOf(undefined, company + personal);
  return {
    ...moneyOf('hotel', lineType, company, personal),
    orderExternalId: row.id('order_id'),
    orderLine: lineType === 'refund' ? REFUND_LINE : lineType === 'charge' ? PAY_LINE : undefined,
    ...settledAt(row.time('settle_time', 'booking_date')),
    ...passengerOf(row, { name: row.text('passenger_name', 'check_in_names') }),
    city: row.text('city_name'),
    description: row.text('hotel_name'),
    detail: texts({
      hotel: row.text('hotel_name'),
      roomType: row.text('rooms'),
      rooms: row.text('room_num'),
      nights: row.text('total_nights', 'book_day_number'),
      checkIn: row.text('check_in_date'),
      checkOut: row.text('check_out_date', 'original_check_out_date'),
      guests: row.text('check_in_names'),
      status: row.text('order_status'),
      payType: row.text('pay_type'),
      serviceFee: yuanText(row.yuan('service_fee')),
      coupon: yuanText(row.yuan('company_coupon_cost')),
      reason: row.text('reason'),
      approvalId: row.text('out_requisition_id', 'requisition_id'),
      guestOrderId: row.id('gust_order_id'),
    }),
  };
}

function trainRow(row: Fields): RowLine {
  const company = row.yuan('company_real_pay') ?? 0n;
  const personal = row.yuan('person_real_pay') ?? row.yuan('personal_real_pay') ?? restOf(row.yuan('order_pay'), company);
  return {
    ...moneyOf('train', typeOf(row.text('transaction_type'), company + personal), company, personal),
    orderExternalId: row.id('origin_order_id', 'order_id'),
    ...settledAt(row.time('settle_time', 'refund_time', 'change_time', 'order_time')),
    ...passengerOf(row, { name: row.text('passenger_member_name', 'passenger_name') }),
    city: row.text('to_city_name'),
    description: joined(' ', row.text('train_code'), joined('-', row.text('from_station_name'), row.text('to_station_name'))),
    detail: texts({
      trainNo: row.text('train_code'),
      seatClass: row.text('seat_name'),
      seat: row.text('seat_level'),
      departure: row.text('start_time'),
      payType: row.text('pay_type'),
      abnormal: row.text('abnormal'),
      fare: yuanText(row.yuan('total_ticket_price') ?? row.yuan('ticket_price')),
      changeFee: yuanText(row.yuan('total_change_fee')),
      refundFee: yuanText(row.yuan('total_handing_extra_fee')),
      serviceFee: yuanText(row.yuan('service_fee')),
      grabFee: yuanText(row.yuan('grab_service_fee')),
      reason: row.text('reason'),
      approvalId: row.text('out_requisition_id', 'requisition_id'),
      orderId: row.id('order_id'),
    }),
  };
}

/** A service that DiDi's staff entered by hand. It is no part of the order it belongs to, which is named in the details. */
function manualRow(row: Fields): RowLine {
  const company = row.yuan('company_real_pay') ?? 0n;
  return {
    ...moneyOf('other', company < 0n ? 'refund' : 'charge', company, 0n),
    ...settledAt(row.time('settle_time', 'settlement_time')),
    ...passengerOf(row, { name: row.text('passenger_member_name') }),
    description: joined(' ', row.text('good_name'), row.text('desc')),
    detail: texts({
      product: row.text('good_name'),
      orderId: row.id('order_id'),
      belongsTo: row.id('es_order_id', 'main_order_id'),
      ticketNo: row.text('supplier_ticket_number'),
      serviceFee: yuanText(row.yuan('service_fee')),
    }),
  };
}

function moneyOf(kind: Kind, lineType: LineType, companyShare: bigint, personalShare: bigint) {
  return { kind, lineType, currency: CNY, companyShare, personalShare };
}

/** What a row is. The sign has the last word: a refunded ticket that only cost a fee is a fee, and what comes back is a refund. */
function typeOf(transaction: string | undefined, amount: bigint): LineType {
  const said = TRANSACTIONS[transaction ?? ''];
  if (amount < 0n) return said ? 'refund' : transaction === undefined ? 'refund' : 'adjustment';
  if (said === undefined) return transaction === undefined ? 'charge' : 'adjustment';
  return said === 'refund' && amount > 0n ? 'fee' : said;
}

/** The personal share where only the total is given. A service fee collected later stands in the company's share but not in the total. */
function restOf(all: bigint | undefined, company: bigint): bigint {
  return all !== undefined && magnitude(all) > magnitude(company) && all > 0n === company >= 0n ? all - company : 0n;
}

function settledAt(at: Date | undefined) {
  return { occurredAt: at, vendorBillingDate: at && dayOf(at) };
}

function passengerOf(row: Fields, { name }: { name: string | undefined }) {
  const guest = row.text('is_traveler') === '1';
  const traveller: PersonRef | undefined = personOf({
    ...(!guest && {
      memberId: row.id('passenger_member_id', 'passengerMemberId', 'member_id'),
      employeeNumber: row.text('passenger_member_number', 'employee_number'),
    }),
    name,
    ...(guest && { guest }),
  });
  const department: OrgRef | undefined = orgOf({
    id: row.id('passenger_dep_id', 'department_id', 'check_in_dep_id'),
    code: row.text('passenger_dep_code', 'check_in_dep_code'),
    name: row.text('passenger_parent_path_dep_name', 'passenger_dep_name', 'check_in_path_dep_name', 'check_in_dep_name', 'department'),
  });
  return {
    traveller,
    department,
    costCentre: orgOf({
      id: row.id('budget_center_id'),
      code: row.text('budget_center_code', 'budgetCenterCode'),
      name: row.text('budget_center_name'),
    }),
    legalEntity: orgOf({
      id: row.id('passenger_legal_entity_id', 'legal_entity_id'),
      code: row.text('out_legal_entity_id'),
      name: row.text('passenger_legal_entity_name', 'legal_entity_name'),
    }),
  };
}

function joined(separator: string, ...parts: (string | undefined)[]): string | undefined {
  const filled = parts.filter((part) => part !== undefined && part !== '');
  return filled.length === 0 ? undefined : filled.join(separator);
}
