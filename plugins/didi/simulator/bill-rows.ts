import { localPeriod, type OrderSummary, periodBounds, type WorldBillAdjustment, type WorldOrder } from '@interline/sdk/simulator';

import { eventsOf, isInternational, type PurchaseEvent } from './purchases.js';
import { vendorId } from './wire.js';

const DAY = 86_400_000;

/** Which bill: 0 rides · 1 travel · 100 taxi. */
export type BusinessLine = 0 | 1 | 100;
/** What a bill's row is: 0 ride · 100 taxi · 201 hotel · 202 flight · 203 train · 204 hotel abroad · 205 flight abroad · 531 by hand. */
export type BusinessType = 0 | 100 | 201 | 202 | 203 | 204 | 205 | 531;

/** A row of a bill before it is written out. Amounts in fen, of the company's share unless said otherwise. */
export interface BillRow {
  businessType: BusinessType;
  kind: WorldOrder['kind'];
  /** `YYYY-MM` of the bill it belongs to. */
  period: string;
  /** As the row shows it: a rebooked ticket's rows carry the number of the rebooking. */
  orderId: string;
  paid: bigint;
  refund: bigint;
  /** The part of `refund` whose sale stands on an earlier bill. */
  priorRefund: bigint;
  /** A correction: neither paid nor refunded. */
  adjustment: bigint;
  personal: bigint;
  settledAt: number;
  handle?: number;
  /** Which of the order's events; rides have one row a month for all. */
  event?: number;
  correction?: WorldBillAdjustment;
}

/** What the company owes for a row. */
export const dueFor = (row: BillRow): bigint => row.paid - row.refund + row.adjustment;

/** The kind of row an order gives. */
export function businessTypeOf(order: Pick<OrderSummary, 'kind' | 'product'>): BusinessType {
  const abroad = isInternational(order);
  switch (order.kind) {
    case 'ride':
      return order.product === 'taxi' ? 100 : 0;
    case 'hotel':
      return abroad ? 204 : 201;
    case 'flight':
      return abroad ? 205 : 202;
    default:
      return 203;
  }
}

/** The bill a row stands on. */
export const lineOf = (type: BusinessType): BusinessLine => (type === 0 || type === 100 ? type : 1);

/** When the bill of a month is made: on the third of the next. */
export const billedFrom = (period: string): number => periodBounds(period).to + 2 * DAY;
/** When a bill that nobody confirmed counts as confirmed: on the tenth of the next month. */
export const confirmedFrom = (period: string): number => periodBounds(period).to + 9 * DAY;

/** The rows an order gives, of all months; those of the traveller's own money alone give none. */
export function rowsOf(order: OrderSummary, until: number): BillRow[] {
  return order.kind === 'ride' ? rideRows(order, until) : travelRows(order, until);
}

function rideRows({ handle, id, kind, product, cash }: OrderSummary, until: number): BillRow[] {
  const rows: BillRow[] = [];
  let sold: string | undefined;
  for (const movement of cash) {
    if (movement.at > until) break;
    const period = localPeriod(movement.at);
    let row = rows[rows.length - 1];
    if (row?.period !== period) {
      const businessType = businessTypeOf({ kind, product });
      row = {
        businessType,
        kind,
        period,
        orderId: id,
        paid: 0n,
        refund: 0n,
        priorRefund: 0n,
        adjustment: 0n,
        personal: 0n,
        settledAt: 0,
        handle,
      };
      rows.push(row);
    }
    row.settledAt = movement.at;
    row.personal += movement.personal;
    if (movement.type === 'refund') row.refund -= movement.company;
    else row.paid += movement.company;
    if (movement.type !== 'refund') sold ??= period;
    if (movement.type === 'refund' && sold !== period) row.priorRefund -= movement.company;
  }
  return rows.filter(({ paid, refund }) => paid !== 0n || refund !== 0n);
}

function travelRows(order: OrderSummary, until: number): BillRow[] {
  const events = eventsOf(order.cash, until);
  const sold = events.find(({ type }) => type === 'issue');
  return events.flatMap((event, index): BillRow[] => {
    if (event.company === 0n) return [];
    const period = localPeriod(event.at);
    const back = event.type === 'refund';
    return [
      {
        businessType: businessTypeOf(order),
        kind: order.kind,
        period,
        orderId: currentOrderId(order, events, index),
        paid: back ? 0n : event.company,
        refund: back ? -event.company : 0n,
        priorRefund: back && sold && localPeriod(sold.at) < period ? -event.company : 0n,
        adjustment: 0n,
        personal: event.personal,
        settledAt: event.at,
        handle: order.handle,
        event: index,
      },
    ];
  });
}

/** The order number an event goes under: flights and trains get a new one with each rebooking. */
export function currentOrderId(order: Pick<OrderSummary, 'id' | 'kind'>, events: readonly PurchaseEvent[], index: number): string {
  if (order.kind === 'hotel') return order.id;
  const change = events.slice(0, index + 1).findLast(({ type }) => type === 'change');
  return change ? vendorId('change', `${order.id} ${change.key}`) : order.id;
}

/** The row of a correction; one about travel but no order is an order made by hand. */
export function correctionRow(correction: WorldBillAdjustment, order: OrderSummary | undefined): BillRow {
  const own: BusinessType = correction.kind === 'ride' ? 0 : 531;
  return {
    businessType: order ? businessTypeOf(order) : own,
    kind: correction.kind,
    period: correction.period,
    orderId: order?.id ?? vendorId('correction', correction.id),
    paid: 0n,
    refund: 0n,
    priorRefund: 0n,
    adjustment: BigInt(correction.amount),
    personal: 0n,
    settledAt: periodBounds(correction.period).to - 1000,
    ...(order && { handle: order.handle }),
    correction,
  };
}
