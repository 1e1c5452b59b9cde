import type { Invoice as CanonicalInvoice } from '@interline/sdk/canonical';
import { Injectable } from '@nestjs/common';
import type { RecordSink, SinkBatch, SinkFact, SinkSource, VanishedBatch } from '../sync/index.js';
import { InvoiceRepository } from './invoice.repository.js';
import { RecordInvoices } from './record-invoices.js';

/** Takes in vendors' invoices. */
@Injectable()
export class InvoiceSink implements RecordSink<'invoices'> {
  readonly kind = 'invoices';

  constructor(
    private readonly recordInvoices: RecordInvoices,
    private readonly repository: InvoiceRepository,
  ) {}

  async receive(batch: SinkBatch<CanonicalInvoice>): Promise<void> {
    const records = batch.records.map(({ canonical, rawVersion }) => ({
      externalId: canonical.externalId,
      rawVersion,
      invoice: canonical,
    }));
    await this.recordInvoices.record(batch, records);
  }

  async vanished(batch: VanishedBatch): Promise<void> {
    await this.recordInvoices.record(
      batch,
      batch.records.map((record) => ({ ...record, invoice: null })),
    );
  }

  async facts(source: SinkSource, externalIds: readonly string[]): Promise<SinkFact[]> {
    const invoices = await this.repository.ofExternalIds(source.companyId, source.vendorAccountId, externalIds);
    return invoices.map((invoice) => ({
      externalId: invoice.externalId,
      id: invoice.id,
      key: '',
      facts: {
        number: invoice.number,
        issuedOn: invoice.issuedOn,
        state: invoice.state,
        currency: invoice.currency,
        amount: String(invoice.amount),
        tax: invoice.tax === null ? null : String(invoice.tax),
        orders: invoice.orders.map(({ orderId, amount }) => `${orderId}=${amount ?? ''}`).join(' '),
        withdrawn: String(invoice.withdrawn),
      },
    }));
  }
}
