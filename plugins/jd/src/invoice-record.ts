import { MapError, objectOf, type Invoice, type RawRecord } from '@interline/sdk';
import { Fields } from './fields.js';
import { CNY } from './money.js';
import { dayOf } from './times.js';
import { INVOICES } from './words.js';

/** What JD calls an invoice by: its number (发票号码) and, but for fully digital ones, its code (发票代码). */
export interface InvoiceName {
  number: string;
  code?: string | undefined;
}

/** The key of an invoice's record: numbers repeat under other codes. */
export const invoiceKey = ({ number, code }: InvoiceName): string => (code === undefined ? number : `${code}:${number}`);

/** A fully digital invoice (数电发票) has a number of so many digits and no code. */
const DIGITAL = /^\d{20}$/;

/** `invoiceType`: 2 is deductible; 1 and 3 are plain, on paper and electronic. */
const TYPES: Readonly<Record<string, Invoice['type']>> = { '1': 'vat_plain', '2': 'vat_special', '3': 'vat_plain' };

/**
 * Reads an invoice as queryInvoiceItem tells it. `invoiceId` is its number.
 * @throws MapError for one JD names and does not give, a state that is not known, and amounts that contradict each other
 */
export function mapInvoice({ externalId, data }: RawRecord): Invoice {
  if (data.message !== undefined) throw new MapError('a message about an application without invoices', '/message/result');
  const row = objectOf(data.invoice);
  if (!row) throw new MapError('JD names this invoice but gives nothing of it', '/invoice');
  const invoice = new Fields(row, '/invoice');
  const [number, code] = [invoice.text('invoiceId'), invoice.text('invoiceCode')];
  const issuedOn = invoice.time('invoiceDate');
  const amount = invoice.yuan('invoiceAmount');
  if (number === undefined) throw new MapError('an invoice without a number', invoice.pointer('invoiceId'));
  if (!issuedOn) throw new MapError('an invoice of no known day', invoice.pointer('invoiceDate'));
  if (amount === undefined) throw new MapError('an invoice without an amount', invoice.pointer('invoiceAmount'));
  const reverses = reversedBy(invoice, amount);
  const type = invoice.text('invoiceType');
  return {
    externalId,
    number,
    ...(code !== undefined && { code }),
    ...(code === undefined && DIGITAL.test(number) && { digitalNumber: number }),
    type: TYPES[type ?? ''] ?? 'other',
    ...(type !== undefined && { typeName: INVOICES[type] ?? type }),
    issuedOn: dayOf(issuedOn),
    state: stateOf(invoice, reverses !== undefined),
    ...(reverses && { reverses }),
    buyer: filled({ name: invoice.text('title'), taxNumber: invoice.text('taxpayer') }),
    currency: CNY,
    amount,
    ...taxOf(invoice, amount),
    orders: ordersOf(invoice),
    detail: filled({ remark: invoice.text('remark') }),
  };
}

/** Of the invoice that gives another back. @throws MapError where it would add instead */
function reversedBy(invoice: Fields, amount: bigint): Invoice['reverses'] {
  const [number, code] = [invoice.text('originalInvoiceId'), invoice.text('originalInvoiceCode')];
  if (number === undefined) return undefined;
  if (amount > 0n) throw new MapError('an invoice that gives another back, with a positive amount', invoice.pointer('invoiceAmount'));
  return { number, ...(code !== undefined && { code }) };
}

/** `state`: 1 as it should be, 2 void, 3 given back; JD says 3 of the one that gives back too, and names the other in it. */
function stateOf(invoice: Fields, givesBack: boolean): Invoice['state'] {
  const state = invoice.word('state', ['1', '2', '3']);
  if (state === undefined) throw new MapError('an invoice of no known state', invoice.pointer('state'));
  if (state === '2') return 'void';
  return state === '3' && !givesBack ? 'reversed' : 'valid';
}

/**
 * What of an invoice is tax. JD tells the price without tax of VAT invoices only. `invoiceTaxRate` is documented as the tax's amount in spite of its name; so it
 * is not read where price or `invoiceTaxAmount` say the same.
 */
function taxOf(invoice: Fields, amount: bigint): Pick<Invoice, 'amountWithoutTax' | 'tax'> {
  const price = invoice.yuan('invoiceNakedAmount');
  const tax = invoice.yuan('invoiceTaxAmount');
  // A price of nothing for something is one that is not told.
  if (price === undefined || (price === 0n && amount !== 0n)) return tax === undefined ? {} : { amountWithoutTax: amount - tax, tax };
  if (tax !== undefined && price + tax !== amount)
    throw new MapError('price and tax do not make up the amount', invoice.pointer('invoiceTaxAmount'));
  return { amountWithoutTax: price, tax: amount - price };
}

/** What stands on the invoice, added up by order. An order of which a line has no amount is named without one. */
function ordersOf(invoice: Fields): Invoice['orders'] {
  const orders = new Map<string, { amount: bigint | undefined; tax: bigint | undefined }>();
  for (const line of invoice.list('skuDetails')) {
    const id = line.id('jdOrderId');
    if (id === undefined) continue;
    const before = orders.get(id) ?? { amount: 0n, tax: 0n };
    orders.set(id, { amount: plus(before.amount, line.yuan('amount')), tax: plus(before.tax, line.yuan('taxAmount')) });
  }
  return [...orders].map(([externalId, { amount, tax }]) => ({
    externalId,
    ...(amount !== undefined && { amount }),
    ...(tax !== undefined && { tax }),
  }));
}

const plus = (sum: bigint | undefined, more: bigint | undefined): bigint | undefined =>
  sum === undefined || more === undefined ? undefined : sum + more;

function filled<Key extends string>(texts: Record<Key, string | undefined>): { [Each in Key]?: string } {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as { [Each in Key]?: string };
}
