import { Injectable } from '@nestjs/common';
import { currentCompany, openPage, toConnection, type Connection, type Id, type PageRequest } from '../kernel/index.js';
import type { Invoice, InvoiceFilter } from './invoice.js';
import { InvoiceRepository, type OrderKey } from './invoice.repository.js';

/** Reads invoices of the running request's company. */
@Injectable()
export class InvoiceReader {
  constructor(private readonly invoices: InvoiceRepository) {}

  /** Newest first. */
  async list(filter: InvoiceFilter, page: PageRequest): Promise<Connection<Invoice>> {
    const keyset = openPage(page, ['day', 'id']);
    const rows = await this.invoices.page(currentCompany(), filter, keyset);
    return toConnection(rows, keyset, (invoice) => [invoice.issuedOn, invoice.id]);
  }

  /** For loaders: invoices in the order of the ids, null where there is none. */
  async byIds(ids: readonly Id[]): Promise<(Invoice | null)[]> {
    const found = new Map((await this.invoices.byIds(currentCompany(), ids)).map((invoice) => [invoice.id, invoice]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** For loaders: the invoices of each order, oldest first. */
  async ofOrders(orders: readonly OrderKey[]): Promise<Invoice[][]> {
    const found = new Map<string, Invoice[]>();
    const keyOf = (vendorAccountId: Id, orderId: string): string => `${vendorAccountId} ${orderId}`;
    for (const invoice of await this.invoices.ofOrders(currentCompany(), orders)) {
      for (const { orderId } of invoice.orders) {
        const key = keyOf(invoice.vendorAccountId, orderId);
        const list = found.get(key);
        if (list) list.push(invoice);
        else found.set(key, [invoice]);
      }
    }
    return orders.map(({ vendorAccountId, orderId }) => found.get(keyOf(vendorAccountId, orderId)) ?? []);
  }
}
