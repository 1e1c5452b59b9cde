import { toMoney, type MoneyNode } from '../platform/graphql/index.js';
import type { Invoice } from './invoice.js';

/** An invoice as GraphQL parent object. */
export interface InvoiceNode extends Omit<Invoice, 'amount' | 'amountWithoutTax' | 'tax' | 'orders'> {
  amount: MoneyNode;
  amountWithoutTax: MoneyNode | null;
  tax: MoneyNode | null;
  orders: { orderId: string; amount: MoneyNode | null; tax: MoneyNode | null }[];
  buyer: { name: string | null; taxNumber: string | null };
  seller: { name: string | null; taxNumber: string | null };
}

/** An invoice as the gateway shows it. */
export function toInvoiceNode(invoice: Invoice): InvoiceNode {
  const maybe = (minor: bigint | null): MoneyNode | null => (minor === null ? null : toMoney(minor, invoice.currency));
  return {
    ...invoice,
    amount: toMoney(invoice.amount, invoice.currency),
    amountWithoutTax: maybe(invoice.amountWithoutTax),
    tax: maybe(invoice.tax),
    orders: invoice.orders.map(({ orderId, amount, tax }) => ({ orderId, amount: maybe(amount), tax: maybe(tax) })),
    buyer: { name: invoice.buyerName, taxNumber: invoice.buyerTaxNumber },
    seller: { name: invoice.sellerName, taxNumber: invoice.sellerTaxNumber },
  };
}
