import { MapError, type JsonObject, type Kind, type LineType, type StatementLine } from '@interline/sdk';
import { carFacts, isRental } from './car-row.js';
import { Fields } from './fields.js';
import { flightFacts } from './flight-row.js';
import { hotelFacts } from './hotel-row.js';
import { SETTLEMENT, type Product } from './products.js';
import { journeyOf, type RowFacts } from './row-facts.js';
import { sharesOf, type Shares } from './shares.js';
import { dayOf } from './times.js';
import { trainFacts } from './train-row.js';

/** One settlement row as a line: what an order's line, a statement's and one not yet billed have in common. */
export interface RowLine {
  key: string;
  orderId: string;
  kind: Kind;
  lineType: LineType;
  currency: string;
  companyShare: bigint;
  personalShare: bigint;
  occurredAt: Date;
  approvalId: string | undefined;
  facts: RowFacts;
}

const FACTS: Readonly<Record<Product, (row: Fields, currency: string) => RowFacts>> = {
  flight: flightFacts,
  hotel: hotelFacts,
  train: trainFacts,
  car: carFacts,
};

/** What a row calls itself: `OrderDetailType` of flights, `DetailType` of hotels and trains, `DelType` of cars. */
const DETAIL_TYPES = ['OrderDetailType', 'DetailType', 'DelType'] as const;

/**
 * Reads one settlement row.
 * @param at where it stands in the raw record
 * @throws MapError naming the field that cannot be read
 */
export function lineOf(product: Product, key: string, row: JsonObject, at: string): RowLine {
  const fields = new Fields(row, at);
  const base = fields.child(SETTLEMENT[product].base);
  const orderId = base.id('OrderID', 'OrderId');
  if (base.id('RecordID', 'RecordId') === undefined) throw new MapError('a row without its own id', base.pointer('RecordID', 'RecordId'));
  if (orderId === undefined) throw new MapError('a row without an order', base.pointer('OrderID', 'OrderId'));
  const occurredAt = base.time('CreateTime', 'Createtime');
  if (!occurredAt) throw new MapError('a row without its time', base.pointer('CreateTime', 'Createtime'));
  const told = base.text('SettlementCurrency') ?? 'CNY';
  const currency = told === 'RMB' ? 'CNY' : told;
  const facts = FACTS[product](fields, currency);
  const { lineType, company, personal } = directed(base, facts);
  return {
    key,
    orderId,
    kind: product === 'car' ? (isRental(fields) ? 'car_rental' : 'ride') : product,
    lineType,
    currency,
    companyShare: company,
    personalShare: personal,
    occurredAt,
    approvalId: journeyOf(row),
    facts,
  };
}

/** `O` charges, `R` gives back, whichever sign its amounts have. An issue below zero corrects. @throws MapError for a word nobody published */
function directed(base: Fields, facts: RowFacts): Shares & { lineType: LineType } {
  const shares = sharesOf(facts.money);
  const word = base.text(...DETAIL_TYPES);
  const amount = shares.company + shares.personal;
  if (word === 'R') return { lineType: 'refund', ...(amount > 0n ? negative(shares) : shares) };
  if (word !== undefined && word !== 'O') throw new MapError(`unknown detail type ${word}`, base.pointer(...DETAIL_TYPES));
  if (amount < 0n) return { lineType: word === undefined ? 'refund' : 'adjustment', ...shares };
  return { lineType: facts.feeOnly ? 'fee' : 'charge', ...shares };
}

const negative = ({ company, personal }: Shares): Shares => ({ company: -company, personal: -personal });

/** A row as a statement's line, without its statement. */
export function settledLine(line: RowLine): Omit<StatementLine, 'statementExternalId'> {
  const { key, orderId, kind, lineType, currency, companyShare, personalShare, occurredAt, approvalId, facts } = line;
  const { traveller, department, costCentre, city, description, detail } = facts;
  return {
    externalId: key,
    kind,
    lineType,
    orderExternalId: orderId,
    // Its name on the order as well, so that the two meet exactly.
    orderLine: key,
    currency,
    amount: companyShare + personalShare,
    companyShare,
    personalShare,
    occurredAt,
    vendorBillingDate: dayOf(occurredAt),
    traveller,
    department,
    costCentre,
    city,
    description,
    detail: approvalId === undefined ? detail : { ...detail, approvalId },
  };
}
