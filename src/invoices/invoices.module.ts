import { Module } from '@nestjs/common';
import { CompanyModule } from '../company/index.js';
import { ConnectionsModule } from '../connections/index.js';
import { DirectoryModule } from '../directory/index.js';
import { SyncModule } from '../sync/index.js';
import { InvoiceReader } from './invoice-reader.js';
import { InvoiceRepository } from './invoice.repository.js';
import { InvoicedExpenseResolver, InvoicedLineResolver, InvoiceResolver } from './invoice.resolver.js';
import { InvoiceSink } from './invoice.sink.js';
import { RecordInvoices } from './record-invoices.js';

/** Vendors' tax invoices, and the orders they are for. */
@Module({
  imports: [CompanyModule, ConnectionsModule, DirectoryModule, SyncModule],
  providers: [
    InvoiceRepository,
    RecordInvoices,
    InvoiceSink,
    InvoiceReader,
    InvoiceResolver,
    InvoicedExpenseResolver,
    InvoicedLineResolver,
  ],
  exports: [InvoiceSink],
})
export class InvoicesModule {}
