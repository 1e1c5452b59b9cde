import { createHash } from 'node:crypto';
import { MapError, canonicalJson, type JsonObject, type RawRecord } from '@interline/sdk';
import type { BilledLine, OnBill, RowPart } from './billed-line.js';
import { mapRideRow, partsOfRideRow, rideRowType } from './billed-ride.js';
import { mapTravelRow } from './billed-travel.js';
import { BILLED } from './enums.js';
import { Fields } from './fields.js';

/**
 * The records of one row. Travel rows carry a key of their own, the same before and on the bill. Ride rows are known by order and type
 * within their bill; a row that holds both a payment and a refund gives a record for each.
 */
export function recordsOfRow(row: JsonObject, businessType: string, bill?: OnBill): RawRecord[] {
  const fields = Fields.of(row, '/row');
  const data = { businessType, row, ...(bill && { bill: { ...bill } }) };
  const prefix = bill ? `${bill.id}:` : '';
  const shape = BILLED[businessType]?.shape;
  if (shape === 'ride') {
    const order = fields.id('order_id', 'out_order_id') ?? fingerprint(row);
    const type = rideRowType(fields).code;
    return partsOfRideRow(fields, bill).map((part) => ({ externalId: `${prefix}${order}:${type}:${part}`, data: { ...data, part } }));
  }
  // Only services entered by hand have no key of their own; their order id is one.
  const externalId = fields.text('unique_key') ?? `${prefix}${shape}:${fields.id('order_id') ?? fingerprint(row)}`;
  return [{ externalId, data: { ...data, part: 'whole' } }];
}

/** The line of one record. @throws MapError when an amount cannot be read or its direction is not known */
export function mapBilled(record: RawRecord): BilledLine {
  const raw = Fields.of(record.data, '');
  const businessType = raw.text('businessType') ?? '';
  const shape = BILLED[businessType]?.shape;
  if (!shape) throw new MapError('not a type of billed rows', '/businessType');
  const row = raw.child('row');
  const part = (raw.text('part') ?? 'whole') as RowPart;
  const line = shape === 'ride' ? mapRideRow(row, part) : mapTravelRow(row, shape);
  return { ...line, externalId: record.externalId, amount: line.companyShare + line.personalShare };
}

/** Tells rows apart that carry no id, such as a correction of a whole entity. */
function fingerprint(row: JsonObject): string {
  return createHash('sha256').update(canonicalJson(row)).digest('hex').slice(0, 24);
}
