import { Injectable } from '@nestjs/common';
import { Conditions } from '../expenses/index.js';
import type { Id, Keyset } from '../kernel/index.js';
import { jsonParameter, UnitOfWork } from '../platform/database/index.js';
import type { Invoice, InvoiceFilter, StoredInvoice } from './invoice.js';
import { INVOICE_COLUMNS, INVOICE_RECORD, SELECT_INVOICE, toInvoice, toRecord, type InvoiceRow } from './invoice-row.js';

const UPSERT = `
  WITH r AS MATERIALIZED (SELECT * FROM json_to_recordset($2::json) AS r(${INVOICE_RECORD})),
  kept AS (
    INSERT INTO invoice_versions (company_id, invoice_id, version, facts, recorded_at)
    SELECT i.company_id, i.id, i.version, to_jsonb(i) - 'company_id' - 'id', i.recorded_at
    FROM invoices i JOIN r ON i.id = r.id WHERE i.company_id = $1
  ),
  linked AS (
    INSERT INTO invoice_orders (company_id, vendor_account_id, order_id, invoice_id)
    SELECT $1, r.vendor_account_id, o->>'orderId', r.id FROM r CROSS JOIN jsonb_array_elements(r.orders) o
    ON CONFLICT DO NOTHING
  )
  INSERT INTO invoices (company_id, ${INVOICE_COLUMNS.join(', ')})
  SELECT $1, ${INVOICE_COLUMNS.map((name) => `r.${name}`).join(', ')} FROM r ORDER BY r.id
  ON CONFLICT (company_id, id) DO UPDATE SET ${INVOICE_COLUMNS.filter((name) => name !== 'id')
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;

/** An order at the vendor, in the words of an expense or a statement line. */
export interface OrderKey {
  vendorAccountId: Id;
  orderId: string;
}

/** SQL of invoices. */
@Injectable()
export class InvoiceRepository {
  constructor(private readonly uow: UnitOfWork) {}

  async ofExternalIds(companyId: Id, vendorAccountId: Id, externalIds: readonly string[]): Promise<StoredInvoice[]> {
    const rows = await this.uow.run(
      (tx) =>
        tx.query<InvoiceRow>(
          `SELECT ${SELECT_INVOICE} FROM invoices i WHERE i.company_id = $1 AND i.vendor_account_id = $2 AND i.external_id = ANY($3::text[])`,
          [companyId, vendorAccountId, externalIds],
        ),
      { company: companyId },
    );
    return rows.map(toInvoice);
  }

  /** Writes new and changed invoices, and where their orders are looked up; what they said before is kept. */
  async write(companyId: Id, invoices: readonly StoredInvoice[]): Promise<void> {
    if (invoices.length === 0) return;
    await this.uow.run((tx) => tx.query(UPSERT, [companyId, jsonParameter(invoices.map(toRecord))]), { company: companyId });
  }

  async byIds(companyId: Id, ids: readonly Id[]): Promise<Invoice[]> {
    const rows = await this.uow.read<InvoiceRow>(
      `SELECT ${SELECT_INVOICE} FROM invoices i WHERE i.company_id = $1 AND i.id = ANY($2::uuid[])`,
      [companyId, ids],
    );
    return rows.map(toInvoice);
  }

  /** Invoices that their vendor still has, newest first; one more than asked for tells that there are more. */
  async page(companyId: Id, filter: InvoiceFilter, keyset: Keyset): Promise<Invoice[]> {
    const where = new Conditions();
    where.and('i.company_id = ? AND NOT i.withdrawn', companyId);
    if (filter.vendorAccountId !== undefined) where.and('i.vendor_account_id = ?', filter.vendorAccountId);
    if (filter.from !== undefined) where.and('i.issued_on >= ?::date', filter.from);
    if (filter.to !== undefined) where.and('i.issued_on <= ?::date', filter.to);
    if (filter.number !== undefined) where.and('(i.number = ? OR i.digital_number = ?)', filter.number, filter.number);
    if (filter.orderId !== undefined)
      where.and(
        `(i.id, i.vendor_account_id) IN (SELECT o.invoice_id, o.vendor_account_id FROM invoice_orders o WHERE o.company_id = ? AND o.order_id = ?)
         AND ${stillFor('?')}`,
        companyId,
        filter.orderId,
        filter.orderId,
      );
    if (keyset.after) where.and('(i.issued_on, i.id) < (?::date, ?::uuid)', keyset.after[0], keyset.after[1]);
    const limit = where.params.push(keyset.limit + 1);
    const rows = await this.uow.read<InvoiceRow>(
      `SELECT ${SELECT_INVOICE} FROM invoices i WHERE ${where.sql} ORDER BY i.issued_on DESC, i.id DESC LIMIT $${limit}`,
      where.params,
      { replan: true },
    );
    return rows.map(toInvoice);
  }

  /** The invoices of some orders that their vendor still has, oldest first. */
  async ofOrders(companyId: Id, orders: readonly OrderKey[]): Promise<Invoice[]> {
    const rows = await this.uow.read<InvoiceRow>(
      `SELECT DISTINCT ON (i.issued_on, i.id) ${SELECT_INVOICE}
       FROM (SELECT DISTINCT * FROM unnest($2::uuid[], $3::text[]) AS k(account, order_id)) k
       JOIN invoice_orders o ON o.company_id = $1 AND o.order_id = k.order_id AND o.vendor_account_id = k.account
       JOIN invoices i ON i.company_id = $1 AND i.id = o.invoice_id
       WHERE NOT i.withdrawn AND ${stillFor('k.order_id')}
       ORDER BY i.issued_on, i.id`,
      [companyId, orders.map((order) => order.vendorAccountId), orders.map((order) => order.orderId)],
    );
    return rows.map(toInvoice);
  }
}

/** The invoice still names the order: `invoice_orders` forgets nothing. */
function stillFor(order: string): string {
  return `i.orders @> jsonb_build_array(jsonb_build_object('orderId', ${order}::text))`;
}
