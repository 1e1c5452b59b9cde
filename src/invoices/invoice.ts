import type { Invoice as CanonicalInvoice } from '@interline/sdk/canonical';
import type { BusinessDate, Id } from '../kernel/index.js';

/** What an invoice takes of one order, in minor units; null where the vendor does not tell. */
export interface InvoicedOrder {
  orderId: string;
  amount: bigint | null;
  tax: bigint | null;
}

/** A vendor's tax invoice as it stands now. Amounts are minor units. */
export interface Invoice {
  id: Id;
  vendorAccountId: Id;
  externalId: string;
  number: string;
  code: string | null;
  digitalNumber: string | null;
  type: CanonicalInvoice['type'];
  typeName: string | null;
  issuedOn: BusinessDate;
  state: CanonicalInvoice['state'];
  /** The invoice it gives back. */
  reversesNumber: string | null;
  reversesCode: string | null;
  buyerName: string | null;
  buyerTaxNumber: string | null;
  sellerName: string | null;
  sellerTaxNumber: string | null;
  /** The buyer, where the company has a legal entity of that name; else whoever owns the vendor account. */
  legalEntityId: Id;
  currency: string;
  /** With tax. */
  amount: bigint;
  amountWithoutTax: bigint | null;
  tax: bigint | null;
  orders: InvoicedOrder[];
  detail: Record<string, string>;
  /** The vendor has it no more. */
  withdrawn: boolean;
  version: number;
  stream: string;
  /** The version of the raw record it was made from last. */
  rawVersion: number;
  pluginVersion: string;
  recordedAt: Date;
}

/** An invoice as it is stored. */
export interface StoredInvoice extends Invoice {
  /** Tells whether a record says something new. */
  factsHash: string;
}

/** What a list of invoices is narrowed to. Absent parts narrow nothing. */
export interface InvoiceFilter {
  vendorAccountId?: Id;
  /** Days of issue, both inclusive. */
  from?: BusinessDate;
  to?: BusinessDate;
  /** Its number, or its digital number. */
  number?: string;
  /** An order it is for. */
  orderId?: string;
}
