import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { CompanyModule } from '../company/index.js';
import { ConnectionsModule } from '../connections/index.js';
import { DirectoryModule } from '../directory/index.js';
import { ExpensesModule } from '../expenses/index.js';
import { StatementsModule } from '../statements/index.js';
import { BillFilesController } from './bill-files.controller.js';
import { BillReader } from './bill-reader.js';
import { BillTables } from './bill-tables.js';
import { BillRepository } from './bill.repository.js';
import { BillResolver } from './bill.resolver.js';

/** The bill of a legal entity and month, over all vendors; only reads. */
@Module({
  imports: [AuditModule, CompanyModule, ConnectionsModule, DirectoryModule, ExpensesModule, StatementsModule],
  providers: [BillRepository, BillReader, BillTables, BillResolver],
  controllers: [BillFilesController],
  exports: [BillReader],
})
export class BillingModule {}
