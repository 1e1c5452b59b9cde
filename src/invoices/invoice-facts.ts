import type { Invoice as CanonicalInvoice } from '@interline/sdk/canonical';
import type { DirectorySnapshot } from '../directory/index.js';
import { recordFingerprint, type Id } from '../kernel/index.js';
import type { StoredInvoice } from './invoice.js';

/** What a record says of an invoice. */
export type InvoiceFacts = Omit<
  StoredInvoice,
  'id' | 'vendorAccountId' | 'withdrawn' | 'version' | 'stream' | 'rawVersion' | 'pluginVersion' | 'recordedAt'
>;

/** Reads a canonical invoice. @param fallback the legal entity where the directory knows no buyer of this name */
export function invoiceFacts(invoice: CanonicalInvoice, directory: DirectorySnapshot, fallback: Id): InvoiceFacts {
  const { buyer, seller, reverses } = invoice;
  const facts = {
    externalId: invoice.externalId,
    number: invoice.number,
    code: invoice.code ?? null,
    digitalNumber: invoice.digitalNumber ?? null,
    type: invoice.type,
    typeName: invoice.typeName ?? null,
    issuedOn: invoice.issuedOn,
    state: invoice.state,
    reversesNumber: reverses?.number ?? null,
    reversesCode: reverses?.code ?? null,
    buyerName: buyer?.name ?? null,
    buyerTaxNumber: buyer?.taxNumber ?? null,
    sellerName: seller?.name ?? null,
    sellerTaxNumber: seller?.taxNumber ?? null,
    currency: invoice.currency,
    amount: invoice.amount,
    amountWithoutTax: invoice.amountWithoutTax ?? null,
    tax: invoice.tax ?? null,
    orders: invoice.orders.map(({ externalId, amount, tax }) => ({ orderId: externalId, amount: amount ?? null, tax: tax ?? null })),
    detail: invoice.detail ?? {},
  };
  const legalEntityId = (buyer?.name === undefined ? null : directory.legalEntity({ name: buyer.name })) ?? fallback;
  return { ...facts, legalEntityId, factsHash: recordFingerprint(facts) };
}
