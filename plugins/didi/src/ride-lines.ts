import { MapError, type ExpenseLine, type OrderRecord, type PersonRef, type RawRecord } from '@interline/sdk';
import {
  CAR_CLASSES,
  CAR_TYPES,
  PAY_TYPES,
  PRICING,
  RIDE_CANCELLED,
  RIDE_FEES,
  RIDE_SCENES,
  RIDE_STATES,
  SOURCES,
  SUPPLIERS,
  label,
} from './enums.js';
import { Fields, objectOf } from './fields.js';
import { CNY, magnitude, yuanText } from './money.js';
import { costCentreOf, personOf, phoneOf, placeOf, texts } from './refs.js';
import { dayOf } from './times.js';

/** The line of what a ride cost, whatever for; and the line of what came back. They keep these names for ever. */
export const PAY_LINE = 'pay';
export const REFUND_LINE = 'refund';

/** A payment by who bears it, in fen. */
export interface Shares {
  company: bigint;
  personal: bigint;
}

const NOTHING: Shares = { company: 0n, personal: 0n };

/**
 * The lines of one ride: one for what was paid, on the day it was paid, and one for what was given back, on the day it was given back.
 * The raw record holds the row of the list, the detail, or both; the detail was read later and wins.
 * @throws MapError when the amounts contradict each other or money moved at no known time
 */
export function mapRide(record: RawRecord): OrderRecord {
  const ride = Fields.merge(Fields.of(objectOf(record.data.detail), '/detail'), Fields.of(objectOf(record.data.list), '/list'));
  const refunded = refundOf(ride);
  const paid = paymentOf(ride, refunded);
  const lines: ExpenseLine[] = [];
  if (sum(paid) !== 0n) {
    const lineType = ride.text('status') === RIDE_CANCELLED ? 'fee' : 'charge';
    lines.push(lineOf(ride, record.externalId, { line: PAY_LINE, lineType, shares: paid, time: 'pay_time' }));
  }
  if (sum(refunded) !== 0n) {
    const shares = { company: -refunded.company, personal: -refunded.personal };
    const originLine = sum(paid) === 0n ? undefined : PAY_LINE;
    lines.push(lineOf(ride, record.externalId, { line: REFUND_LINE, lineType: 'refund', originLine, shares, time: 'refund_time' }));
  }
  return { externalId: record.externalId, lines };
}

/**
 * Who paid how much. `actual_price` (the total less coupons) is the price; the shares must make it up. DiDi does not say whether money from
 * the company's travel card stands inside `company_real_pay` or beside it, nor whether a refund lowers the "real" fields and the price: the
 * first reading that adds up, and in which nobody got back more than was paid, is taken.
 */
function paymentOf(ride: Fields, refunded: Shares): Shares {
  const company = ride.yuan('company_real_pay') ?? ride.yuan('company_pay') ?? 0n;
  const card = ride.yuan('company_card_real_pay') ?? ride.yuan('company_card_pay') ?? 0n;
  const personal = ride.yuan('personal_real_pay') ?? ride.yuan('personal_pay') ?? 0n;
  const total = ride.yuan('total_price');
  const price = ride.yuan('actual_price') ?? (total === undefined ? undefined : total - (ride.yuan('voucher_pay') ?? 0n));
  // Nothing moved yet: the ride goes on, waits to be paid, or was never taken.
  if (company + card + personal + sum(refunded) === 0n && !ride.time('pay_time')) return NOTHING;
  const readings = (card === 0n ? [company] : [company, company + card]).flatMap((base) => [
    { company: base, personal },
    { company: base + refunded.company, personal: personal + refunded.personal },
  ]);
  const paid = readings.find(
    (reading) =>
      reading.company >= refunded.company &&
      reading.personal >= refunded.personal &&
      (price === undefined || sum(reading) === price || sum(reading) - sum(refunded) === price),
  );
  if (paid) return paid;
  throw new MapError(
    'the shares of company and person do not make up the price',
    ride.pointer(ride.has('actual_price') ? 'actual_price' : 'total_price'),
  );
}

/** What was given back to whom; `refund_price` is the total. */
function refundOf(ride: Fields): Shares {
  const company = magnitude(ride.yuan('company_real_refund') ?? 0n);
  const card = magnitude(ride.yuan('company_card_real_refund') ?? 0n);
  const personal = magnitude(ride.yuan('personal_real_refund') ?? 0n);
  const total = ride.yuan('refund_price');
  if (total === undefined) return { company, personal };
  const back = magnitude(total);
  if (company + personal === back) return { company, personal };
  if (company + card + personal === back) return { company: company + card, personal };
  if (company + card + personal === 0n) {
    const payer = ride.text('pay_type');
    if (payer === '0') return { company: back, personal: 0n };
    if (payer === '1') return { company: 0n, personal: back };
  }
  throw new MapError('the shares of company and person do not make up the refund', ride.pointer('refund_price'));
}

/** What tells a line of a ride apart from the other. */
interface LineOfRide extends Pick<ExpenseLine, 'line' | 'lineType' | 'originLine'> {
  shares: Shares;
  /** The field that says when the money moved. */
  time: string;
}

function lineOf(ride: Fields, externalId: string, { line, lineType, originLine, shares, time }: LineOfRide): ExpenseLine {
  const occurredAt = ride.time(time);
  if (!occurredAt) throw new MapError('money moved at no known time', ride.pointer(time));
  const { traveller, booker } = peopleOf(ride);
  const department = ride.id('group_id');
  return {
    kind: 'ride',
    externalId,
    line,
    lineType,
    originLine,
    product: label(CAR_CLASSES, ride.text('require_level')) ?? label(CAR_TYPES, ride.text('use_car_type')),
    currency: CNY,
    amount: sum(shares),
    companyShare: shares.company,
    personalShare: shares.personal,
    occurredAt,
    vendorBillingDate: dayOf(occurredAt),
    traveller,
    booker,
    department: department === undefined ? undefined : { id: department },
    costCentre: costCentreOf(ride),
    city: ride.text('dest_city_name', 'city_name'),
    from: placeOf(ride.text('city_name'), ride.text('actual_start_name', 'start_name'), ride.text('actual_start_address')),
    to: placeOf(ride.text('dest_city_name'), ride.text('actual_end_name', 'end_name'), ride.text('actual_end_address')),
    startAt: ride.time('begin_charge_time', 'departure_time'),
    endAt: ride.time('finish_time'),
    approvalId: ride.id('out_approval_id', 'approval_id'),
    detail: detailOf(ride),
  };
}

function detailOf(ride: Fields): Record<string, string> {
  return texts({
    carType: label(CAR_TYPES, ride.text('use_car_type')),
    scene: label(RIDE_SCENES, ride.text('sub_use_car_type')),
    status: label(RIDE_STATES, ride.text('status')),
    payType: label(PAY_TYPES, ride.text('pay_type')),
    source: label(SOURCES, ride.text('order_source')),
    supplier: label(SUPPLIERS, ride.text('supplier_type')),
    pricing: label(PRICING, ride.text('pricing_mode')),
    shared: ride.text('is_carpool') === '1' ? '拼车' : undefined,
    booked: ride.text('type') === '1' ? '预约' : undefined,
    distanceKm: ride.text('normal_distance'),
    policy: ride.text('rule_name'),
    didiApprovalId: ride.id('approval_id'),
    stopovers: ride
      .list('stopover_points')
      .flatMap((stop) => stop.text('name') ?? [])
      .join(' / '),
    listPrice: yuanText(ride.yuan('total_price')),
    coupon: yuanText(couponOf(ride)),
    ...feesOf(ride),
  });
}

/** The caller is the member who booked. Another phone in the passenger's place is a guest, or a colleague whom the directory will know by it. */
function peopleOf(ride: Fields): { traveller?: PersonRef; booker?: PersonRef } {
  const caller = phoneOf(ride.text('call_phone'));
  const passenger = phoneOf(ride.text('passenger_phone'));
  const booker = { memberId: ride.id('member_id'), employeeNumber: ride.text('call_employee_number'), phone: caller };
  const name = ride.text('passenger_name');
  if (passenger === undefined || passenger === caller) return { traveller: personOf({ ...booker, name }), booker: personOf(booker) };
  const employeeNumber = ride.text('passenger_employee_number');
  const guest = employeeNumber === undefined ? true : undefined;
  return { traveller: personOf({ employeeNumber, phone: passenger, name, guest }), booker: personOf(booker) };
}

function couponOf(ride: Fields): bigint | undefined {
  const total = ride.yuan('total_price');
  const actual = ride.yuan('actual_price');
  return ride.yuan('voucher_pay') ?? (total !== undefined && actual !== undefined && total > actual ? total - actual : undefined);
}

function feesOf(ride: Fields): Record<string, string | undefined> {
  return Object.fromEntries(
    ride.list('price').flatMap((part) => {
      const type = part.text('type') ?? part.text('name');
      return type === undefined ? [] : [[RIDE_FEES[type] ?? type, yuanText(part.yuan('amount'))] as const];
    }),
  );
}

function sum(shares: Shares): bigint {
  return shares.company + shares.personal;
}
