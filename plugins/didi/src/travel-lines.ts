import { MapError, type ExpenseLine, type Kind } from '@interline/sdk';
import { PAY_TYPES, TRAVEL_STATES, label } from './enums.js';
import type { Fields } from './fields.js';
import { CNY, allocate, magnitude } from './money.js';
import { costCentreOf, orgOf, personOf, phoneOf, texts } from './refs.js';
import { PAY_LINE, REFUND_LINE, type Shares } from './ride-lines.js';

/** What one line says besides its money. */
export type About = Omit<Partial<ExpenseLine>, 'line' | 'lineType' | 'amount' | 'companyShare' | 'personalShare' | 'occurredAt'>;

/** A ticket of a flight or train order, as it was booked. */
export interface Part {
  /** DiDi's key of the ticket; never changes. */
  key: string;
  /** How the payment of the order is shared out among its parts: what it cost, and by whom, where DiDi says. */
  weight: { total: bigint; company: bigint; personal: bigint };
  about: About;
}

/** A change or refund of one ticket. */
export interface Movement {
  key: string;
  shares: Shares;
  at: Date | undefined;
  /** Where its time stands in the raw record. */
  pointer: string;
  /** The part it began with. */
  part?: string;
  about: About;
}

/** A flight, hotel or train order, read out of its vendor form. */
export interface TravelOrder {
  kind: Kind;
  externalId: string;
  info: Fields;
  price: Fields;
  paidAt: Date | undefined;
  about: About;
  /** Empty when the order was paid as a whole, as a stay is. */
  parts: Part[];
  changes: Movement[];
  refunds: Movement[];
}

/**
 * The lines of a travel order: what was paid for each part, each change, each refund. DiDi keeps the
 * totals of an order up to date (`company_real_pay` counts everything that went out, `company_real_refund` everything that came back), so
 * the lines always make up these totals.
 * @throws MapError when the parts contradict the totals or money moved at no known time
 */
export function linesOf(order: TravelOrder): ExpenseLine[] {
  const lines = payLines(order, paymentOf(order));
  for (const change of order.changes) {
    if (total(change.shares) === 0n) continue;
    const lineType = total(change.shares) < 0n ? 'refund' : 'fee';
    lines.push(lineOf(order, { line: `change:${change.key}`, lineType }, change.shares, change.at, change.pointer, change.about));
  }
  return distinct([...lines, ...refundLines(order)]);
}

/** A ticket refunded in two goes is listed twice; the list only grows, so counting keeps each line's name. */
function distinct(lines: ExpenseLine[]): ExpenseLine[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const times = (seen.get(line.line) ?? 0) + 1;
    seen.set(line.line, times);
    return times === 1 ? line : { ...line, line: `${line.line}:${times}` };
  });
}

/**
 * What was paid at booking. A service fee that DiDi collects later stands outside `company_pay`, but in the same row of the bill as the
 * ticket: it is part of what the booking cost the company.
 */
function paymentOf({ info, price, changes }: TravelOrder): Shares {
  const later = price.fen('asynchronous_service_fee') ?? 0n;
  const booked = { company: price.fen('company_pay') ?? 0n, personal: price.fen('personal_pay') ?? 0n };
  const real = { company: price.fen('company_real_pay') ?? 0n, personal: price.fen('personal_real_pay') ?? 0n };
  const withFee = { company: booked.company + later, personal: booked.personal };
  // DiDi fills the "real" totals once the traveller has left the page of payment.
  if (total(real) === 0n) return info.text('is_pay') === '1' ? withFee : { company: 0n, personal: 0n };
  const changed = sumOf(changes);
  const agrees = [booked, withFee, add(booked, changed), add(withFee, changed)].some(
    (known) => real.personal === known.personal && real.company === known.company,
  );
  if (agrees) return withFee;
  const rest = { company: real.company - changed.company, personal: real.personal - changed.personal };
  if (rest.company < 0n || rest.personal < 0n)
    throw new MapError('the changes cost more than the order', price.pointer('company_real_pay'));
  return rest;
}

function payLines(order: TravelOrder, booking: Shares): ExpenseLine[] {
  if (total(booking) === 0n) return [];
  const whole: Part = { key: '', weight: { total: 1n, company: 0n, personal: 0n }, about: {} };
  const parts = order.parts.length > 0 ? order.parts : [whole];
  const totals = parts.map((part) => part.weight.total);
  const weightsOf = (share: keyof Shares) =>
    parts.some((part) => part.weight[share] > 0n) ? parts.map((part) => part.weight[share]) : totals;
  const company = allocate(booking.company, weightsOf('company'));
  const personal = allocate(booking.personal, weightsOf('personal'));
  return parts.flatMap((part, index) => {
    const shares = { company: company[index]!, personal: personal[index]! };
    if (total(shares) === 0n) return [];
    return [
      lineOf(order, { line: payLine(part.key), lineType: 'charge' }, shares, order.paidAt, order.info.pointer('create_time'), part.about),
    ];
  });
}

function refundLines(order: TravelOrder): ExpenseLine[] {
  const lines = order.refunds
    .filter((refund) => total(refund.shares) !== 0n)
    .map((refund) => {
      const origin = order.parts.some((part) => part.key === refund.part) ? payLine(refund.part!) : undefined;
      const names = { line: `${REFUND_LINE}:${refund.key}`, lineType: 'refund' as const, ...(origin && { originLine: origin }) };
      return lineOf(order, names, negate(refund.shares), refund.at, refund.pointer, refund.about);
    });
  const { price, info, parts } = order;
  const all = { company: magnitude(price.fen('company_real_refund') ?? 0n), personal: magnitude(price.fen('personal_real_refund') ?? 0n) };
  const known = sumOf(order.refunds);
  if (total(all) === 0n || (all.company === known.company && all.personal === known.personal)) return lines;
  const rest = { company: all.company - known.company, personal: all.personal - known.personal };
  if (rest.company < 0n || rest.personal < 0n)
    throw new MapError('the refunds of the tickets exceed the refund of the order', price.pointer('company_real_refund'));
  const changedAt = order.changes.flatMap((change) => change.at ?? []).sort((a, b) => b.getTime() - a.getTime())[0];
  const at = info.time('refund_time', 'cancel_time') ?? changedAt;
  const only = parts.length <= 1 ? payLine(parts[0]?.key ?? '') : undefined;
  const names = { line: REFUND_LINE, lineType: 'refund' as const, ...(only && { originLine: only }) };
  return [...lines, lineOf(order, names, negate(rest), at, price.pointer('company_real_refund'), only ? (parts[0]?.about ?? {}) : {})];
}

function lineOf(
  order: TravelOrder,
  names: Pick<ExpenseLine, 'line' | 'lineType' | 'originLine'>,
  shares: Shares,
  at: Date | undefined,
  pointer: string,
  about: About,
): ExpenseLine {
  if (!at) throw new MapError('money moved at no known time', pointer);
  const detail = { ...order.about.detail, ...about.detail };
  return {
    ...order.about,
    ...about,
    kind: order.kind,
    externalId: order.externalId,
    ...names,
    currency: currencyOf(order.price),
    amount: total(shares),
    companyShare: shares.company,
    personalShare: shares.personal,
    occurredAt: at,
    ...(Object.keys(detail).length > 0 && { detail }),
  };
}

/** What every travel order says of itself. */
export function aboutOrder(order: Fields, info: Fields): About {
  return {
    booker: personOf({
      memberId: info.id('booker_member_id'),
      employeeNumber: info.text('booker_employee_id'),
      phone: phoneOf(info.text('booker_phone')),
      name: info.text('booker_name'),
    }),
    department: orgOf({ id: info.id('department_id'), name: info.text('department_name') }),
    costCentre: costCentreOf(info) ?? costCentreOf(order),
    approvalId: info.id('out_approval_id', 'approval_id'),
    detail: texts({
      status: label(TRAVEL_STATES, info.text('order_status')),
      payType: label(PAY_TYPES, info.text('pay_type')),
      policy: info.text('institution_name'),
      didiApprovalId: info.id('approval_id'),
    }),
  };
}

/** A passenger as a traveller, with the cost centre the passenger travels for. DiDi marks outsiders with `is_traveler`. */
export function aboutPassenger(passenger: Fields | undefined): About {
  if (!passenger) return {};
  const guest = passenger.text('is_traveler') === '1';
  const traveller = personOf({
    ...(!guest && { memberId: passenger.id('passenger_traveler_id'), employeeNumber: passenger.text('passenger_employee_id') }),
    phone: phoneOf(passenger.text('passenger_phone')),
    name: passenger.text('passenger_name'),
    ...(guest && { guest }),
  });
  const costCentre = costCentreOf(passenger);
  return { traveller, ...(costCentre && { costCentre }) };
}

/**
 * The shares of a change or refund. Where DiDi gives only the total, it is the company's or the person's by the order's way of payment.
 * @throws MapError when the shares do not make up the total, or a mixed payment leaves them open
 */
export function sharesOf(
  row: Fields,
  names: { company: string; personal: string; total: string },
  totalAmount: bigint | undefined,
  info: Fields,
): Shares {
  const company = row.fen(names.company);
  const personal = row.fen(names.personal);
  if (company !== undefined || personal !== undefined) return { company: company ?? 0n, personal: personal ?? 0n };
  if (totalAmount === undefined || totalAmount === 0n) return { company: 0n, personal: 0n };
  const payer = info.text('pay_type');
  if (payer === '0') return { company: totalAmount, personal: 0n };
  if (payer === '1') return { company: 0n, personal: totalAmount };
  throw new MapError('DiDi does not say who bears this amount', row.pointer(names.total));
}

function currencyOf(price: Fields): string {
  const currency = price.text('currency') ?? CNY;
  if (currency !== CNY) throw new MapError('an amount that is not in CNY', price.pointer('currency'));
  return currency;
}

function payLine(key: string): string {
  return key === '' ? PAY_LINE : `${PAY_LINE}:${key}`;
}

function sumOf(movements: Movement[]): Shares {
  return movements.reduce((sum, { shares }) => add(sum, shares), { company: 0n, personal: 0n });
}

function add(a: Shares, b: Shares): Shares {
  return { company: a.company + b.company, personal: a.personal + b.personal };
}

function negate({ company, personal }: Shares): Shares {
  return { company: -company, personal: -personal };
}

function total({ company, personal }: Shares): bigint {
  return company + personal;
}
