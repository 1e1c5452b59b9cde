import { Inject, Injectable } from '@nestjs/common';
import type { Invoice as CanonicalInvoice } from '@interline/sdk/canonical';
import { CompanyReader } from '../company/index.js';
import { ConnectionsReader } from '../connections/index.js';
import { DirectoryReader } from '../directory/index.js';
import { fallbackEntity } from '../expenses/index.js';
import { newId, type Clock } from '../kernel/index.js';
import { CLOCK } from '../platform/clock.js';
import { UnitOfWork, type Transaction } from '../platform/database/index.js';
import type { SinkSource } from '../sync/index.js';
import type { StoredInvoice } from './invoice.js';
import { invoiceFacts, type InvoiceFacts } from './invoice-facts.js';
import { InvoiceRepository } from './invoice.repository.js';

/** One record: an invoice as it is now, or null when the vendor has it no more. */
export interface InvoiceToRecord {
  externalId: string;
  rawVersion: number;
  invoice: CanonicalInvoice | null;
}

/** Records what invoices say now. */
@Injectable()
export class RecordInvoices {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly invoices: InvoiceRepository,
    private readonly companies: CompanyReader,
    private readonly accounts: ConnectionsReader,
    private readonly directory: DirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Writes a batch inside the caller's unit of work. An invoice that says something new becomes a version; the same records again change nothing. */
  async record(source: SinkSource, records: readonly InvoiceToRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.uow.run((tx) => this.recordIn(tx, source, records), { company: source.companyId });
  }

  private async recordIn(tx: Transaction, source: SinkSource, records: readonly InvoiceToRecord[]): Promise<void> {
    const { companyId, vendorAccountId, stream, pluginVersion } = source;
    const [stored, snapshot, fallback] = await Promise.all([
      this.invoices.ofExternalIds(
        companyId,
        vendorAccountId,
        records.map((record) => record.externalId),
      ),
      this.directory.snapshot(companyId),
      fallbackEntity(this.accounts, this.companies, companyId, vendorAccountId),
    ]);
    const existing = new Map(stored.map((invoice) => [invoice.externalId, invoice]));
    const recordedAt = this.clock.now();
    const written = records.flatMap(({ externalId, rawVersion, invoice }) => {
      const facts = invoice && invoiceFacts(invoice, snapshot, fallback);
      const next = nextInvoice(existing.get(externalId) ?? null, facts);
      return next ? [{ ...next, vendorAccountId, stream, rawVersion, pluginVersion, recordedAt }] : [];
    });
    if (written.length === 0) return;
    await this.invoices.write(companyId, written);
    tx.emit({ type: 'invoices.recorded.v1', data: { vendorAccountId, invoiceIds: written.map((invoice) => invoice.id) } });
  }
}

type Versioned = Omit<StoredInvoice, 'vendorAccountId' | 'stream' | 'rawVersion' | 'pluginVersion' | 'recordedAt'>;

/** The next version of an invoice, or null when the record says nothing new. */
function nextInvoice(before: StoredInvoice | null, facts: InvoiceFacts | null): Versioned | null {
  if (!facts) return before && !before.withdrawn ? { ...before, withdrawn: true, version: before.version + 1 } : null;
  if (before && !before.withdrawn && before.factsHash === facts.factsHash) return null;
  return { ...facts, id: before?.id ?? newId(), withdrawn: false, version: (before?.version ?? 0) + 1 };
}
