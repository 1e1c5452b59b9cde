import type { Id } from '../kernel/index.js';
import type { StoredInvoice } from './invoice.js';

/** Columns of `invoices` that records fill, with their types. */
const COLUMNS = {
  id: 'uuid',
  vendor_account_id: 'uuid',
  external_id: 'text',
  number: 'text',
  code: 'text',
  digital_number: 'text',
  type: 'text',
  type_name: 'text',
  issued_on: 'date',
  state: 'text',
  reverses_number: 'text',
  reverses_code: 'text',
  buyer_name: 'text',
  buyer_tax_number: 'text',
  seller_name: 'text',
  seller_tax_number: 'text',
  legal_entity_id: 'uuid',
  currency: 'text',
  amount: 'bigint',
  amount_without_tax: 'bigint',
  tax: 'bigint',
  orders: 'jsonb',
  detail: 'jsonb',
  withdrawn: 'boolean',
  version: 'int',
  stream: 'text',
  raw_version: 'int',
  plugin_version: 'text',
  facts_hash: 'text',
  recorded_at: 'timestamptz',
} as const;

/** Every column that records fill. */
export const INVOICE_COLUMNS = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
/** The columns with their types, as `json_to_recordset` wants them. */
export const INVOICE_RECORD = INVOICE_COLUMNS.map((name) => `${name} ${COLUMNS[name]}`).join(', ');
/** The select list of a whole invoice under alias `i`. */
export const SELECT_INVOICE = INVOICE_COLUMNS.map((name) => (name === 'issued_on' ? 'i.issued_on::text' : `i.${name}`)).join(', ');

/** A row of `invoices` as SQL gives it. */
export interface InvoiceRow {
  id: Id;
  vendor_account_id: Id;
  external_id: string;
  number: string;
  code: string | null;
  digital_number: string | null;
  type: StoredInvoice['type'];
  type_name: string | null;
  issued_on: string;
  state: StoredInvoice['state'];
  reverses_number: string | null;
  reverses_code: string | null;
  buyer_name: string | null;
  buyer_tax_number: string | null;
  seller_name: string | null;
  seller_tax_number: string | null;
  legal_entity_id: Id;
  currency: string;
  amount: string;
  amount_without_tax: string | null;
  tax: string | null;
  orders: { orderId: string; amount: string | null; tax: string | null }[];
  detail: Record<string, string>;
  withdrawn: boolean;
  version: number;
  stream: string;
  raw_version: number;
  plugin_version: string;
  facts_hash: string;
  recorded_at: Date;
}

const minor = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
const text = (amount: bigint | null): string | null => (amount === null ? null : String(amount));

/** Reads a whole row. */
export function toInvoice(row: InvoiceRow): StoredInvoice {
  return {
    id: row.id,
    vendorAccountId: row.vendor_account_id,
    externalId: row.external_id,
    number: row.number,
    code: row.code,
    digitalNumber: row.digital_number,
    type: row.type,
    typeName: row.type_name,
    issuedOn: row.issued_on,
    state: row.state,
    reversesNumber: row.reverses_number,
    reversesCode: row.reverses_code,
    buyerName: row.buyer_name,
    buyerTaxNumber: row.buyer_tax_number,
    sellerName: row.seller_name,
    sellerTaxNumber: row.seller_tax_number,
    legalEntityId: row.legal_entity_id,
    currency: row.currency,
    amount: BigInt(row.amount),
    amountWithoutTax: minor(row.amount_without_tax),
    tax: minor(row.tax),
    orders: row.orders.map((order) => ({ ...order, amount: minor(order.amount), tax: minor(order.tax) })),
    detail: row.detail,
    withdrawn: row.withdrawn,
    version: row.version,
    stream: row.stream,
    rawVersion: row.raw_version,
    pluginVersion: row.plugin_version,
    factsHash: row.facts_hash,
    recordedAt: row.recorded_at,
  };
}

/** An invoice as a record for {@link INVOICE_RECORD}. */
export function toRecord(invoice: StoredInvoice): Record<keyof typeof COLUMNS, unknown> {
  return {
    id: invoice.id,
    vendor_account_id: invoice.vendorAccountId,
    external_id: invoice.externalId,
    number: invoice.number,
    code: invoice.code,
    digital_number: invoice.digitalNumber,
    type: invoice.type,
    type_name: invoice.typeName,
    issued_on: invoice.issuedOn,
    state: invoice.state,
    reverses_number: invoice.reversesNumber,
    reverses_code: invoice.reversesCode,
    buyer_name: invoice.buyerName,
    buyer_tax_number: invoice.buyerTaxNumber,
    seller_name: invoice.sellerName,
    seller_tax_number: invoice.sellerTaxNumber,
    legal_entity_id: invoice.legalEntityId,
    currency: invoice.currency,
    amount: String(invoice.amount),
    amount_without_tax: text(invoice.amountWithoutTax),
    tax: text(invoice.tax),
    orders: invoice.orders.map(({ orderId, amount, tax }) => ({ orderId, amount: text(amount), tax: text(tax) })),
    detail: invoice.detail,
    withdrawn: invoice.withdrawn,
    version: invoice.version,
    stream: invoice.stream,
    raw_version: invoice.rawVersion,
    plugin_version: invoice.pluginVersion,
    facts_hash: invoice.factsHash,
    recorded_at: invoice.recordedAt,
  };
}
