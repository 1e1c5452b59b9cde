export { InvoiceSink } from './invoice.sink.js';
export { InvoicesModule } from './invoices.module.js';
