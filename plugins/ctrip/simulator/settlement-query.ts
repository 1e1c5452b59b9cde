import type { SoldKind } from './ctrip-world.js';
import type { Desk } from './desk.js';
import { badParameter, CODES, MESSAGES, Refusal } from './errors.js';
import { type Body, field, listField, numbersField, type Span, spanFields, textField, wholeField } from './request.js';

const MOST_RECORDS = 1000;
const DEFAULT_PAGE = 10;
/** Assumed: the largest page is not published. */
const LARGEST_PAGE = 1000;

/** What a settlement call asks for; all conditions hold together. */
export interface SettlementQuery {
  kind: SoldKind;
  /** Days of creation. */
  days: Span | undefined;
  /** Whether rows changed on these days count as well. */
  compensation: boolean;
  batch: string;
  subBatches: string[];
  recordIds: string[];
  orderId: string;
  journeys: string[];
  /** M monthly · N paid on the spot; empty for both. */
  settled: string;
  /** N domestic · I international; empty for both. Hotels only. */
  market: string;
}

/** The page a call asks for. */
export interface PageQuery {
  start: number;
  size: number;
}

/** Reads a settlement call. @throws Refusal */
export function settlementQuery(desk: Desk, kind: SoldKind, body: Body): SettlementQuery {
  const account = textField(body, 'AccountId');
  if (account !== '' && account !== String(desk.account.accountId))
    throw new Refusal(CODES.permission, MESSAGES[CODES.permission] as string);
  const orderId = textField(body, 'OrderId');
  if (!/^\d*$/.test(orderId)) throw badParameter('OrderId 应为一个订单号');
  const query: SettlementQuery = {
    kind,
    days: spanFields(body, 'DateFrom', 'DateTo'),
    compensation: flag(body, 'IsCompensation'),
    batch: textField(body, 'BatchNo'),
    subBatches: listField(body, 'SubBatchNoList'),
    recordIds: numbersField(body, 'RecordId', MOST_RECORDS),
    orderId,
    journeys: [...listField(body, 'JourneyNoList'), ...listField(body, 'PreApprovalNoList')],
    settled: settledField(body, kind),
    market: kind === 'hotel' ? oneOf(body, 'HotelType', ['N', 'I']) : '',
  };
  const { days, batch, subBatches, recordIds, journeys } = query;
  if (!days && !batch && subBatches.length === 0 && recordIds.length === 0 && !orderId && journeys.length === 0)
    throw badParameter('日期、批次号、流水号、订单号、关联行程号至少填写一项');
  return query;
}

/** The page; the number is counted from one. @throws Refusal */
export function pageQuery(body: Body): PageQuery {
  const size = wholeField(body, 'PageSize', 1, LARGEST_PAGE, DEFAULT_PAGE);
  return { start: (wholeField(body, 'PageIndex', 1, 1_000_000, 1) - 1) * size, size };
}

/** Each product has its own name for it. */
function settledField(body: Body, kind: SoldKind): string {
  return oneOf(body, { flight: 'PayType', hotel: 'PayType', train: 'SettlementType', ride: 'SelType' }[kind], ['M', 'N']);
}

function oneOf(body: Body, name: string, words: readonly string[]): string {
  const word = textField(body, name);
  if (word !== '' && !words.includes(word)) throw badParameter(name);
  return word;
}

function flag(body: Body, name: string): boolean {
  const value = field(body, name) ?? false;
  if (typeof value !== 'boolean') throw badParameter(name);
  return value;
}
