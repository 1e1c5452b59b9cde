import { localDay, localPeriod, type Movement, type OrderSummary, periodBounds, type WorldBillAdjustment } from '@interline/sdk/simulator';

import type { SoldKind } from './ctrip-world.js';
import { numberOf } from './wire.js';

const HOUR = 3_600_000;
/** The dearest post service fee, in fen. */
const MOST_POST_FEE = 500n;

/** What a settlement row's amount consists of, in fen. They add up to `company + personal`; money given back is negative. */
export interface Parts {
  /** Ticket, room or fare; of a change the difference to the old one. */
  price: bigint;
  /** The service fee shown when booking. */
  service: bigint;
  /** The service fee that only the statement shows. */
  post: bigint;
  /** What a change cost. */
  change: bigint;
  /** What was kept of a refund, or taken for a cancellation. */
  kept: bigint;
  /** Tolls and the like. */
  addOn: bigint;
}

/** A settlement row before it is written out. */
export interface SettlementRow {
  recordId: number;
  kind: SoldKind;
  /** The order it belongs to, as the vendor numbers it. */
  orderId: string;
  nature: 'sale' | 'change' | 'refund' | 'fee' | 'correction';
  /** O issue · R refund. */
  type: 'O' | 'R';
  /** When it was made. */
  at: number;
  /** `YYYY-MM` of the batch that takes it. */
  period: string;
  company: bigint;
  personal: bigint;
  parts: Parts;
  text: string;
}

const NOTHING: Parts = { price: 0n, service: 0n, post: 0n, change: 0n, kept: 0n, addOn: 0n };
/** What a fee is for, by its words. */
const FEES: readonly (readonly [RegExp, keyof Parts])[] = [
  [/改签|变更/, 'change'],
  [/退|取消/, 'kept'],
  [/高速|路桥|停车|附加/, 'addOn'],
];

/**
 * The settlement rows of an order: one for each charge and each refund. A fee stands in the row of the charge, or of the refund, of its second;
 * a fee alone is a row of its own.
 * @param until movements after this instant have not happened yet
 */
export function rowsOf({ id, kind, cash }: OrderSummary, until: number): SettlementRow[] {
  const rows: SettlementRow[] = [];
  for (const movement of cash) {
    if (movement.at > until) break;
    if (movement.type !== 'fee') rows.push(rowFor(movement, id, kind as SoldKind, rows));
  }
  for (const fee of cash) {
    if (fee.at > until) break;
    if (fee.type !== 'fee') continue;
    const host = hostOf(fee, rows);
    if (host) add(host, fee);
    else rows.push(rowFor(fee, id, kind as SoldKind, rows));
  }
  for (const row of rows) takePostFee(row);
  return rows;
}

function rowFor(movement: Movement, orderId: string, kind: SoldKind, before: readonly SettlementRow[]): SettlementRow {
  const { at, company, personal, text, type } = movement;
  const sold = before.some(({ nature }) => nature === 'sale');
  const nature =
    type === 'refund' ? 'refund' : type === 'fee' ? 'fee' : sold && (kind === 'flight' || kind === 'train') ? 'change' : 'sale';
  return {
    recordId: numberOf('row', `${orderId} ${movement.id}`),
    kind,
    orderId,
    nature,
    type: nature === 'refund' ? 'R' : 'O',
    at,
    period: localPeriod(at),
    company,
    personal,
    parts: { ...NOTHING, [type === 'fee' ? feePart(text) : 'price']: company + personal },
    text,
  };
}

const feePart = (text: string): keyof Parts => FEES.find(([words]) => words.test(text))?.[1] ?? 'service';

/** The row a fee stands in: what was kept of a refund in the refund's, unless more was kept than given back. */
function hostOf(fee: Movement, rows: readonly SettlementRow[]): SettlementRow | undefined {
  const together = rows.filter(({ at, nature }) => at === fee.at && nature !== 'fee');
  const refund = together.find(
    ({ type, company, personal }) => type === 'R' && company + fee.company <= 0n && personal + fee.personal <= 0n,
  );
  const charge = together.find(({ type }) => type === 'O');
  return feePart(fee.text) === 'kept' ? (refund ?? charge) : (charge ?? refund);
}

function add(row: SettlementRow, fee: Movement): void {
  const part = feePart(fee.text);
  row.parts[part] += fee.company + fee.personal;
  row.company += fee.company;
  row.personal += fee.personal;
}

/** Of some rows a part is the post service fee: half of the fees that stand alone, a third of those with a sale, and a little of some sales. */
function takePostFee({ recordId, nature, parts }: SettlementRow): void {
  if (nature === 'refund') return;
  if (parts.service > 0n) {
    if (recordId % (nature === 'fee' ? 2 : 3) !== 0) return;
    parts.post = parts.service;
    parts.service = 0n;
  } else if (recordId % 5 === 0) {
    const fee = parts.price / 20n;
    parts.post = fee < MOST_POST_FEE ? fee : MOST_POST_FEE;
    parts.price -= parts.post;
  }
}

/** A correction as a row: made with the batch of its month, of the company's money alone, under a number of its own that is no order's. */
export function correctionRow({ id, kind, period, amount, text }: WorldBillAdjustment): SettlementRow {
  const company = BigInt(amount);
  return {
    recordId: numberOf('correction', id),
    kind: kind as SoldKind,
    orderId: String(numberOf('corrected order', id)),
    nature: 'correction',
    type: company < 0n ? 'R' : 'O',
    at: batchedAt(period),
    period,
    company,
    personal: 0n,
    parts: { ...NOTHING, price: company },
    text,
  };
}

/** When the batch of a month takes its rows: on the first of the next, at three in the morning. */
export const batchedAt = (period: string): number => periodBounds(period).to + 3 * HOUR;

/** The batch a row belongs to once that was made. The part is that of a legal entity, else of a department. */
export interface Batch {
  no: string;
  sub: string;
  /** First and last day, `yyyyMMdd`. */
  from: string;
  to: string;
}

/** The batch of a month. @param unit code of the legal entity or department; empty when there is none */
export function batchOf(period: string, unit: string): Batch {
  const { from, to } = periodBounds(period);
  const day = (at: number): string => localDay(at).replaceAll('-', '');
  const no = `B${period.replace('-', '')}`;
  return { no, sub: `${no}_${unit || '0'}`, from: day(from), to: day(to - 1) };
}

/** The month of a batch number; null when it is none. */
export function periodOf(batchNo: string): string | null {
  const match = /^B(\d{4})(0[1-9]|1[0-2])(?:_|$)/.exec(batchNo);
  return match ? `${match[1]}-${match[2]}` : null;
}

/** Whether the traveller paid it on the spot; all else is settled monthly. */
export const paidNow = ({ company, personal }: SettlementRow): boolean => company === 0n && personal !== 0n;

/** Whether both paid. */
export const mixed = ({ company, personal }: SettlementRow): boolean => company !== 0n && personal !== 0n;
