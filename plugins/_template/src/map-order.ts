import {
  MapError,
  parseLocalTime,
  parseMoney,
  textOf,
  type ExpenseLine,
  type Json,
  type JsonObject,
  type LineType,
  type OrderRecord,
  type RawRecord,
} from '@interline/sdk';

/** The offset the vendor documents for its times. */
export const OFFSET = '+08:00';
/** The vendor's words in ours. A word that is not here is refused, never guessed: the record waits in quarantine until the plugin knows it. */
const KINDS: Readonly<Record<string, ExpenseLine['kind']>> = { MEAL: 'meal', GOODS: 'goods' };
const LINE_TYPES: Readonly<Record<string, LineType>> = { PAY: 'charge', FEE: 'fee', REFUND: 'refund' };
const STATES = ['DONE', 'CANCELLED', 'REFUNDED', 'PART_REFUNDED'];

/**
 * Makes the canonical lines of one order: all of them, each time. A line that was there before and is not any more is reversed by the host.
 * Pure: the same record always gives the same lines; no clock, no chance, no I/O.
 * @throws MapError for a record it cannot read, naming the field
 */
export function mapOrder({ externalId, data }: RawRecord): OrderRecord {
  word(data.state, '/state', STATES);
  const payments = data.payments;
  if (!Array.isArray(payments)) throw new MapError('an order without a list of payments', '/payments');
  return { externalId, lines: payments.map((payment, at) => lineOf(externalId, data, payment as JsonObject, `/payments/${at}`)) };
}

function lineOf(externalId: string, order: JsonObject, payment: JsonObject, at: string): ExpenseLine {
  const lineType = LINE_TYPES[word(payment.type, `${at}/type`, Object.keys(LINE_TYPES))]!;
  const number = need(payment.no, `${at}/no`);
  const originLine = textOf(payment.of);
  const [companyShare, personalShare] = [minor(payment.company, `${at}/company`), minor(payment.personal, `${at}/personal`)];
  const store = textOf(order.store);
  const text = textOf(payment.text);
  return {
    kind: KINDS[word(order.category, '/category', Object.keys(KINDS))]!,
    externalId,
    // The line's name for ever. Numbered by the vendor's own key, not by its place in the list.
    line: `payment:${number}`,
    lineType,
    ...(originLine ? { originLine: `payment:${originLine}` } : {}),
    currency: 'CNY',
    amount: companyShare + personalShare,
    companyShare,
    personalShare,
    occurredAt: time(payment.time, `${at}/time`),
    ...peopleOf(order),
    ...(store ? { product: store } : {}),
    ...(text ? { description: text } : {}),
  };
}

/** Who it was for and where it belongs, as the vendor names them. The directory finds the person; a plugin never guesses. */
function peopleOf(order: JsonObject): Partial<ExpenseLine> {
  const person = (order.employee ?? {}) as JsonObject;
  const [employeeNumber, name, phone] = [textOf(person.no), textOf(person.name), textOf(person.phone)];
  const [department, city] = [textOf(order.department), textOf(order.city)];
  return {
    traveller: { ...(employeeNumber ? { employeeNumber } : { guest: true }), ...(name ? { name } : {}), ...(phone ? { phone } : {}) },
    ...(department ? { department: { code: department } } : {}),
    ...(city ? { city } : {}),
  };
}

function need(value: Json | undefined, field: string): string {
  const text = textOf(value);
  if (text === undefined) throw new MapError('missing', field);
  return text;
}

function word(value: Json | undefined, field: string, known: readonly string[]): string {
  const text = need(value, field);
  if (!known.includes(text)) throw new MapError(`unknown word ${text}`, field);
  return text;
}

/** The vendor writes yuan as text, such as `-10.50`. */
function minor(value: Json | undefined, field: string): bigint {
  try {
    return parseMoney(need(value, field), 'CNY').minor;
  } catch (error) {
    throw error instanceof RangeError ? new MapError(error.message, field) : error;
  }
}

function time(value: Json | undefined, field: string): Date {
  try {
    return parseLocalTime(need(value, field), OFFSET);
  } catch (error) {
    throw error instanceof RangeError ? new MapError(error.message, field) : error;
  }
}
