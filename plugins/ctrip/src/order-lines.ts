import { MapError, objectOf, type ExpenseLine, type JsonObject, type OrderRecord, type RawRecord } from '@interline/sdk';
import { Fields } from './fields.js';
import { isProduct } from './products.js';
import { journeyOf } from './row-facts.js';
import { lineOf, type RowLine } from './row-line.js';
import { dayOf } from './times.js';

/**
 * The lines of one order: one for each settlement row, none while nothing is settled. Amounts are what the statement will say, the fees included that
 * booking did not show. Rows under a number that Ctrip knows as no order, such as corrections, are matters of the statement alone.
 * @throws MapError for a row that cannot be read
 */
export function mapOrder({ externalId, data }: RawRecord): OrderRecord {
  const itinerary = objectOf(data['itinerary']);
  const about = aboutOrder(itinerary, objectOf(data['status']));
  const rows = new Fields(data, '').list('rows').map((entry) => rowLine(entry, externalId));
  if ([data['orderType'], data['itinerary'], data['status']].every((told) => told === null)) return { externalId, lines: [] };
  const charges = rows.filter(({ lineType }) => lineType === 'charge');
  return { externalId, lines: rows.map((row) => expenseLine(row, about, charges)) };
}

/** What only the itinerary and the status feed say. */
interface AboutOrder {
  journey: string | undefined;
  status: string | undefined;
  /** Passengers who are not of the company, by name. */
  outsiders: ReadonlySet<string>;
}

function aboutOrder(itinerary: JsonObject | undefined, status: JsonObject | undefined): AboutOrder {
  const entity = new Fields(itinerary?.['entity'], '/itinerary/entity');
  const basic = entity.child('BasicInfo');
  const passengers = entity.list('PassengerInfo').map((passenger) => passenger.child('PassengerBasic'));
  const named = passengers.flatMap((passenger) => (passenger.flag('NonEmployee') ? (passenger.text('PassengerName') ?? []) : []));
  return {
    journey: itinerary && journeyOf(itinerary),
    status:
      basic.text('OrderStatus', 'NewOrderStatusName') ??
      new Fields(status, '/status').text('orderStatusName', 'OrderStatusName', 'orderStatus'),
    outsiders: new Set(named),
  };
}

function rowLine(entry: Fields, externalId: string): RowLine {
  const product = entry.text('product');
  if (!isProduct(product)) throw new MapError('not a product of this stream', entry.pointer('product'));
  const line = lineOf(product, entry.text('key') ?? '', entry.object('row'), entry.pointer('row'));
  if (line.orderId !== externalId) throw new MapError(`a row of order ${line.orderId}`, entry.pointer('row'));
  return line;
}

/** Written out field by field: taking `facts` apart with a rest pattern is half of the time a line takes. */
function expenseLine(row: RowLine, about: AboutOrder, charges: readonly RowLine[]): ExpenseLine {
  const { lineType, companyShare, personalShare, occurredAt, facts } = row;
  const { traveller, detail } = facts;
  const outside = traveller?.name !== undefined && about.outsiders.has(traveller.name);
  if (about.status !== undefined) detail['status'] = about.status;
  return {
    kind: row.kind,
    externalId: row.orderId,
    line: row.key,
    lineType,
    originLine: lineType === 'refund' ? originOf(row, charges)?.key : undefined,
    product: facts.product,
    description: facts.description,
    currency: row.currency,
    amount: companyShare + personalShare,
    companyShare,
    personalShare,
    occurredAt,
    vendorBillingDate: dayOf(occurredAt),
    traveller: outside ? { name: traveller.name, guest: true } : traveller,
    booker: facts.booker,
    department: facts.department,
    costCentre: facts.costCentre,
    project: facts.project,
    city: facts.city,
    from: facts.from,
    to: facts.to,
    startAt: facts.startAt,
    endAt: facts.endAt,
    approvalId: row.approvalId ?? about.journey,
    detail,
  };
}

/** The charge a refund gives back: the one of its ticket, else of its passenger, else the only one. Undefined where that leaves a choice. */
function originOf({ facts }: RowLine, charges: readonly RowLine[]): RowLine | undefined {
  const same: ((charge: RowLine) => boolean)[] = [
    (charge) => facts.ticket !== undefined && charge.facts.ticket === facts.ticket,
    (charge) => facts.traveller?.name !== undefined && charge.facts.traveller?.name === facts.traveller.name,
    () => true,
  ];
  for (const matches of same) {
    const found = charges.filter(matches);
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}
