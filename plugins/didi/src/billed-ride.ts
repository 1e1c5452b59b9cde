import { MapError } from '@interline/sdk';
import type { OnBill, RowLine, RowPart } from './billed-line.js';
import { RIDE_FEES, RIDE_ROW_TYPES } from './enums.js';
import type { Fields } from './fields.js';
import { CNY, magnitude, yuanText } from './money.js';
import { orgOf, personOf, phoneOf, texts } from './refs.js';
import { PAY_LINE, REFUND_LINE, type Shares } from './ride-lines.js';
import { dayOf } from './times.js';

interface RowType {
  code: string;
  /** Set for corrections: the direction they must have, and whether they are about an order. */
  correction?: { sign: 1 | -1 | 0; order: boolean };
}

/** What kind of row this is. A kind DiDi adds later is taken for a correction with the sign it comes with: its money stands on the bill. */
export function rideRowType(row: Fields): RowType {
  const text = row.text('type')?.replace(':', '：');
  if (text === undefined) return RIDE_ROW_TYPES['实时']!;
  return RIDE_ROW_TYPES[text] ?? { code: text, correction: { sign: 0, order: true } };
}

/**
 * What of a row stands on this bill. A row of an earlier period that holds a refund tells the payment again for information; the payment
 * stood on the earlier bill.
 */
export function partsOfRideRow(row: Fields, bill?: OnBill): RowPart[] {
  if (rideRowType(row).correction) return ['correction'];
  try {
    const refunded = total(refundOf(row)) !== 0n;
    if (!refunded) return ['pay'];
    const paidEarlier = currentTerm(row) === false && !paidWithin(row, bill);
    return total(paymentOf(row)) === 0n || paidEarlier ? ['refund'] : ['pay', 'refund'];
  } catch {
    // The record goes to quarantine when it is mapped.
    return ['pay'];
  }
}

/** One part of a row of a ride, taxi or driver bill; amounts are yuan numbers. @throws MapError when a correction points the wrong way */
export function mapRideRow(row: Fields, part: RowPart): RowLine {
  const { correction } = rideRowType(row);
  const cancelled =
    /取消/.test(row.text('status') ?? '') ||
    ((row.yuan('responsible_cancel_fee') ?? 0n) > 0n && row.yuan('responsible_cancel_fee') === total(paymentOf(row)));
  const paid = paymentOf(row);
  const back = refundOf(row);
  const order = row.id('order_id');
  const at = part === 'refund' ? row.time('refund_time', 'pay_time') : row.time('pay_time', 'finish_time', 'create_time');
  const about = { ...aboutRow(row), occurredAt: at, vendorBillingDate: at && dayOf(at) };
  if (part === 'correction') {
    const company = correctionOf(row, paid.company - back.company, correction?.sign ?? 0);
    return {
      ...about,
      lineType: 'adjustment',
      orderExternalId: correction?.order === false ? undefined : order,
      companyShare: company,
      personalShare: 0n,
    };
  }
  if (part === 'refund')
    return {
      ...about,
      lineType: 'refund',
      orderExternalId: order,
      orderLine: REFUND_LINE,
      companyShare: -back.company,
      personalShare: -back.personal,
    };
  const lineType = total(paid) < 0n ? 'refund' : cancelled ? 'fee' : 'charge';
  return {
    ...about,
    lineType,
    orderExternalId: order,
    orderLine: lineType === 'refund' ? REFUND_LINE : PAY_LINE,
    companyShare: paid.company,
    personalShare: paid.personal,
  };
}

/** A correction downwards may be written with or without its sign. One that points the other way than its name says is not understood. */
function correctionOf(row: Fields, amount: bigint, sign: 1 | -1 | 0): bigint {
  if (sign === -1 && row.text('type') !== '订单计入下一期') return -magnitude(amount);
  // What was moved here from the bill before is named like what was moved away.
  const movedHere = sign === -1 && currentTerm(row) === false;
  if (sign !== 0 && amount !== 0n && amount > 0n !== sign > 0 && !movedHere)
    throw new MapError('the amount points the other way than its type says', row.pointer('company_real_pay'));
  return amount;
}

/** Money of the company's wallet stands inside `company_real_pay`, unless the price only adds up with it beside. */
function paymentOf(row: Fields): Shares {
  const company = row.yuan('company_real_pay') ?? 0n;
  const card = row.yuan('company_card_real_pay') ?? 0n;
  const personal = row.yuan('personal_real_pay') ?? 0n;
  const price = row.yuan('total_price');
  const due = price === undefined ? undefined : price - (row.yuan('real_voucher_pay') ?? 0n);
  const beside = card !== 0n && due !== undefined && company + personal !== due && company + card + personal === due;
  return { company: beside ? company + card : company, personal };
}

function refundOf(row: Fields): Shares {
  const company = magnitude(row.yuan('company_real_refund') ?? 0n);
  const card = magnitude(row.yuan('company_card_real_refund') ?? 0n);
  const all = magnitude(row.yuan('refund_price') ?? 0n);
  const given = row.yuan('personal_real_refund');
  const beside = card !== 0n && company !== card && company + card + magnitude(given ?? 0n) === all;
  const back = beside ? company + card : company;
  return { company: back, personal: given !== undefined ? magnitude(given) : all > back ? all - back : 0n };
}

function currentTerm(row: Fields): boolean | undefined {
  const text = row.text('is_current_term') ?? '';
  if (['本期', '是', '1', 'true'].includes(text)) return true;
  return ['往期', '否', '0', 'false'].includes(text) ? false : undefined;
}

function paidWithin(row: Fields, bill: OnBill | undefined): boolean {
  const paidAt = row.time('pay_time');
  return bill !== undefined && paidAt !== undefined && dayOf(paidAt) >= bill.from && dayOf(paidAt) <= bill.to;
}

function aboutRow(row: Fields) {
  const booker = {
    memberId: row.id('member_id'),
    employeeNumber: row.text('employee_number'),
    phone: phoneOf(row.text('call_phone')),
    email: row.text('member_mail'),
  };
  const passenger = {
    memberId: row.id('passenger_member_id'),
    employeeNumber: row.text('passenger_member_number'),
    phone: phoneOf(row.text('passenger_phone')),
  };
  const known = passenger.memberId ?? passenger.employeeNumber;
  const self = known === undefined && (passenger.phone === undefined || passenger.phone === booker.phone);
  const name = row.text('passenger_name');
  const fees = Object.entries(RIDE_FEES).map(([field, ours]) => [ours, yuanText(row.yuan(field))] as const);
  return {
    kind: 'ride' as const,
    currency: CNY,
    currentTerm: currentTerm(row),
    traveller: personOf(self ? { ...booker, name } : { ...passenger, name, guest: known === undefined ? true : undefined }),
    department: orgOf({
      id: row.id('group_id'),
      code: row.text('out_budget_id'),
      name: row.text('department_name', 'group_name', 'department'),
    }),
    costCentre: orgOf({ id: row.id('budget_id'), name: row.text('budget_center_name') }),
    legalEntity: orgOf({ id: row.id('legal_entity_id'), code: row.text('out_legal_entity_id'), name: row.text('legal_entity_name') }),
    city: row.text('destination_city', 'city'),
    description: row.text('type')?.startsWith('调账') ? (row.text('remark', 'order_additional_remark') ?? row.text('type')) : undefined,
    detail: texts({
      type: row.text('type'),
      carClass: row.text('require_level'),
      carType: row.text('rule'),
      status: row.text('status'),
      payType: row.text('pay_type'),
      transaction: row.text('deduction_type_name'),
      distanceKm: row.text('normal_distance'),
      from: row.text('actual_start_name', 'start_name'),
      to: row.text('actual_end_name', 'end_name'),
      approvalId: row.text('out_approval_id'),
      listPrice: yuanText(row.yuan('total_price')),
      coupon: yuanText(row.yuan('real_voucher_pay')),
      serviceFee: yuanText(row.yuan('discount_after_price')),
      ...Object.fromEntries(fees),
    }),
  };
}

function total({ company, personal }: Shares): bigint {
  return company + personal;
}
